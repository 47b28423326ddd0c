"""Values for the tests of the store: one process, one cycle, instances in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from engine.core.values import (
    ActRecord,
    ChildRecord,
    Decision,
    Entry,
    Instance,
    Notice,
    TaskRecord,
    Timer,
)
from engine.store.cycles import Cycle, add_cycle
from engine.store.definitions import Definition, record_definitions
from engine.store.outbox import OutboxRow

NOW = datetime(2026, 7, 1, 8, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def record_samples(connection: Connection) -> None:
    record_definitions(
        connection, [Definition(name="evaluation", version=3, digest="d3", text="process: evaluation")], NOW
    )
    add_cycle(
        connection,
        Cycle(
            id="2026-h2",
            template="half-year",
            start_on=date(2026, 7, 1),
            status="running",
            text="cycle: half-year",
            digest="c1",
            facts={"start": date(2026, 7, 1)},
        ),
        NOW,
    )


def task(person: str, name: str = "self_review", **changes: Any) -> TaskRecord:
    made = TaskRecord(
        state="reviewing",
        visit=1,
        name=name,
        person=person,
        role="employee",
        opened_at=NOW,
        due_at=NOW + 10 * DAY,
        due_on=date(2026, 7, 11),
    )
    return replace(made, **changes)


def instance(number: int = 1, **changes: Any) -> Instance:
    person = f"E{number:04d}"
    made = Instance(
        id=f"evaluation/2026-h2/{person}",
        process="evaluation",
        version=3,
        digest="d3",
        subject=person,
        cycle="2026-h2",
        state=("reviewing",),
        started_at=NOW,
        data={
            "goals": [{"name": "卖出更多", "weight": Decimal("60.00"), "score": None}],
            "signed_on": date(2026, 7, 2),
            "seen_at": NOW,
            "$odd": {"$n": "1"},
            "ready": True,
        },
        answers={"self_review": {person: {"rating": Decimal("4.50")}}},
        corrected=frozenset({"grade"}),
        roles={"employee": (person,), "manager": ("M1",), "peers": ("P2", "P1")},
        settings={"peer_count": Decimal(2)},
        visits={"reviewing": 1},
        entered={"reviewing": NOW},
        acts={"submit": ActRecord(count=2, at=NOW, by=("E1", "M1"))},
        children=(ChildRecord(id="appeal/1", process="appeal", state="open", data={"verdict": None}),),
        fired={"reviewing#1/review_due": 1},
        extended={"reviewing#1": ("5 business days",)},
        tasks=(task(person), task("M1", "manager_review", role="manager", due_at=None, due_on=None)),
    )
    return replace(made, **changes)


def bare(number: int = 1, **changes: Any) -> Instance:
    """An instance without any of the optional parts."""
    person = f"E{number:04d}"
    made = Instance(
        id=f"evaluation/2026-h2/{person}",
        process="evaluation",
        version=3,
        digest="d3",
        subject=person,
        state=("reviewing",),
        started_at=NOW,
    )
    return replace(made, **changes)


def started(after: Instance, entries: Sequence[Entry] = ()) -> Decision:
    return Decision(before=None, after=after, entries=tuple(entries) or (entry("started"),))


def moved(before: Instance, **changes: Any) -> Decision:
    after = replace(before, revision=before.revision + 1, **changes)
    return Decision(before=before, after=after, entries=(entry("act", name="submit"),))


def entry(kind: Any, **changes: Any) -> Entry:
    made = Entry(
        at=NOW,
        kind=kind,
        name=kind,
        actor="E1",
        to_state="reviewing",
        payload={"rating": Decimal("4.50")},
        facts={"manager": "M1"},
    )
    return replace(made, **changes)


def timer(rule: str = "due", due_at: datetime = NOW + DAY, **changes: Any) -> Timer:
    return replace(Timer(state="reviewing", visit=1, rule=rule, occurrence=1, due_at=due_at), **changes)


def queued(key: str, about: Instance | None = None, **changes: Any) -> OutboxRow:
    suppressed = changes.pop("suppressed", None)
    notice = Notice(
        key=key,
        template="review_due",
        recipient="E1",
        rule="review_due",
        planned_at=NOW,
        task="self_review",
        needs_task=True,
        needs_visit="reviewing#1",
        due_on=date(2026, 7, 11),
        suppressed=suppressed,
    )
    row = OutboxRow(
        notice=notice,
        instance=about.id if about else None,
        channel="mail",
        language="zh",
        not_before=NOW,
        expires_at=NOW + 10 * DAY,
    )
    return replace(row, **changes)
