"""The summary on a screen: tables in the reader's language, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from engine.views.summary import Summary
from engine.words.texts import catalogue, pick, say

WIDTH = 110


def report(found: Summary, language: str) -> str:
    """The whole summary as text; the same summary gives the same text."""
    console = Console(width=WIDTH, record=True, file=StringIO(), markup=False, highlight=False, emoji=False)

    def line(code: str, **facts: object) -> None:
        console.print(say(code, language, facts))

    line(
        "demo-people",
        people=sum(each.people for each in found.people),
        left=sum(each.left for each in found.people),
        reviewed=found.reviewed,
        cycle=found.cycle,
    )
    for heading, table in _tables(found, language):
        if not table.row_count:
            continue
        console.print()
        line(heading)
        console.print(table)
    console.print()
    line("demo-appeals", appeals=found.appeals, upheld=len(found.corrections), plans=found.plans)
    for each in found.corrections:
        facts = {name: getattr(each, name) for name in ("name", "person", "before", "after")}
        if each.plan_title is None:
            line("demo-corrected", **facts)
        else:
            line("demo-corrected-plan", **facts, plan=each.plan_title)
    line("demo-incidents", count=sum(found.incidents.values()))
    text = console.export_text(styles=False)
    return "\n".join(each.rstrip() for each in text.splitlines()) + "\n"


def _tables(found: Summary, language: str) -> Iterable[tuple[str, Table]]:
    def words(*codes: str) -> list[str]:
        return [say(code, language, {}) for code in codes]

    def title(text: object) -> str:
        return pick(text, language)  # type: ignore[arg-type]

    yield (
        "demo-states",
        _table(
            words("demo-process", "demo-state", "demo-count"),
            _unrepeated((title(each.process_title), title(each.state_title), each.count) for each in found.states),
            1,
        ),
    )
    yield (
        "demo-work",
        _table(
            words("demo-process", "demo-in-time", "demo-late", "demo-never"),
            ((title(each.title), each.in_time, each.late, each.never) for each in found.work),
            3,
        ),
    )
    yield (
        "demo-silences",
        _table(
            words("demo-process", "demo-from", "demo-to", "demo-count"),
            (
                (title(each.process_title), title(each.from_title), title(each.to_title), each.count)
                for each in found.silences
            ),
            1,
        ),
    )
    yield "demo-messages", _messages(found, words, title)
    yield (
        "demo-grades",
        _table(
            [*words("demo-site"), "A", "B", "C", "D"],
            ((each.site, *(each.grades[grade] for grade in "ABCD")) for each in found.grades),
            4,
        ),
    )
    known = catalogue()
    whys = (
        (say(f"demo-{code}", language, {}) if f"demo-{code}" in known else code, count)
        for code, count in found.refusals.items()
    )
    yield "demo-refusals", _table(words("demo-why", "demo-count"), whys, 1)


def _messages(found: Summary, words: Callable[..., list[str]], title: Callable[[object], str]) -> Table:
    rows = [
        (title(each.title), each.sent, each.merged, each.suppressed, each.waiting, each.dead) for each in found.messages
    ]
    total = [sum(int(row[column]) for row in rows) for column in range(1, 6)]
    heads = words("demo-kind", "demo-sent", "demo-merged", "demo-suppressed", "demo-waiting", "demo-dead")
    return _table(heads, [*rows, (*words("demo-total"), *total)], 5)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]], numbers: int) -> Table:
    """A table whose last `numbers` columns are numbers."""
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index >= len(heads) - numbers else "left")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    return table


def _unrepeated(rows: Iterable[tuple[str, str, int]]) -> Iterable[tuple[str, str, int]]:
    """A process is named in its first line only."""
    above = None
    for process, state, count in rows:
        yield ("" if process == above else process, state, count)
        above = process


def next_steps(home: Path, found: Summary, busy: str | None) -> list[str]:
    """Commands to go on with: how it stands, one case worth a look, what `busy` has to do, and their pages."""
    moment = "" if found.until is None else f" --now {found.until:%Y-%m-%dT%H:%M}Z"
    place = f"--home {home}"
    lines = [f"reviewflow status {found.cycle} {place}{moment}"]
    if any(each.process == "evaluation" for each in found.states):
        case = found.corrections[0].evaluation if found.corrections else f"evaluation/{found.cycle}/E0002"
        lines += [f"reviewflow {verb} {case} {place}{moment}" for verb in ("show", "history", "why")]
    if busy is None:
        lines.append(f"reviewflow demo --until 2026-12-18 --home {home}-in-december")
    else:
        lines += [f"reviewflow {verb} {busy} {place}{moment}" for verb in ("inbox", "link")]
        lines.append(f"reviewflow serve {place}{moment}")
        lines.append(f"reviewflow demo {place}")
    return lines
