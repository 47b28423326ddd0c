"""The measured lines: what is prepared, what is timed, and how many of it there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.company import EVALUATION, FIRST_DAY, REMINDED, Act, acts, evaluating, launched
from engine.runtime.tick import tick
from engine.runtime.trigger import do, trigger
from engine.runtime.work import work
from engine.runtime.workspace import Workspace
from engine.store.bulk import chunks

NOW = EVALUATION + timedelta(hours=1)
TOGETHER = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`prepare` makes the database, `given` what is done to each copy of it, `run` does it; the number of units."""

    name: str
    reach: dict[str, float]  # kind of database -> the ratio of ours to the floor that is to be reached
    prepare: Callable[[Path, str, int], Workspace]
    given: Callable[[Workspace], list[Act]]
    run: Callable[[Workspace, list[Act]], int]


def _nothing(_: Workspace) -> list[Act]:
    return []


def self_reviews(workspace: Workspace) -> list[Act]:
    """Everybody's self-review, as an act."""
    return acts(workspace, "self_review", NOW)


def _one_by_one(workspace: Workspace, given: list[Act]) -> int:
    for each in given:
        trigger(workspace, each.instance, each.event, NOW)
    return len(given)


def _together(workspace: Workspace, given: list[Act]) -> int:
    for some in chunks(given, TOGETHER):
        with work(workspace, NOW) as opened:
            opened.load({each.instance for each in some})
            for each in some:
                do(opened, each.instance, each.event)
    return len(given)


def _first_day(workspace: Workspace, _: list[Act]) -> int:
    return tick(workspace, FIRST_DAY).begun


def _reminders(workspace: Workspace, _: list[Act]) -> int:
    return tick(workspace, REMINDED).messages


LINES = (
    Line(
        name="one trigger, durable",
        reach={"sqlite": 0.40, "postgresql": 0.50},
        prepare=evaluating,
        given=self_reviews,
        run=_one_by_one,
    ),
    Line(
        name="triggers in batches",
        reach={"sqlite": 0.25, "postgresql": 0.25},
        prepare=evaluating,
        given=self_reviews,
        run=_together,
    ),
    Line(
        name="launch, first day",
        reach={"sqlite": 0.25, "postgresql": 0.25},
        prepare=launched,
        given=_nothing,
        run=_first_day,
    ),
    Line(
        name="reminders into the outbox",
        reach={"sqlite": 0.12, "postgresql": 0.25},
        prepare=evaluating,
        given=_nothing,
        run=_reminders,
    ),
)
