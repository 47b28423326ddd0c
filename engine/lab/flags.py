"""`yes` and `no` where a scenario speaks of a flag: in YAML texts, to whoever reads the file a true and a false."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from engine.definition.house import Library
from engine.definition.model import Field, Process
from engine.definition.scenario import Scenario

_FLAGS: Mapping[object, bool] = {"yes": True, "no": False}


def with_flags(scenario: Scenario, library: Library) -> Scenario:
    """The scenario with real flags in what it says of people, units and instances."""
    organisation = library.organisation
    facts, of_units = _flags(organisation.facts), _flags(organisation.unit_facts)

    def of_people(people: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        return {who: flagged(known, facts | of_units) for who, known in people.items()}

    def told(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
        process = library.processes.get(name)
        return dict(data) if process is None else flagged(data, flags_of(process))

    return replace(
        scenario,
        facts=of_people(scenario.facts),
        units={name: flagged(known, of_units) for name, known in scenario.units.items()},
        before={
            who: {day: flagged(known, facts) for day, known in days.items()} for who, days in scenario.before.items()
        },
        data=told(scenario.process, scenario.data),
        siblings={name: told(name, data) for name, data in scenario.siblings.items()},
        history={name: tuple(told(name, row) for row in rows) for name, rows in scenario.history.items()},
        instances={
            name: {who: replace(each, data=told(name, each.data)) for who, each in whose.items()}
            for name, whose in scenario.instances.items()
        },
        running={name: told(name, data) for name, data in scenario.running.items()},
        steps=tuple(replace(step, change=of_people(step.change)) for step in scenario.steps),
    )


def flags_of(process: Process) -> frozenset[str]:
    """The fields that are a yes or a no."""
    return _flags(process.fields)


def _flags(fields: Mapping[str, Field]) -> frozenset[str]:
    return frozenset(name for name, field in fields.items() if field.type == "yes_no")


def flagged(values: Mapping[str, Any], flags: Collection[str]) -> dict[str, Any]:
    """The values with true and false for the yes and no of those names."""
    return {
        name: _FLAGS.get(value, value) if name in flags and isinstance(value, str) else value
        for name, value in values.items()
    }
