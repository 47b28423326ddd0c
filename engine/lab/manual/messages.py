"""The chapter on messages: what a template may name, and how values are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from notifications.offered import ALWAYS, TASK, Known
from notifications.sandbox import FILTERS, sandbox

VALUES: Mapping[str, object] = {
    "day": date(2026, 12, 31),
    "at": datetime(2026, 12, 31, 9, 30, tzinfo=UTC),
    "amount": Decimal("12345.5"),
    "names": ["Li", "Wang"],
    "text": " Ab ",
    "nothing": None,
}
EXAMPLES: Mapping[str, str] = {
    "date": "day | date",
    "moment": "at | moment",
    "number": "amount | number(2)",
    "join": "names | join",
    "lines": "names | lines",
    "default": "nothing | default('–', true)",
    "first": "names | first",
    "last": "names | last",
    "length": "names | length",
    "lower": "text | lower",
    "upper": "text | upper",
    "trim": "text | trim",
}
SAID: Mapping[str, tuple[str, str]] = {
    "recipient": ("who reads it", "收件人"),
    "subject": ("whom the review is about", "流程对象"),
    "process": ("the process", "流程"),
    "state": ("where it is", "所处阶段"),
    "due_on": ("the day of the limit; may be none", "期限日期，可能为空"),
    "cycle": ("the cycle; its `dates` are a list of name, title and day", "周期；dates 为各日期的名称、标题与日期"),
    "actor": ("who did it; may be none, also where the reader must not know", "操作人；可能为空，匿名时不显示"),
    "reason": ("the reason that was given; may be none", "所填理由，可能为空"),
    "link": ("where to answer, from the settings", "办理地址，来自设置"),
    "sent_on": ("the day it is written", "发送日期"),
    "task": ("the task; shared templates ask `task is defined` first", "任务；共用模板请先判断 task is defined"),
    "data": ("fields, those the reader may see: `data.grade`", "收件人有权查看的字段，例如 data.grade"),
    "extra": ("`extra.holders`: the names of those who still owe the task", "extra.holders：仍未完成任务的人员姓名"),
}  # fmt: skip


def variables(language: str) -> list[list[str]]:
    known: Known = {**ALWAYS, "task": TASK, "data": True, "extra": True}
    at = 1 if language == "zh" else 0
    return [[", ".join(f"`{path}`" for path in _paths(name, known[name])), said[at]] for name, said in SAID.items()]


def filters(language: str) -> list[list[str]]:
    """Each filter with what it writes for a reader of that language."""
    return [
        [f"`{{{{ {EXAMPLES[name]} }}}}`", _rendered(EXAMPLES[name], language)] for name in FILTERS if name in EXAMPLES
    ]


def _paths(name: str, known: object) -> Iterator[str]:
    if not isinstance(known, Mapping) or not known:
        yield name
        return
    for part, inner in known.items():
        yield from _paths(f"{name}.{part}", inner if isinstance(inner, Mapping) else True)


def _rendered(source: str, language: str) -> str:
    template = sandbox(language).from_string("{{ " + source + " }}")
    return "`" + template.render(**VALUES).replace("\n", "⏎") + "`"
