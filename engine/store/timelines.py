"""The history of facts put right afterwards: what was so from a day on, until the next change that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.expression.served import FactPeriod
from engine.store.bulk import put, remove
from engine.store.codec import encode
from engine.store.people import pasts
from engine.store.tables import PERSON_FACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A fact of a person that was `value` from a day on; None: nothing was known from then on."""

    person: str
    fact: str
    from_on: date
    value: Any


def amend(connection: Connection, amendments: Iterable[Amendment]) -> Mapping[tuple[str, str], Sequence[FactPeriod]]:
    """Write what was so, in the order of the days: (person, fact) -> all periods, of those that changed."""
    wanted = sorted(amendments, key=lambda each: each.from_on)
    known = pasts(connection, {each.person for each in wanted})
    before = {(each.person, each.fact): tuple(known.get(each.person, {}).get(each.fact, ())) for each in wanted}
    after = dict(before)
    for each in wanted:
        key = (each.person, each.fact)
        after[key] = amended(after[key], each.from_on, each.value)
    changed = {key: periods for key, periods in after.items() if periods != before[key]}
    remove(connection, PERSON_FACT, [_key(key, period) for key in changed for period in before[key]])
    put(
        connection,
        PERSON_FACT,
        [
            {**_key(key, period), "until_on": period.until_on, "value": encode(period.value)}
            for key, periods in changed.items()
            for period in periods
        ],
    )
    return changed


def amended(periods: Sequence[FactPeriod], day: date, value: Any) -> tuple[FactPeriod, ...]:
    """The periods with another value from `day` on, until the next that begins later; neighbours alike are one."""
    later = [each for each in periods if each.from_on > day]
    until = later[0].from_on if later else None
    found = [
        each if each.until_on is not None and each.until_on <= day else replace(each, until_on=day)
        for each in periods
        if each.from_on < day
    ]
    if value is not None:
        # What ended before the next began still ends there.
        covering = next((each for each in periods if each.from_on <= day and _holds(each, day)), None)
        ends = covering.until_on if covering is not None else until
        found.append(FactPeriod(value=value, from_on=day, until_on=ends))
    merged: list[FactPeriod] = []
    for each in (*found, *later):
        if merged and merged[-1].until_on == each.from_on and merged[-1].value == each.value:
            merged[-1] = replace(merged[-1], until_on=each.until_on)
        else:
            merged.append(each)
    return tuple(merged)


def _holds(period: FactPeriod, day: date) -> bool:
    return period.until_on is None or day < period.until_on


def _key(key: tuple[str, str], period: FactPeriod) -> dict[str, Any]:
    return {"person": key[0], "fact": key[1], "from_on": period.from_on}
