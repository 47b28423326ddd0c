"""What was measured, as a table to read and as JSON; how two things are measured in turns."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`ratio`: how near we come to the floor, 1 being as fast (as small); `reach`: the ratio that is to be reached.

    `units` is how many of what the line counts were measured, `statements` and `transactions` what they took.
    """

    case: str
    where: str
    unit: str
    floor: float
    ours: float
    ratio: float
    reach: float
    units: int = 0
    statements: Mapping[str, int] = field(default_factory=dict)
    transactions: int = 0


def rate(case: str, where: str, *, units: int, floor: float, ours: float, reach: float) -> Result:
    """Of seconds for so many units, how many a second."""
    return Result(
        case=case,
        where=where,
        unit="per second",
        floor=round(units / floor),
        ours=round(units / ours),
        ratio=round(floor / ours, 3),
        reach=reach,
        units=units,
    )


def span(case: str, where: str, *, floor: float, ours: float, at_most: float) -> Result:
    """Of seconds for one, how many milliseconds; ours may take `at_most` times as long as the floor."""
    return Result(
        case=case,
        where=where,
        unit="ms",
        floor=round(floor * 1e3, 2),
        ours=round(ours * 1e3, 2),
        ratio=round(floor / ours, 3),
        reach=round(1 / at_most, 2),
    )


def in_turns(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """The median of what each run says it took, the runs taking turns."""
    taken = [[run() for run in runs] for _ in range(rounds)]
    return [statistics.median(each) for each in zip(*taken, strict=True)]


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def table(results: Sequence[Result]) -> Table:
    made = Table(box=None)
    for name in ("line", "where", "unit", "floor", "ours", "ratio", "reach", "statements", "a transaction"):
        made.add_column(name, no_wrap=True, justify="left" if name in ("line", "where", "unit") else "right")
    for each in results:
        sent = sum(each.statements.values())
        made.add_row(
            *(each.case, each.where, each.unit, f"{each.floor:g}", f"{each.ours:g}", f"{each.ratio:.2f}"),
            f"[{'green' if each.ratio >= each.reach else 'red'}]{each.reach:.2f}",
            *((f"{sent / each.units:.2f} a unit", f"{sent / each.transactions:.0f}") if sent else ("", "")),
        )
    return made


def write(results: Sequence[Result], file: Path) -> None:
    file.write_text(json.dumps([asdict(each) for each in results], indent=2) + "\n", encoding="utf-8")
