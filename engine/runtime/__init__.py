"""Floor 4: where decisions become rows and messages go out. Owns transactions, ticks and delivery.

It decides nothing itself. Start with `shipped` for the files that travel with the engine.
"""
