"""How the tables came to be, step by step. `engine.store.prepare` runs what is missing."""
