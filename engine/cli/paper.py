"""Tables and times for people's eyes: columns that align with Chinese, no colours where nobody sees them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table


@cache
def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns


def console() -> Console:
    """Where tables go. Into a file or a pipe they are as wide as they need."""
    terminal = sys.stdout.isatty()
    return Console(
        file=sys.stdout,
        width=_width() if terminal else 240,
        markup=False,
        highlight=False,
        emoji=False,
        color_system="auto" if terminal else None,
        soft_wrap=False,
    )


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[int] = ()) -> None:
    """A table with heads; `numbers` are the columns that align to the right."""
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False, header_style="bold")
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    # Blanks at the end of a line are noise in a file.
    page = console()
    with page.capture() as taken:
        page.print(table)
    for line in taken.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def clock(at: datetime | None, zone: ZoneInfo | str, *, none: str = "–") -> str:
    """`2026-07-01 09:00` where somebody works."""
    if at is None:
        return none
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return f"{at.astimezone(place):%Y-%m-%d %H:%M}"


def due(at: datetime | None, on: date | None, zone: str) -> str:
    """A limit as people say it: the day, where it is one."""
    return on.isoformat() if on is not None else clock(at, zone)


def value(found: object) -> str:
    """A value of a form in one line."""
    match found:
        case None:
            return "–"
        case bool():
            return "yes" if found else "no"
        case Decimal():
            return format(found, "f")
        case datetime():
            return f"{found:%Y-%m-%d %H:%M}"
        case date():
            return found.isoformat()
        case dict():
            return "{" + ", ".join(f"{key}: {value(each)}" for key, each in found.items() if each is not None) + "}"
        case list() | tuple():
            return "; ".join(value(each) for each in found)
    return " ".join(str(found).split())
