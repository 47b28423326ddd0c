"""Random definitions: flat, nested and parallel, with guards that fail, and rules that inner states have their own way.

Whatever they say can be built; whether it is wise is for `check`. No alternative whose condition fails may ever be
taken: each leads to `trap`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.core.policies import dumped, policy

FAILS = "1 / zero > 1"  # a division by nothing
MISSING = "unknown > 1"
PEOPLE = ("employee", "manager", "hr", "everyone")


@dataclass
class Sketch:
    """A state to be: what it is called, where it stands (region by region), and what is in it."""

    name: str
    path: tuple[str, ...]
    lanes: tuple[tuple[str, int], ...]  # (state with regions, number of the region) it stands in
    body: dict[str, Any]
    final: bool = False
    leaf: bool = True
    acts: list[str] = field(default_factory=list)


def definition(chance: Random) -> str:
    """A process as text."""
    made: list[Sketch] = []
    states = _states(chance, made, (), (), 0)
    states["trap"] = {"final": "yes"}
    for each in made:
        if not each.final:
            _fill(chance, each, made)
    head = policy("")
    text = {
        "data": {"zero": {"type": "number", "default": "0"}, "unknown": {"type": "number", "optional": "yes"}},
        "initial": next(iter(states)),
        "states": states,
    }
    return head + dumped(text)


def _states(
    chance: Random, made: list[Sketch], path: tuple[str, ...], lanes: tuple[tuple[str, int], ...], depth: int
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    count = chance.randint(1, 3 if depth else 4)
    for number in range(count + 1):
        name = f"s{len(made)}"
        here = Sketch(name, (name, *path), lanes, {}, final=number == count)
        made.append(here)
        found[name] = here.body
        if here.final:
            here.body["final"] = "yes"
        elif depth < 3 and chance.random() < 0.3:
            here.leaf = False
            here.body["states"] = _states(chance, made, here.path, lanes, depth + 1)
            here.body["initial"] = chance.choice(list(here.body["states"]))
        elif depth < 2 and chance.random() < 0.3:
            here.leaf = False
            here.body["regions"] = {}
            for region in range(2):
                inner = _states(chance, made, here.path, (*lanes, (name, region)), depth + 1)
                here.body["regions"][f"r{region}"] = {"initial": next(iter(inner)), "states": inner}
    return found


def _fill(chance: Random, here: Sketch, made: list[Sketch]) -> None:
    """Rules of a state: acts, its `done`, limits, reminders, what time does."""
    on: dict[str, Any] = {}
    for number in range(chance.randint(1, 2)):
        name = f"a_{here.name}_{number}"
        here.acts.append(name)
        on[name] = {"by": chance.choice(PEOPLE), **_leads(chance, here, made)}
    around = [each for each in made if each.name in here.path[1:] and each.lanes == here.lanes]
    inherited = [act for each in around for act in each.acts]
    if inherited and chance.random() < 0.4:
        act = chance.choice(inherited)
        on[act] = {} if chance.random() < 0.5 else {"by": "everyone", "to": _target(chance, here, made)}
    if not here.leaf:
        on["done"] = {"to": _target(chance, here, made)}
    elif chance.random() < 0.5:
        here.body["tasks"] = {f"t_{here.name}": {"for": chance.choice(PEOPLE[:3])}}
        on["done"] = {"to": _target(chance, here, made)}
    if chance.random() < 0.5:
        here.body["due"] = f"{chance.randint(1, 9)} days"
        here.body["reminders"] = [{"at": "1 day before due", "send": "task_due_soon"}]
        if chance.random() < 0.6:
            here.body["after"] = [{"past": "due", "to": _target(chance, here, made)}]
    elif chance.random() < 0.3:
        here.body["after"] = [{"id": "soon", "at": "2 days after entry", "to": _target(chance, here, made)}]
    here.body["on"] = on


def _leads(chance: Random, here: Sketch, made: list[Sketch]) -> dict[str, Any]:
    """Where an act leads; sometimes through a condition that fails, cannot be known or holds."""
    target = _target(chance, here, made)
    if chance.random() < 0.7:
        return {"to": target}
    traps = [{"when": chance.choice((FAILS, MISSING)), "to": "trap", "id": "never"}]
    return {"choose": [*traps, {"when": "zero == 0", "to": target}]}


def _target(chance: Random, here: Sketch, made: list[Sketch]) -> str:
    """Any state that does not stand in another region."""
    mine = dict(here.lanes)
    able = [each for each in made if all(mine.get(around, lane) == lane for around, lane in each.lanes)]
    return chance.choice(able).name
