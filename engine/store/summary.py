"""Numbers that tell how a cycle went, one statement each: people, work, time limits, messages, refusals, grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, select

from engine.core.values import Data
from engine.store.bulk import word
from engine.store.codec import decode
from engine.store.outbox import of_cycle, standing
from engine.store.tables import EVENT, INSTANCE, OUTBOX, PERSON, REQUEST, TASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """People of a site: all ever known, and those who have left by a day."""

    site: str
    people: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What became of a task. `…_rows` count what each person owed, the others what had to be done at all."""

    process: str
    state: str
    task: str
    in_time: int
    late: int
    never: int
    in_time_rows: int
    late_rows: int
    never_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RanOut:
    """How often time moved a process on from one state to another."""

    process: str
    from_state: str
    to_state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """An instance with its data: where it stands and whom it is about."""

    id: str
    subject: str
    parent: str | None
    state: tuple[str, ...]  # every innermost state it is in
    status: str
    data: Data


_DONE, _LAPSED = TASK.c.status == word("done"), TASK.c.status == word("lapsed")
_IN_TIME = _DONE & (TASK.c.due_at.is_(None) | (TASK.c.closed_at <= TASK.c.due_at))
_LATE = _DONE & (TASK.c.closed_at > TASK.c.due_at)
_NEVER = _LAPSED & (TASK.c.closed_at >= TASK.c.due_at)
_PIECES = (
    select(
        TASK.c.instance_id,
        TASK.c.state,
        TASK.c.name,
        func.sum(case((_IN_TIME, 1), else_=0)).label("in_time"),
        func.sum(case((_LATE, 1), else_=0)).label("late"),
        func.sum(case((_NEVER, 1), else_=0)).label("never"),
    )
    .group_by(TASK.c.instance_id, TASK.c.state, TASK.c.visit, TASK.c.name)
    .subquery()
)
_HEADS = (
    select(
        func.coalesce(PERSON.c.site, "").label("site"),
        func.count().label("people"),
        func.sum(case((PERSON.c.left_on < bindparam("day"), 1), else_=0)).label("left"),
    )
    .group_by(PERSON.c.site)
    .order_by(PERSON.c.site)
)
_SUBJECTS = select(func.count(INSTANCE.c.subject.distinct())).where(INSTANCE.c.cycle == bindparam("cycle"))
_REFUSED = select(REQUEST.c.answer).where(REQUEST.c.key.like(bindparam("pattern")))


def headcounts(connection: Connection, day: date) -> list[Headcount]:
    """People by site as of a day."""
    rows = connection.execute(_HEADS, {"day": day})
    return [Headcount(site=row.site, people=row.people, left=int(row.left)) for row in rows]


def reviewed(connection: Connection, cycle: str) -> int:
    """How many people the cycle's processes were about."""
    return int(connection.execute(_SUBJECTS, {"cycle": cycle}).scalar() or 0)


def worked(connection: Connection, cycle: str) -> list[Worked]:
    """What became of every kind of task of a cycle. A piece of work several might do counts once."""
    pieces = _PIECES.c
    in_time, late = pieces.in_time > 0, and_(pieces.in_time == 0, pieces.late > 0)
    never = and_(pieces.in_time == 0, pieces.late == 0, pieces.never > 0)
    query = (
        select(
            INSTANCE.c.process,
            pieces.state,
            pieces.name.label("task"),
            *(
                func.sum(case((each, 1), else_=0)).label(name)
                for each, name in ((in_time, "in_time"), (late, "late"), (never, "never"))
            ),
            *(func.sum(pieces[name]).label(f"{name}_rows") for name in ("in_time", "late", "never")),
        )
        .join(INSTANCE, INSTANCE.c.id == pieces.instance_id)
        .where(INSTANCE.c.cycle == bindparam("cycle"))
        .group_by(INSTANCE.c.process, pieces.state, pieces.name)
        .order_by(INSTANCE.c.process, pieces.state, pieces.name)
    )
    return [Worked(**_numbers(row)) for row in connection.execute(query, {"cycle": cycle})]


def _numbers(row: Any) -> dict[str, Any]:
    return {name: value if isinstance(value, str) else int(value) for name, value in row._asdict().items()}


def ran_out(connection: Connection, cycle: str) -> list[RanOut]:
    """Every move of a cycle's instances that time made, counted by from where to where."""
    timer, moved = EVENT.alias("timer"), EVENT.alias("moved")
    query = (
        select(INSTANCE.c.process, moved.c.from_state, moved.c.to_state, func.count().label("count"))
        .select_from(timer)
        .join(moved, (moved.c.instance_id == timer.c.instance_id) & (moved.c.sequence == timer.c.sequence + 1))
        .join(INSTANCE, INSTANCE.c.id == timer.c.instance_id)
        .where(
            timer.c.kind == word("timer"),
            moved.c.kind == word("moved"),
            INSTANCE.c.cycle == bindparam("cycle"),
        )
        .group_by(INSTANCE.c.process, moved.c.from_state, moved.c.to_state)
        .order_by(INSTANCE.c.process, moved.c.from_state, moved.c.to_state)
    )
    rows = connection.execute(query, {"cycle": cycle})
    return [RanOut(process=row[0], from_state=row[1], to_state=row[2], count=row[3]) for row in rows]


def posted(connection: Connection, cycle: str) -> dict[str, dict[str, int]]:
    """Template -> status -> number of messages of a cycle, its announcement included; "merged" are in a digest."""
    status = standing().label("status")
    query = (
        select(OUTBOX.c.template, status, func.count().label("number"))
        .where(of_cycle())
        .group_by(OUTBOX.c.template, status)
        .order_by(OUTBOX.c.template, status)
    )
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(query, {"cycle": cycle}):
        found.setdefault(row.template, {})[row.status] = row.number
    return found


def refusals(connection: Connection, prefix: str) -> Mapping[str, int]:
    """Code -> how many remembered requests under a key beginning with `prefix` were refused for it first."""
    answers = (decode(text) for text in connection.execute(_REFUSED, {"pattern": f"{prefix}%"}).scalars())
    return Counter(answer["refused"][0] for answer in answers if answer.get("refused"))


def stands(connection: Connection, cycle: str, process: str) -> list[Stand]:
    """All instances of a process in a cycle with their data, by id."""
    query = (
        select(
            INSTANCE.c.id,
            INSTANCE.c.subject,
            INSTANCE.c.parent,
            INSTANCE.c.state,
            INSTANCE.c.status,
            INSTANCE.c.data,
        )
        .where(INSTANCE.c.cycle == bindparam("cycle"), INSTANCE.c.process == bindparam("process"))
        .order_by(INSTANCE.c.id)
    )
    return [
        Stand(
            id=row.id,
            subject=row.subject,
            parent=row.parent,
            state=tuple(row.state),
            status=row.status,
            data=decode(row.data),
        )
        for row in connection.execute(query, {"cycle": cycle, "process": process})
    ]


def last_event_at(connection: Connection, cycle: str) -> datetime | None:
    """When something last happened in a cycle."""
    query = (
        select(func.max(EVENT.c.at))
        .join(INSTANCE, INSTANCE.c.id == EVENT.c.instance_id)
        .where(INSTANCE.c.cycle == bindparam("cycle"))
    )
    found: datetime | None = connection.execute(query, {"cycle": cycle}).scalar()
    return found
