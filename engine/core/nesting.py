"""Where an instance is, when states stand within states: leaves, the states around them, and whose rule is in force."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.values import Instance
from engine.definition.model import Process, Text

Leaves = tuple[str, ...]


def active(process: Process, leaves: Leaves) -> tuple[str, ...]:
    """Every state an instance is in, the inner ones first."""
    if not process.nested:
        return leaves
    found = dict.fromkeys(name for leaf in leaves for name in process.states[leaf].path)
    return tuple(sorted(found, key=lambda name: -len(process.states[name].path)))


def standing(process: Process, leaves: Leaves) -> str:
    """The one name for where an instance is: its leaf, or, where states run in parallel, the state around them."""
    if len(leaves) == 1:
        return leaves[0]
    paths = [process.states[leaf].path for leaf in leaves]
    return next((name for name in paths[0] if all(name in path for path in paths)), leaves[0]) if paths else ""


def stays(process: Process, instance: Instance) -> frozenset[str]:
    """The present visits of all states the instance is in, as "state#visit"."""
    return frozenset(f"{name}#{instance.visits.get(name, 0)}" for name in active(process, instance.state))


def owners(process: Process, leaves: Leaves, name: str) -> tuple[str, ...]:
    """The states whose act or event of that name is in force: the innermost that has it, or switched it off, wins."""
    states = process.states
    if not process.nested:
        return tuple(leaf for leaf in leaves if name in states[leaf].on)
    ways = (states[leaf].path for leaf in leaves)
    found = {
        next((place for place in path if name in states[place].on or name in states[place].off), "") for path in ways
    } - {""}
    outer = {place for each in found for place in states[each].path[1:]}
    return tuple(place for place in states if place in found - outer and name in states[place].on)


def listed(titles: list[Text]) -> Mapping[str, str]:
    """Several titles as one enumeration, in each language they have."""
    languages = {language for title in titles for language in title}
    return {each: ", ".join(title.get(each, "") for title in titles) for each in languages}


def title_of(process: Process, leaves: Leaves) -> Text:
    """What people call the state an instance is in; all of them where states run in parallel."""
    if len(leaves) == 1:
        return process.states[leaves[0]].title
    return listed([process.states[leaf].title for leaf in leaves])
