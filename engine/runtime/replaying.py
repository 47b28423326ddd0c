"""Every history replayed through the definition it ran under, held against what is stored; its hashes verified.

Read in batches: instances, histories, and what was known of people are fetched for many at once. What a decision read
stands with its event; what it did not write down comes from the facts of that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from engine.calendar.working_days import WorkingCalendar
from engine.core.indicators import Reading, Rows
from engine.core.lookups import members_read
from engine.core.measured import noted
from engine.core.replay import Difference, Replayed, replay
from engine.core.roster import OWN, Past, PersonRecord
from engine.core.someone import OVER_TIME
from engine.core.units import UNIT_STATED, UnitRecord
from engine.core.values import ActRecord, Instance
from engine.core.world import World
from engine.definition.house import Organisation
from engine.definition.indicators import Board
from engine.definition.model import Process
from engine.expression.served import FactPeriod
from engine.runtime.people import StoredPeople
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store import people as stored
from engine.store.bulk import chunks
from engine.store.database import snapshot
from engine.store.events import Chain, chains
from engine.store.kept import forget
from engine.store.progress import all_ids
from engine.words.errors import NotFound, ReviewflowError

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one instance. `broken`: the first event whose hash is wrong; `erased`: how many were forgotten.

    `why` says why it could not be replayed at all.
    """

    instance: str
    events: int
    broken: int | None
    erased: int
    differences: tuple[Difference, ...]
    why: ReviewflowError | None = None

    @property
    def sound(self) -> bool:
        return self.broken is None and not self.differences and self.why is None


def replay_all(workspace: Workspace, ids: Sequence[str], now: datetime) -> Iterator[Verdict]:
    """The verdict on each of these instances, or on all there are, in order. Raises NotFound for an unknown id."""
    with snapshot(workspace.database) as connection:
        forget(connection)
        wanted = list(dict.fromkeys(ids)) or all_ids(connection)
        archive = Archive(connection)
        for some in chunks(wanted, BATCH):
            work = Work(workspace, connection, now)
            work.peek(some)
            histories = chains(connection, some)
            for id in some:
                if id not in work.instances:
                    raise NotFound("instance-unknown", instance=id)
                yield _verdict(work, archive, work.instances[id], histories[id])


def _verdict(work: Work, archive: Archive, instance: Instance, chain: Chain) -> Verdict:
    erased = sum(each.erased for each in chain.recorded)
    found, why = Replayed(instance=None, differences=()), None
    if not erased:
        try:
            process = work.process(instance.process, instance.version)
            past = _Past(work, archive, process, instance)
            entries = [each.entry for each in chain.recorded]
            found = replay(process, instance, entries, past.world, partial(work.process, instance.process))
        except ReviewflowError as failure:
            why = failure
        except Exception as failure:  # noqa: BLE001 - whatever it is, the others are replayed
            why = ReviewflowError("decision-failed", why=repr(failure)[:300])
    return Verdict(
        instance=instance.id,
        events=len(chain.recorded),
        broken=chain.broken,
        erased=erased,
        differences=found.differences,
        why=why,
    )


def _member(process: str, id: str, facts: Mapping[str, Any]) -> Instance:
    """One instance of a cohort, as far as it was read then."""
    before = f"members.{process}.{id}."
    read = {name.removeprefix(before): value for name, value in facts.items() if name.startswith(before)}
    return Instance(
        id=id,
        process=process,
        version=0,
        digest="",
        subject=read.pop("subject", ""),
        status=read.pop("status", "running"),
        state=(read.pop("state", ""),),
        started_at=datetime.min.replace(tzinfo=UTC),
        data=read,
    )


class _Past:
    """The world of one instance at any moment of its history."""

    def __init__(self, work: Work, archive: Archive, process: Process, instance: Instance) -> None:
        self._work = work
        self._archive = archive
        self._process = process
        self._instance = instance

    def world(self, now: datetime, facts: Mapping[str, Any]) -> World:
        instance, work = self._instance, self._work
        people = Remembered(work.workspace.library.organisation, work.workspace.calendars, now, facts, self._archive)
        cycle = work.worlds.cycle(instance.cycle, instance.subject) if instance.cycle else None
        siblings: dict[str, dict[str, Any]] = {}
        past: dict[str, list[dict[str, Any]]] = {}
        current: dict[str, list[dict[str, Any]]] = {}
        for name, value in facts.items():
            head, *rest = name.split(".")
            if head == "siblings" and len(rest) == 2:
                siblings.setdefault(rest[0], {})[rest[1]] = value
            elif head in ("last", "history", "current") and len(rest) == 2:
                if head != "history" and facts.get(f"{head}.{rest[0]}.id", True) is None:
                    continue  # there was none
                there = current if head == "current" else past
                for index, each in enumerate(value if head == "history" else [value]):
                    rows = there.setdefault(rest[0], [])
                    rows += [{} for _ in range(index + 1 - len(rows))]
                    rows[index][rest[1]] = each
        return World(
            members=lambda process, whose: [
                _member(process, id, facts) for id in facts.get(members_read(process, whose), ())
            ],
            now=now,
            people=people,
            cycle=None if cycle is None else _overlaid(cycle, _below("cycle", facts)),
            parent=self._parent(facts),
            siblings=siblings,
            past=past,
            current=current,
            fields=work.worlds.fields_of,
            indicators=Remeasured(work.worlds.board(instance.cycle), facts),
        )

    def _parent(self, facts: Mapping[str, Any]) -> Instance | None:
        """The parent as it is, but for what was read of it then."""
        parent = self._work.instances.get(self._instance.parent or "")
        if parent is None:
            return None
        known = _below("parent", facts)
        roles = {name[6:]: tuple(value) for name, value in known.items() if name.startswith("roles.")}
        acts = dict(parent.acts)
        for name, value in known.items():
            if name.startswith("acts."):
                acts.pop(name[5:], None)
                if value is not None:
                    acts[name[5:]] = ActRecord(count=value["count"], at=value["at"], by=tuple(value["by"]))
        answers = {name[8:]: value for name, value in known.items() if name.startswith("answers.")}
        data = {name: value for name, value in known.items() if "." not in name and name != "state"}
        return replace(
            parent,
            state=tuple(known.get("state", parent.state)),
            roles={**parent.roles, **roles},
            acts=acts,
            answers={**parent.answers, **answers},
            data={**parent.data, **data},
        )


class Remeasured:
    """Indicators as a decision read them; whatever was measured since is not looked at."""

    def __init__(self, board: Board, facts: Mapping[str, Any]) -> None:
        self.board = board
        self.readings: dict[tuple[object, ...], Reading] = _Readings(facts)

    def rows(self, level: str, subject: str, since: date) -> Rows:
        return {}


class _Readings(dict[tuple[object, ...], Reading]):
    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__()
        self._facts = facts

    def get(self, key: Any, default: Any = None) -> Any:
        name, level, subject, _, period, target = key
        found = self._facts.get(noted(level, name, target))
        if found is None:
            return super().get(key, default)
        return Reading(indicator=name, level=level, subject=subject, period=period, **found)


def _below(head: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name.partition(".")[2]: value for name, value in facts.items() if name.startswith(f"{head}.")}


def _overlaid(cycle: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(cycle)
    for name, value in known.items():
        head, _, rest = name.partition(".")
        if rest:
            inner = found.get(head)
            found[head] = {**(inner if isinstance(inner, Mapping) else {}), rest: value}
        else:
            found[head] = value
    return found


class Archive:
    """What was known of people on any day, read once for everybody who is asked for."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._periods: dict[str, Mapping[str, Sequence[FactPeriod]]] = {}

    def on(self, ids: Collection[str], day: date) -> dict[str, PersonRecord]:
        """Those of `ids` that were known on that day."""
        missing = [each for each in ids if each not in self._periods]
        if missing:
            found = stored.pasts(self.connection, missing)
            self._periods.update({each: found.get(each, {}) for each in missing})
        records = {}
        for id in ids:
            facts = {
                name: period.value
                for name, periods in self._periods[id].items()
                for period in periods
                if period.from_on <= day and (period.until_on is None or day < period.until_on)
            }
            if facts:
                records[id] = _record(id, facts)
        return records


def _record(id: str, facts: Mapping[str, Any]) -> PersonRecord:
    own = {name: value for name, value in facts.items() if name in OWN or name == "manager"}
    declared = {name: value for name, value in facts.items() if name not in own and name != "groups"}
    named = {"name": id, **own}
    return PersonRecord(id=id, groups=tuple(facts.get("groups") or ()), facts=declared, **named)


class Remembered(StoredPeople):
    """People as a decision knew them: what it read, else what was known on its day."""

    def __init__(
        self,
        organisation: Organisation,
        calendars: Mapping[str, WorkingCalendar],
        now: datetime,
        facts: Mapping[str, Any],
        archive: Archive,
    ) -> None:
        super().__init__(archive.connection, organisation, calendars, now)
        self._read = facts
        self._archive = archive
        self._day = now.astimezone(UTC).date()

    def records(self, ids: Collection[str]) -> Mapping[str, PersonRecord]:
        return {id: self._overlaid(id, record) for id, record in self._archive.on(ids, self._day).items()}

    def _overlaid(self, id: str, record: PersonRecord) -> PersonRecord:
        own: dict[str, Any] = {}
        declared = dict(record.facts)
        for name, value in _below(id, self._read).items():
            if name == "active":
                own["left_on"] = None if value else date.min
            elif name in OWN or name == "manager":
                own[name] = value
            elif name in self.organisation.facts:
                declared[name] = value
        return replace(record, facts=declared, **own)

    def unit_records(self, ids: Collection[str]) -> Mapping[str, UnitRecord]:
        """Units have no dated facts: what was not read of one then is as it is today."""
        return {id: self._then(id, record) for id, record in super().unit_records(ids).items()}

    def _then(self, id: str, record: UnitRecord) -> UnitRecord:
        own: dict[str, Any] = {}
        declared = dict(record.facts)
        for name, value in _below(id, self._read).items():
            if name == "active":
                own["closed_on"] = None if value else date.min
            elif name in UNIT_STATED:
                own[name] = value
            elif name in self.organisation.unit_facts:
                declared[name] = value
        return replace(record, facts=declared, **own)

    def past(self, person: str) -> Past:
        read = {name: value for name, value in _below(person, self._read).items() if name.endswith(OVER_TIME)}
        told = {
            name.removesuffix(OVER_TIME): [
                FactPeriod(value=found, from_on=begins, until_on=ends) for found, begins, ends in periods
            ]
            for name, periods in read.items()
        }
        return told or super().past(person)

    def principals(self, person: str, process: str) -> Sequence[str]:
        found: Sequence[str] = self._read.get(f"principals.{person}", ())
        return found

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        named = self._read.get(f"group.{group}")
        if named is None:
            return super().members_of(group)
        found = self.records(named)
        return [replace(found[each], left_on=None) for each in named if each in found]

    def admins(self) -> Sequence[Any]:
        named = self._read.get("admins")
        return super().admins() if named is None else [each for id in named if (each := self.person(id))]
