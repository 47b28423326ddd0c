"""The process language, declared: which file may say what, with the sentence the reference says about each key.

`process`, `cycle`, `indicators` and `house` declare the files; `parts` the pieces they share. Everything else that
knows the language (the check, the schema for editors, the reference) is derived from here.
"""

from engine.definition.shapes.cycle import CYCLE
from engine.definition.shapes.house import CALENDAR, ORGANISATION
from engine.definition.shapes.indicators import FAMILY
from engine.definition.shapes.process import PROCESS

__all__ = ["CALENDAR", "CYCLE", "FAMILY", "ORGANISATION", "PROCESS"]
