"""Decisions alone, in memory, with the timers they lead to, beside a bare machine of the `transitions` library."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from transitions import Machine

from benchmarks.company import EVALUATION, acts, evaluating
from benchmarks.results import Result
from engine.core import decide, schedule
from engine.core.case import Case
from engine.core.judging import holds
from engine.core.names import Names
from engine.core.values import Decision
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot

NOW = EVALUATION + timedelta(hours=1)
ROUNDS = 7


class _Light:
    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


def decisions(folder: Path) -> Iterator[Result]:
    workspace = evaluating(folder, f"sqlite:///{folder / 'core.db'}", 60)
    try:
        floor, ours = _decided(workspace)
    finally:
        workspace.database.dispose()
    yield Result(
        case="decide and schedule one trigger",
        where="memory",
        unit="µs",
        floor=round(floor, 1),
        ours=round(ours, 1),
        ratio=round(floor / ours, 3),
        reach=0.20,
    )


def _decided(workspace: Workspace) -> tuple[float, float]:
    """Microseconds for one trigger that leaves `preparing`: the library's with the same guards, and ours."""
    with snapshot(workspace.database) as connection:
        work = Work(workspace, connection, NOW)
        each = acts(workspace, "choose_peers", NOW)[0]
        reviewed = next(act for act in acts(workspace, "self_review", NOW) if act.instance == each.instance)
        work.peek([each.instance])
        before = work.instances[each.instance]
        process = work.process(before.process, before.version)
        world = work.world(process, before.subject, before.cycle, before.parent)
        first = decide(process, before, reviewed.event, world)
        assert isinstance(first, Decision)
        instance = first.after
        outcome = decide(process, instance, each.event, world)
        assert isinstance(outcome, Decision)
        assert outcome.after.place != instance.place

        case = Case(process, world, outcome.after)
        spec = process.states[instance.place].on[each.event.act]
        guards = [requirement.that for requirement in spec.requires]

        def allowed(*_: object) -> bool:
            return all(guard(Names(case)) is not None for guard in guards) and holds(case, None, "")

        machine = Machine(model=None, states=list(process.states), initial=process.initial, auto_transitions=False)
        machine.add_transition("go", instance.place, outcome.after.place, conditions=[allowed])
        event: Any = machine.events["go"]

        def floor() -> None:
            event.trigger(_Light(instance.place))

        def ours() -> None:
            found = decide(process, instance, each.event, world)
            assert isinstance(found, Decision)
            if found.timers is None:
                schedule(process, found.after, world)

        return _microseconds(floor, 2000), _microseconds(ours, 300)


def _microseconds(run: Callable[[], None], times: int) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(times):
            run()
        taken.append((time.perf_counter() - began) / times * 1e6)
    return statistics.median(taken)
