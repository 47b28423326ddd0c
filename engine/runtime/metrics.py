"""Figures in the text format of Prometheus (version 0.0.4), which node_exporter's textfile collector reads too.

Gauges tell what the database holds; counters what this runner has done since it began.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from engine.runtime.deliver import Delivered
from engine.runtime.health import Health
from engine.runtime.tick import Ticked

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PREFIX = "reviewflow_"
_DUE = ("timers", "starts", "events", "messages")


@dataclass(slots=True)
class Counters:
    """What a runner has done. `busy_for` are the seconds spent in rounds."""

    rounds: int = 0
    rounds_failed: int = 0
    busy_for: float = 0.0
    begun: int = 0
    changed: int = 0
    failed: int = 0
    delivered: Delivered = field(default_factory=Delivered)

    def count(self, ticked: Ticked, delivered: Delivered, seconds: float) -> None:
        """A round that went well."""
        self.rounds += 1
        self.busy_for += seconds
        self.begun += ticked.begun
        self.changed += ticked.changed
        self.failed += ticked.failed
        self.delivered += delivered


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric: name without prefix, type, what it means, and its samples by label."""

    name: str
    kind: str
    help: str
    samples: tuple[tuple[str, float], ...]


def exposed(health: Health | None, counters: Counters | None = None) -> str:
    """The whole text. `health` None: the database cannot be read."""
    figures = [Figure("up", "gauge", "Whether the database can be read.", (("", float(health is not None)),))]
    figures.append(Figure("build_info", "gauge", "The version that runs.", ((f'{{version="{_version()}"}}', 1),)))
    if health is not None:
        figures += _gauges(health)
    if counters is not None:
        figures += _counters(counters)
    return "".join(line + "\n" for each in figures for line in _lines(each))


def _gauges(health: Health) -> Iterator[Figure]:
    waiting = health.backlog
    due = tuple((f'{{kind="{name}"}}', float(getattr(waiting, name).count)) for name in _DUE)
    held = ("waiting", "claimed", "abandoned", "dead")
    messages = tuple((f'{{status="{name}"}}', float(getattr(waiting, name).count)) for name in held)
    yield Figure(
        "lag_seconds", "gauge", "How long the longest overdue work has waited.", _one(health.lag.total_seconds())
    )
    yield Figure("last_round_timestamp_seconds", "gauge", "When a round last went well.", _one(_unix(health.round_at)))
    yield Figure("due", "gauge", "Work that is due and not yet taken up.", due)
    yield Figure("messages", "gauge", "Messages that have not gone out, by what they wait for.", messages)
    yield Figure("incidents_open", "gauge", "Incidents nobody has mended yet.", _one(waiting.incidents.count))
    yield Figure("runners_alive", "gauge", "Runners seen within the last minute.", _one(len(health.alive)))
    yield Figure("held", "gauge", "Whether the database is held after a restore.", _one(health.hold is not None))


def _counters(counters: Counters) -> Iterator[Figure]:
    sent = counters.delivered
    outcomes = tuple((f'{{outcome="{name}"}}', float(getattr(sent, name))) for name in type(sent).__slots__)
    yield Figure("rounds_total", "counter", "Rounds that went well.", _one(counters.rounds))
    yield Figure(
        "rounds_failed_total", "counter", "Rounds that failed and were tried again.", _one(counters.rounds_failed)
    )
    yield Figure("round_seconds_total", "counter", "Seconds spent in rounds.", _one(counters.busy_for))
    yield Figure("reviews_begun_total", "counter", "Reviews begun by cycles.", _one(counters.begun))
    yield Figure("reviews_changed_total", "counter", "Reviews changed by time.", _one(counters.changed))
    yield Figure("reviews_failed_total", "counter", "Reviews that could not be decided on.", _one(counters.failed))
    yield Figure("messages_handled_total", "counter", "Messages by what became of an attempt.", outcomes)


def _lines(figure: Figure) -> Iterator[str]:
    name = PREFIX + figure.name
    yield f"# HELP {name} {figure.help}"
    yield f"# TYPE {name} {figure.kind}"
    for labels, value in figure.samples:
        yield f"{name}{labels} {value:.3f}".rstrip("0").rstrip(".")


def _one(value: float) -> tuple[tuple[str, float], ...]:
    return (("", float(value)),)


def _unix(at: datetime | None) -> float:
    return 0.0 if at is None else at.timestamp()


def _version() -> str:
    try:
        return version("reviewflow")
    except PackageNotFoundError:
        return "unknown"
