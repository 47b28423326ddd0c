"""What was known of the people of a scenario, and from which day on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from engine.core.roster import OWN, Past, PersonRecord
from engine.definition.house import BUILT_IN, DATED, Organisation
from engine.definition.model import Field
from engine.definition.scenario import Scenario
from engine.expression.served import FactPeriod

Versions = Sequence[tuple[date, PersonRecord]]  # from which day on a person was known so, in order
# The built-in facts that are said of a person; the others are worked out.
STATED = OWN | {"manager", "groups"}
# What a scenario says of people has always been so, unless it says since when.
LONG_AGO = date(2000, 1, 1)


def versions_of(
    scenario: Scenario, people: Mapping[str, PersonRecord], named: Mapping[str, Sequence[str]]
) -> dict[str, Versions]:
    """Everybody as they were before the story: as they are, but for what was otherwise before a day."""
    found: dict[str, Versions] = {}
    for id, record in people.items():
        told = (facts for who, facts in scenario.before.items() if who == id or id in named.get(who, ()))
        spans = {until: facts for each in told for until, facts in each.items()}
        day, versions = record.hired_on or LONG_AGO, []
        for until in sorted(spans):
            versions.append((min(day, until), with_facts(record, spans[until])))
            day = until
        found[id] = (*versions, (day, record))
    return found


def named_in_facts(scenario: Scenario, organisation: Organisation) -> Iterator[str]:
    """Everybody whom some fact names: as a manager or a lead, or as a person in one of the organisation's own."""
    for facts in _told(scenario):
        yield from _named(facts, ("manager", *_of_type(organisation.facts, "person", "people")))
    for facts in scenario.units.values():
        yield from _named(facts, ("lead", *_of_type(organisation.unit_facts, "person", "people")))


def units_in_facts(scenario: Scenario, organisation: Organisation) -> Iterator[str]:
    """Every unit that a fact of somebody, or of another unit, names."""
    for facts in _told(scenario):
        yield from _named(facts, _of_type(organisation.facts, "unit"))
    for facts in scenario.units.values():
        yield from _named(facts, ("parent", *_of_type(organisation.unit_facts, "unit")))


def _told(scenario: Scenario) -> Iterator[Mapping[str, Any]]:
    """All that a scenario says of people, by day too."""
    yield from scenario.facts.values()
    yield from (facts for spans in scenario.before.values() for facts in spans.values())
    yield from (facts for step in scenario.steps for facts in step.change.values())


def _of_type(fields: Mapping[str, Field], *types: str) -> list[str]:
    return sorted(name for name, field in fields.items() if field.type in types)


def _named(facts: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        found = facts.get(name)
        yield from map(str, found if isinstance(found, list) else [found] if found else [])


def with_facts(person: PersonRecord, facts: Mapping[str, Any]) -> PersonRecord:
    """The person with other facts: built-in ones replaced, declared ones laid over."""
    own = {name: value for name, value in facts.items() if name in STATED}
    rest = {name: value for name, value in facts.items() if name not in BUILT_IN}
    return replace(person, **own, facts={**person.facts, **rest})


def _stated(value: object) -> object:
    """Nothing where nothing is known; a no and a zero are something."""
    return None if value in ("", (), []) else value


def past_of(versions: Versions) -> Past:
    """Fact -> its periods."""
    found: dict[str, list[FactPeriod]] = {}
    for day, record in versions:
        known = {name: getattr(record, name) for name in DATED} | dict(record.facts)
        for name in {*known, *found}:
            value, periods = _stated(known.get(name)), found.setdefault(name, [])
            last = periods[-1] if periods and periods[-1].until_on is None else None
            if last is not None and last.value == value:
                continue
            if last is not None:
                periods[-1] = replace(last, until_on=day)
            if value is not None:
                periods.append(FactPeriod(value=value, from_on=day))
    return {name: [each for each in periods if each.from_on != each.until_on] for name, periods in found.items()}
