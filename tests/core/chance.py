"""Random fillings of forms: mostly what a field takes, now and then what nobody should send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from engine.definition.model import Act, Field, Process

RUBBISH: tuple[Any, ...] = (
    None, True, 10**40, -1, 2.5, float("nan"), Decimal("sNaN"), Decimal("1E+400"), "", " ", "9" * 39, "1e30", "-0",
    "12%", "2026-02-30", "yes", "none", "\x00", "\ud800", "A", "x" * 9000, b"bytes", date.max, date.min,
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2026, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), [], [None], [[]], [{}],
    [{"title": 1, "x": 2}], {}, {"title": "A"}, ["anna", "anna"], ["nobody"], [1, "2", None], "anna,bo", set(), object,
)  # fmt: skip


def value(chance: Random, field: Field, people: Sequence[str]) -> Any:
    """Something the field takes, mostly."""
    match field.type:
        case "number" | "percent" | "money":
            low = field.minimum if field.minimum is not None else Decimal(0)
            high = field.maximum if field.maximum is not None else Decimal(200)
            return low + Decimal(chance.randint(0, int(high - low)))
        case "date":
            return date(2026, 7, 1) + timedelta(days=chance.randint(-20, 300))
        case "yes_no":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(field.options)
        case "person":
            return chance.choice(people)
        case "people":
            return chance.sample(people, chance.choice([1, 2, 3, 3, 3]))
        case "list":
            count = chance.randint(field.min_items or 1, 3)
            rows = [{name: value(chance, each, people) for name, each in field.item.items()} for _ in range(count)]
            for row in rows:
                if "weight" in row:  # so that goals may be agreed on
                    row["weight"] = Decimal(100 - 30 * (count - 1)) if row is rows[0] else Decimal(30)
            return rows
    return chance.choice(["Well done.", "做得很好", "x"])


def form(chance: Random, process: Process, act: Act, rows: Mapping[str, int], people: Sequence[str]) -> dict[str, Any]:
    """What is filled in: most forms sensibly, some with rubbish in one field, some with a field that is none."""
    filled: dict[str, Any] = {}
    for name in act.form:
        head, _, column = name.partition(".")
        if column:
            filled[name] = [value(chance, process.fields[head].item[column], people) for _ in range(rows.get(head, 0))]
        else:
            filled[name] = value(chance, process.fields[name], people)
    if filled and chance.random() < 0.15:
        filled[chance.choice(list(filled))] = chance.choice(RUBBISH)
    if filled and chance.random() < 0.05:
        del filled[chance.choice(list(filled))]
    if chance.random() < 0.03:
        filled["no_such_field"] = chance.choice(RUBBISH)
    return filled


def reason(chance: Random, act: Act) -> str | None:
    return chance.choice([*(act.reasons or ("Because.",)) * 4, None, "\x01", " "])
