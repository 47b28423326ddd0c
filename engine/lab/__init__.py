"""Floor 3: what can be found out about definitions without running anything real. Pure, on the same core.

Owns the questions a process owner asks before a launch. Start with `messages`: do the definitions and the message
catalogue fit together?
`diagram` makes a process a graph; `mermaid`, `picture` and `page` draw it.
"""
