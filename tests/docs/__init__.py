"""What the pages show is what happens: every example in README and docs/ is read or run. `python -m tests.docs` makes
the generated pages anew."""
