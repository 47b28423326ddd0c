"""PostgreSQL with four connections, and two runners that share what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import text

from benchmarks.bench import Bench, ready
from benchmarks.company import OVERDUE, Act, evaluating, opened
from benchmarks.lines import NOW, self_reviews
from benchmarks.recording import Step, connected, recording, sent
from benchmarks.results import Result, in_turns, rate
from benchmarks.together import together
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.store.database import snapshot

CONNECTIONS = 4


def connections(bench: Bench) -> Iterator[Result]:
    """One trigger after another on each of four connections, each in a process of its own, as the driver's."""
    folder, place = bench.folder, bench.place
    template = bench.template(evaluating, bench.people)
    asked = ready(folder, place.copy(template))
    acts = self_reviews(asked)
    asked.database.dispose()
    workspace = ready(folder, place.copy(template))
    with recording(workspace.database) as made:
        for each in acts:
            trigger(workspace, each.instance, each.event, NOW)
    workspace.database.dispose()

    def ours() -> float:
        url = place.copy(template)
        return together(_triggering, [(folder, url, acts[number::CONNECTIONS]) for number in range(CONNECTIONS)])

    def floor() -> float:
        url = place.copy(template)
        return together(_sending, [(url, made.transactions[number::CONNECTIONS]) for number in range(CONNECTIONS)])

    mine, least = in_turns(bench.starts, ours, floor)
    name = f"one trigger, durable, {CONNECTIONS} connections"
    yield rate(name, place.name, units=len(acts), floor=least, ours=mine, reach=0.50)


def _triggering(folder: Path, url: str, acts: Sequence[Act]) -> Callable[[], None]:
    workspace = ready(folder, url)
    first, *rest = acts
    trigger(workspace, first.instance, first.event, NOW)

    def run() -> None:
        for each in rest:
            trigger(workspace, each.instance, each.event, NOW)

    return run


def _sending(url: str, transactions: Sequence[Sequence[Step]]) -> Callable[[], None]:
    connection = connected(url)
    first, *rest = transactions
    sent(connection, [first])
    return lambda: sent(connection, rest)


def runners(bench: Bench) -> Iterator[Result]:
    """Everybody's reminder fired by one runner and by two; nobody is reminded twice."""
    folder, place = bench.folder, bench.place
    template = bench.template(opened, bench.many)
    fired: dict[int, set[int]] = {1: set(), 2: set()}

    def by(number: int) -> float:
        url = place.copy(template)
        taken = together(_firing, [(folder, url)] * number)
        fired[number].add(_reminded(folder, url))
        return taken

    one, two = in_turns(bench.starts, lambda: by(1), lambda: by(2))
    assert fired[1] == fired[2], f"reminded by one runner and by two: {fired}"
    (units,) = fired[2]
    found = rate("reminders by two runners, as by one", place.name, units=units, floor=one, ours=two, reach=1.3)
    yield found


def _firing(folder: Path, url: str) -> Callable[[], object]:
    workspace = ready(folder, url)
    return lambda: tick(workspace, OVERDUE)


def _reminded(folder: Path, url: str) -> int:
    """How many reminders there are in the outbox. Raises AssertionError if somebody has one twice."""
    workspace = ready(folder, url)
    query = "SELECT instance_id, template, recipient, planned_at, detail FROM outbox"
    with snapshot(workspace.database) as connection:
        found = Counter(tuple(row) for row in connection.execute(text(query)))
    workspace.database.dispose()
    assert found
    assert max(found.values()) == 1
    return len(found)
