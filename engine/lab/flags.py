"""`yes` and `no` where a scenario speaks of a flag: in YAML texts, to whoever reads the file a true and a false."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from engine.definition.house import Organisation
from engine.definition.model import Process
from engine.definition.scenario import Scenario

_FLAGS: Mapping[object, bool] = {"yes": True, "no": False}


def with_flags(scenario: Scenario, process: Process, organisation: Organisation) -> Scenario:
    """The scenario with real flags in its people's facts and its data."""
    facts = {name for name, field in organisation.facts.items() if field.type == "yes_no"}

    def of_people(people: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        return {who: flagged(known, facts) for who, known in people.items()}

    return replace(
        scenario,
        facts=of_people(scenario.facts),
        before={
            who: {day: flagged(known, facts) for day, known in days.items()} for who, days in scenario.before.items()
        },
        data=flagged(scenario.data, flags_of(process)),
        steps=tuple(replace(step, change=of_people(step.change)) for step in scenario.steps),
    )


def flags_of(process: Process) -> frozenset[str]:
    """The fields that are a yes or a no."""
    return frozenset(name for name, field in process.fields.items() if field.type == "yes_no")


def flagged(values: Mapping[str, Any], flags: Collection[str]) -> dict[str, Any]:
    """The values with true and false for the yes and no of those names."""
    return {
        name: _FLAGS.get(value, value) if name in flags and isinstance(value, str) else value
        for name, value in values.items()
    }
