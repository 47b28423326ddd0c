"""People read once and known from then on, until somebody imports others: `people` with a memory.

People change with an import, and then all at once; whoever decides asks for the same few again and again. Every
transaction reads the mark that each import sets anew before it trusts what an earlier one has read. Threads share what
is known: each holds on to what it was given, for another may begin anew meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from engine.core.roster import Delegation
from engine.store import people
from engine.store.delegations import not_over
from engine.store.marks import mark, times_set
from engine.store.people import CHANGED, PersonRecord
from engine.store.subscriptions import Subscription, subscriptions

# Some twenty megabytes; a bigger company is read again from time to time.
MOST = 20_000


@dataclass(slots=True)
class _Memory:
    """What was read under one mark. None: nobody of that id."""

    mark: str | None
    persons: dict[str, PersonRecord | None] = field(default_factory=dict)
    lists: dict[tuple[str, str], Sequence[PersonRecord]] = field(default_factory=dict)
    listed: int = 0
    subscriptions: Sequence[Subscription] | None = None
    delegations: tuple[date, Sequence[Delegation]] | None = None  # those not over on a day


_MEMORIES: WeakKeyDictionary[Engine, _Memory] = WeakKeyDictionary()


class KnownPeople:
    """Answers the questions of `people` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._memory: _Memory | None = None
        self._asked = -1  # how many marks had been set when the mark was last read

    def persons(self, ids: Collection[str]) -> dict[str, PersonRecord]:
        """Those of `ids` that are known, by id."""
        known = self._memory.persons if self._memory else {}
        if any(id not in known for id in ids):
            memory = self._remembered()
            known = memory.persons
            missing = [id for id in ids if id not in known]
            if len(known) + len(missing) > MOST:
                known = memory.persons = {}
                missing = list(ids)
            if missing:
                known.update(dict.fromkeys(missing) | people.persons(self._connection, missing))
        return {id: found for id in ids if (found := known[id]) is not None}

    def members_of(self, group: str) -> Sequence[PersonRecord]:
        """Who belongs to a group now, by id."""
        return self._list("group", group, people.members_of)

    def reports_of(self, manager: str) -> Sequence[PersonRecord]:
        """Whose manager this is now, by id."""
        return self._list("manager", manager, people.reports_of)

    def people_in(self, department: str) -> Sequence[PersonRecord]:
        """Who belongs to a department now, by id."""
        return self._list("department", department, people.people_in)

    def delegations(self, day: date) -> Sequence[Delegation]:
        """Those that may be in force on a day or later."""
        memory = self._memory or self._remembered()
        found = memory.delegations
        if found is None or day < found[0]:
            memory = self._remembered()
            found = memory.delegations = (day, not_over(self._connection, day))
        return found[1]

    def subscriptions(self) -> Sequence[Subscription]:
        """Those that are to hear of what happens now. They change as rarely as people do, under the same mark."""
        found = (self._memory or self._remembered()).subscriptions
        if found is None:
            memory = self._remembered()
            found = [each for each in subscriptions(self._connection) if each.disabled_at is None]
            memory.subscriptions = found
        return found

    def _list(
        self, kind: str, name: str, read: Callable[[Connection, str], Sequence[PersonRecord]]
    ) -> Sequence[PersonRecord]:
        found = self._memory.lists.get((kind, name)) if self._memory else None
        if found is None:
            memory = self._remembered()
            found = memory.lists.get((kind, name))
            if found is None:
                found = read(self._connection, name)
                if memory.listed + len(found) > MOST:
                    memory.lists, memory.listed = {}, 0
                memory.lists[kind, name] = found
                memory.listed += len(found)
        return found

    def _remembered(self) -> _Memory:
        """What is known under the present mark; asked for once a transaction, and again if a mark was set meanwhile:
        this transaction itself may import."""
        times = times_set(self._connection)
        if self._memory is not None and times == self._asked:
            return self._memory
        present = mark(self._connection, CHANGED)
        self._asked = times
        engine = self._connection.engine
        memory = _MEMORIES.get(engine)
        if memory is None or memory.mark != present:
            memory = _MEMORIES[engine] = _Memory(present)
        self._memory = memory
        return memory
