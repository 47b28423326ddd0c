"""Moving a date of a running cycle: its open reviews are re-timed at once, in one transaction, with a preview.

Timers and limits follow from an instance and its cycle, so a moved date needs no rule of its own: everybody whose
process reads the date is decided on again. Messages have no date in their keys and never go out twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.calendar.moment import Moment, parse_moment
from engine.core import cycle as cycles
from engine.core.cycle import Turn
from engine.core.plan import plan
from engine.core.values import Instance, Raised
from engine.definition.model import Process
from engine.runtime.populations import must_be_readable
from engine.runtime.starting import BATCH, moments_of
from engine.runtime.turns import turn_of
from engine.runtime.work import NOBODYS_FAULT, Work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.cycles import Cycle, StartDue, load_cycle, put_starts, set_cycle_facts, starts_of
from engine.store.database import transaction
from engine.store.people import active_ids
from engine.store.running import Running, running_in
from engine.words.errors import Misuse, NotFound
from engine.words.problems import nearest

_ANCHORS = ("start", "period.from", "period.to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A limit that moved: of whose task in which review, from when to when (UTC; None: not known)."""

    instance: str
    task: str
    person: str
    before: datetime | None
    after: datetime | None


@dataclass(slots=True, kw_only=True)
class Retimed:
    """What came of it, or would. `moves`: reviews that change their state at once, as (id, from, to).

    `untouched` reviews run in the cycle too but read nothing that changed; `starts` are (process, moment) that are
    planned now, `dropped` those that are not any more.
    """

    cycle: str
    date: str
    before: str
    after: str
    changed_dates: tuple[str, ...] = ()
    instances: int = 0
    untouched: int = 0
    failed: tuple[str, ...] = ()
    limits: list[Limit] = field(default_factory=list)
    moves: list[tuple[str, str, str]] = field(default_factory=list)
    messages: int = 0
    starts: tuple[tuple[str, datetime], ...] = ()
    dropped: tuple[tuple[str, datetime], ...] = ()


def retime(
    workspace: Workspace,
    cycle: str,
    date: str,
    new: str,
    reason: str,
    now: datetime,
    *,
    where: str = "",
    dry_run: bool = False,
) -> Retimed:
    """Move a date of a running cycle to another moment, for everybody or for those of whom `where` is true.

    With `dry_run` nothing is written. Raises NotFound for an unknown cycle or date, MomentError for a text that is no
    moment, Misuse without a reason, for a condition nobody can read, or where the cycle does not run.
    """
    if not reason.strip():
        raise Misuse("retime-without-reason", date=date)
    moment = parse_moment(new)
    if where:
        must_be_readable(workspace.library.organisation, where)
    with transaction(workspace.database) as connection:
        row = load_cycle(connection, cycle)
        before = turn_of(row)
        _refuse(row, before, date, moment)
        found = Retimed(cycle=cycle, date=date, before=before.template.dates[date].default.source, after=new)
        told = {"date": date, "from": found.before, "to": new, "reason": reason, **({"where": where} if where else {})}
        facts = {
            **row.facts,
            **_moved(row, date, new, where),
            "moves": [*row.facts.get("moves", ()), {**told, "at": now}],
        }
        set_cycle_facts(connection, cycle, facts, now)
        after = turn_of(replace(row, facts=facts))
        _retime_running(workspace, connection, before, after, told, found, now)
        _plan_starts(workspace, connection, after, found, now)
        if dry_run:
            connection.rollback()
    return found


def _moved(row: Cycle, date: str, new: str, where: str) -> dict[str, Any]:
    """What is remembered of it: a date that moves for everybody takes back what it moved to for some."""
    cases = [list(each) for each in row.facts.get("moved_for", ())]
    if where:
        return {"moved_for": [*cases, [date, where, new]]}
    moved = {**row.facts.get("moved", {}), date: new}
    return {"moved": moved, "moved_for": [each for each in cases if each[0] != date]}


def _refuse(row: Cycle, turn: Turn, date: str, moment: Moment) -> None:
    if row.status != "running":
        raise Misuse("cycle-not-running", cycle=row.id, status=row.status)
    dates = list(turn.template.dates)
    if date not in dates:
        facts = {"cycle": row.id, "date": date, "nearest": nearest(date, dates) or ", ".join(dates) or "–"}
        raise NotFound("cycle-no-such-date", **facts)
    known = [*_ANCHORS, *dates[: dates.index(date)]]
    for anchor in sorted(moment.anchors):
        if anchor.removeprefix("cycle.") not in known:
            raise Misuse("retime-anchor", found=anchor, known=", ".join(known))


def _retime_running(
    workspace: Workspace,
    connection: Connection,
    before: Turn,
    after: Turn,
    told: Mapping[str, str],
    found: Retimed,
    now: datetime,
) -> None:
    running = running_in(connection, before.name)
    changed: set[str] = set()
    for some in chunks(running, BATCH):
        work = Work(workspace, connection, now)
        work.people.prefetch({each.subject for each in some})
        dates = {subject: _changed(work, before, after, subject) for subject in sorted({each.subject for each in some})}
        changed = changed.union(*dates.values())
        reached = [each for each in some if dates[each.subject] & _read(work, each)]
        found.untouched += len(some) - len(reached)
        found.instances += len(reached)
        _decide(work, reached, told, found)
        work.write()
    found.changed_dates = tuple(name for name in before.template.dates if name in changed)


def _changed(work: Work, before: Turn, after: Turn, subject: str) -> set[str]:
    """The names of the dates that are others now for this person."""
    was = cycles.facts(before, subject, work.people, work.now)
    now = cycles.facts(after, subject, work.people, work.now)
    return {name for name in now if was.get(name) != now[name]}


def _read(work: Work, running: Running) -> frozenset[str]:
    return dates_read(work.process(running.process, running.version))


def dates_read(process: Process) -> frozenset[str]:
    """The dates of the cycle a definition reads, in moments and expressions."""
    paths = {name for each in plan(process).moments for name in each.anchors}
    read = {path[1] for path in plan(process).reads if path[0] == "cycle" and len(path) > 1}
    return frozenset(read | {name.split(".")[1] for name in paths if name.startswith("cycle.")})


def _decide(work: Work, reached: Sequence[Running], told: Mapping[str, Any], found: Retimed) -> None:
    ids = [each.id for each in reached]
    work.load(ids)
    was = {id: work.instances[id] for id in ids}
    count = len(work.decisions)
    for id in ids:
        try:
            work.decide(id, Raised(name="cycle.moved", data=told))
        except NOBODYS_FAULT:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others are re-timed
            work.fail(id, failure)
            found.failed = (*found.failed, id)
    work.drain()
    for decision in work.decisions[count:]:
        found.messages += sum(each.suppressed is None for each in decision.notices)
    for id, instance in was.items():
        now = work.instances[id]
        if now.place != instance.place:
            found.moves.append((id, instance.place, now.place))
        found.limits += limits_moved(instance, now)


def limits_moved(before: Instance, after: Instance) -> list[Limit]:
    """Tasks that are open still, with another limit."""
    known = {(each.state, each.visit, each.name, each.person): each for each in before.tasks}
    return [
        Limit(instance=after.id, task=each.name, person=each.person, before=was.due_at, after=each.due_at)
        for each in after.tasks
        if each.status == "open"
        and (was := known.get((each.state, each.visit, each.name, each.person))) is not None
        and was.due_at != each.due_at
    ]


def _plan_starts(workspace: Workspace, connection: Connection, turn: Turn, found: Retimed, now: datetime) -> None:
    """What has not started yet starts at its new moment."""
    wanted: set[tuple[str, datetime]] = set()
    for some in chunks(active_ids(connection, now.date()), BATCH):
        wanted |= moments_of(Work(workspace, connection, now), turn, some)
    known = {(each.process, each.due_at): each for each in starts_of(connection, turn.name)}
    dropped = [each for key, each in known.items() if each.status == "waiting" and key not in wanted]
    fresh = [
        key for key in sorted(wanted, key=lambda each: (each[1], each[0]))
        if key not in known or (known[key].status == "cancelled" and key[1] > now)
    ]  # fmt: skip
    put_starts(
        connection,
        [
            *(replace(each, status="cancelled") for each in dropped),
            *(StartDue(cycle=turn.name, process=process, due_at=at) for process, at in fresh),
        ],
    )
    found.starts = tuple(fresh)
    found.dropped = tuple((each.process, each.due_at) for each in dropped)
