"""How fast the engine is, beside what the database's own driver needs for the same rows in the same run.

`python -m benchmarks` runs every line on SQLite and PostgreSQL, both with every commit on the disk. `company` is what
is played with, `places` the databases, `bench` what a line gets, `results` what it gives. `recorded` are the lines
whose floor is what they sent (`lines`, `recording`); each other module is a line or two, with a floor of its own.
"""
