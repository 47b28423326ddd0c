"""Floor 3: the rows. What is true is here, on SQLite or PostgreSQL, and nowhere else.

Owns the tables, the migrations and every statement that writes. Functions take a connection and never commit;
they return values of `engine.core` or of their own module, never rows. It does not decide, render, or read a
clock.
Start with `database.transaction`, then `decisions.write_decisions`; one module per subject beside it.
"""
