"""Floor 2: decisions, pure. A process and an event become a decision; nothing here does I/O or reads a clock.

Owns what happens (`decide`), which timers an instance should have (`schedule`) and what a person may do now
(`options`). The only importer of `transitions`. Start with `values`, then `decide`.
"""
