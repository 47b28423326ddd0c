"""What the sales people sold, month by month: the figures their goals are judged by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.demo.company import Member
from engine.demo.stable import roll

DEPARTMENT = "Sales"
PLANNED = 1000


def as_csv(staff: Iterable[Member], seed: int, months: Sequence[str]) -> str:
    """A file of measurements: plan and sales of each month of everybody in sales."""
    lines = ["measurement,subject,period,value,source"]
    for each in staff:
        if each.department != DEPARTMENT:
            continue
        usual = 0.75 + 0.4 * roll(seed, each.id, "sells")
        for month in months:
            sold = round(PLANNED * (usual + 0.2 * (roll(seed, each.id, "sells", month) - 0.5)))
            lines += [
                f"sales_planned,{each.id},{month},{PLANNED},plan",
                f"sales_actual,{each.id},{month},{sold},ledger",
            ]
    return "\n".join(lines) + "\n"
