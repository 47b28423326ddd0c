"""Floor 4: where decisions become rows and messages go out. Owns transactions, ticks and delivery.

It decides nothing itself. Start with `work`, the one way decisions become rows.
"""
