"""Floor 2: decisions, pure. A process and an event become a decision; nothing here does I/O or reads a clock.

Owns what happens (`decide`), which timers an instance should have (`schedule`) and what a person may do now
(`options`). The only importer of `transitions`. Start with `values`, then `decide`.
"""

from engine.core.decide import begin, changed, decide
from engine.core.options import ahead, options, prospects
from engine.core.schedule import schedule
from engine.core.visible import Sight, sight
from engine.core.world import World

__all__ = ["Sight", "World", "ahead", "begin", "changed", "decide", "options", "prospects", "schedule", "sight"]
