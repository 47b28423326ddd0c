"""How fast the engine is, beside what the database's own driver needs for the same rows in the same run.

`python -m benchmarks` runs every line on SQLite and PostgreSQL, both with every commit on the disk. `recording` makes
the floors, `places` the databases, `company` what is played with, `lines` what is measured, `core` decisions alone.
"""
