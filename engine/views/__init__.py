"""Floor 4, above the runtime: named reads, each together with the right to see.

Owns what an inbox, a history, an explanation and the numbers of a cycle hold, and who sees what of them. A reader of
None is the administrator at the machine. It writes nothing and asks for nothing on a screen: doors print what these
functions return. Start with `inbox`.
"""
