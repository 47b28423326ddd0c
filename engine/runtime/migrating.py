"""Moving running instances to the version the files say now: looked at first, all or those named, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.core.migrate import dropped, forgotten, renamed
from engine.core.schedule import schedule
from engine.core.values import Instance, Timer
from engine.definition.model import Process
from engine.runtime.trigger import ATTEMPTS
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks
from engine.store.cycles import pin_anew
from engine.store.database import transaction
from engine.store.instances import load_instances
from engine.store.running import running_otherwise
from engine.words.errors import Conflict, Misuse, NotFound, Refused
from engine.words.problems import nearest

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What moving one instance does. Timers by their rule; `dropped`: filled-in fields the new version lacks."""

    instance: str
    version: int
    state: str
    to: str
    dropped: tuple[str, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    timers_kept: tuple[str, ...]
    timers_moved: tuple[str, ...]
    timers_new: tuple[str, ...]
    timers_gone: tuple[str, ...]
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """The version moved to, and what became of each instance."""

    process: str
    version: int
    moves: tuple[Move, ...]


def migrate(
    workspace: Workspace, process: str, now: datetime, only: Sequence[str] = (), *, rehearse: bool = False
) -> Migrated:
    """Move every running instance of a process, or `only` some, to the version of the files.

    First it is seen that all can move; then they do, a batch a transaction. Whoever is stopped in between runs it
    again: what has moved is done, the rest follows. To `rehearse` works everything out and writes nothing. Without
    `only`, running cycles start the new version from now on. Raises Refused with every instance whose state the
    version forgets, NotFound, Misuse where nothing is to be moved.
    """
    with transaction(workspace.database) as connection:
        version, wanted = _wanted(Work(workspace, connection, now), process, only)
        if not only:
            pin_anew(connection, process, version)
        if rehearse:
            connection.rollback()
    moves: list[Move] = []
    for some in chunks(wanted, BATCH):
        moves += _batch(workspace, process, now, some, rehearse=rehearse)
    return Migrated(process=process, version=version, moves=tuple(moves))


def _wanted(work: Work, name: str, only: Sequence[str]) -> tuple[int, list[str]]:
    """The version of the files, and who is to move there; nobody is in a state it forgets."""
    known = work.workspace.library.processes
    if name not in known:
        raise NotFound("process-unknown", process=name[:60], nearest=nearest(name[:60], known) or "–")
    process = work.newest(name)
    ids = running_otherwise(work.connection, name, process.version)
    strangers = sorted(set(only) - set(ids))
    if strangers:
        raise NotFound("migration-not-running", instance=strangers[0], process=name, version=process.version)
    if not ids:
        raise Misuse("migration-nothing", process=name, version=process.version)
    wanted = [id for id in ids if not only or id in only]
    blockers = [
        problem
        for some in chunks(wanted, BATCH)
        for instance in load_instances(work.connection, some).values()
        for problem in forgotten(process, instance)
    ]
    if blockers:
        raise Refused(blockers)
    return process.version, wanted


def _batch(workspace: Workspace, name: str, now: datetime, ids: Sequence[str], *, rehearse: bool) -> list[Move]:
    """Move these in a transaction of their own; those that have ended or moved meanwhile are left out."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction(workspace.database) as connection:
                work = Work(workspace, connection, now)
                process = work.newest(name)
                work.load(ids)
                there = (work.instances[id] for id in ids if id in work.instances)
                moving = [each for each in there if each.status == "running" and each.version != process.version]
                blockers = [problem for each in moving for problem in forgotten(process, each)]
                if blockers:
                    raise Refused(blockers)
                moves = [_move(work, process, each.id) for each in moving]
                work.write()
                if rehearse:
                    connection.rollback()
                return moves
        except Conflict:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _move(work: Work, process: Process, id: str) -> Move:
    before = work.instances[id]
    old = _timers(work, work.process(before.process, before.version), before)
    decision = work.migrate(id, process)
    after = decision.after
    names = renamed(process)
    known = {(names.states.get(each.state, each.state), each.rule): each for each in old}
    new = {(each.state, each.rule): each for each in _timers(work, process, after)}
    both = known.keys() & new.keys()
    return Move(
        instance=id,
        version=before.version,
        state=before.place,
        to=after.place,
        dropped=dropped(process, before),
        opened=_gained(after, before),
        closed=_gained(before, after),
        timers_kept=_rules(key for key in both if known[key].due_at == new[key].due_at),
        timers_moved=_rules(key for key in both if known[key].due_at != new[key].due_at),
        timers_new=_rules(new.keys() - known.keys()),
        timers_gone=_rules(known.keys() - new.keys()),
        messages=sum(each.suppressed is None for each in decision.notices),
    )


def _timers(work: Work, process: Process, instance: Instance) -> tuple[Timer, ...]:
    return schedule(process, instance, work.world(process, instance.subject, instance.cycle, instance.parent))


def _gained(one: Instance, other: Instance) -> tuple[str, ...]:
    """The names of tasks that are open in the one and not in the other."""
    had = {(each.name, each.person) for each in other.tasks if each.status == "open"}
    return tuple(each.name for each in one.tasks if each.status == "open" and (each.name, each.person) not in had)


def _rules(keys: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted(rule for _, rule in keys))
