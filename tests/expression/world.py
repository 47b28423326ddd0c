"""A small world for expressions: one employee, graded, with goals; nothing of the engine's core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from engine.expression import MISSING, Ordered

GRADES = ("D", "C", "B", "A")


@dataclass(frozen=True)
class Person:
    """Known by id; a fact nobody declared is a KeyError."""

    id: str
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)

    def fact(self, name: str, /) -> object:
        return self.facts[name]


class Names:
    """A scope over a plain table of names."""

    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names

    def name(self, name: str, /) -> object:
        return self.names[name]


BOSS = Person("boss", {"department": "Sales", "manager": None, "level": Decimal(5)})
LI = Person(
    "li",
    {
        "department": "Sales",
        "manager": BOSS,
        "level": Decimal(3),
        "on_leave": False,
        "hired_on": date(2026, 1, 31),
        "mentor": MISSING,
    },
)
PEERS = [Person("zhao", {"level": Decimal(2), "mentor": None}), Person("chen", {"level": Decimal(4), "mentor": LI})]


def scope(**more: object) -> Names:
    """The names every test may use, and `more`."""
    names: dict[str, object] = {
        "employee": LI,
        "manager": BOSS,
        "peers": PEERS,
        "score": Decimal("87.5"),
        "count_so_far": 2,
        "grade": Ordered("B", GRADES),
        "comment": "well done",
        "blank": "  ",
        "nothing": None,
        "unset": MISSING,
        "on_time": True,
        "tags": ("sales", "urgent"),
        "goals": [
            {"title": "Sell", "score": Decimal(80), "weight": Decimal(60), "grade": Ordered("A", GRADES)},
            {"title": "Learn", "score": Decimal(50), "weight": Decimal(40), "grade": Ordered("C", GRADES)},
        ],
        "unrated": [{"title": "Sell", "score": Decimal(80)}, {"title": "Learn", "score": None}],
        "none_yet": [],
        "settings": {"peer_count": Decimal(2)},
        "finished_at": datetime(2026, 3, 2, 8, tzinfo=UTC),
        "running": lambda name: name == "appeal",
        "last": lambda name: {"grade": "A"} if name == "evaluation" else None,
        "group": lambda name: [{"state": "open"}, {"state": "closed"}],
        "count_of": lambda field, value: Decimal(7),
    }
    return Names(names | more)
