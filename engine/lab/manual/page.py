"""The whole reference, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.calendar.duration import UNITS
from engine.definition import reference
from engine.definition.titles import SHIPPED
from engine.lab.manual import codes, expressions, findings, messages, moments
from engine.lab.manual.prose import SAID, Text

FILES: tuple[tuple[str, str, Text], ...] = (
    ("processes/NAME.yaml", "process", ("a process", "流程")),
    ("processes/cycles/NAME.yaml", "cycle", ("a cycle", "周期")),
    ("processes/indicators/NAME.yaml", "family", ("indicators", "指标")),
    ("processes/calendars/NAME.yaml", "calendar", ("a calendar", "日历")),
    ("processes/organisation.yaml", "organisation", ("people and places", "人员与地点")),
    ("processes/tests/NAME.yaml", "scenario", ("stories that must come true", "场景")),
    ("templates/en/NAME.txt, templates/zh/NAME.txt", "messages", ("a message", "消息模板")),
)
EVENTS: Mapping[str, Text] = {
    "done": ("all tasks of the state that are not optional are complete", "阶段中所有必做任务均已完成"),
    "subject_left": ("the person it is about has left", "当事人已离职"),
    "cancelled": ("somebody cancelled it from outside, or its parent did", "被外部或父流程取消"),
    "ROLE.FACT.changed": (
        "a fact of somebody who holds the role is another than before; `old`, `new` and `since` may be read",
        "该角色担任者的某项属性有变；可读取 old、new 和 since",
    ),
    "SESSION.EVENT": (
        "a process about a unit or the cycle reached this one by `emit` with `for_each: members(…)`",
        "以单元或周期为对象的流程用 emit 与 for_each: members(…) 告知本流程",
    ),
    "PARENT.EVENT": (
        "the process that started this one told it so, by `emit` with `for_each`",
        "发起本流程的流程用 emit 与 for_each 告知",
    ),
    "indicators.changed": (
        "a measurement came or was corrected, and something filled from an indicator changed",
        "度量有新值或被更正，且取自指标的内容随之变化",
    ),
    "PROCESS.ended": ("a child of that process reached a final state", "该子流程到达结束阶段"),
    "PROCESS.EVENT": ("a child of that process said so with `emit`", "该子流程用 emit 发出事件"),
}


def reference_page(language: str) -> str:
    """The page in "en" or "zh", ending with a line break."""
    made = _Page(language)
    return "\n".join([*made.opening(), *made.time(), *made.conditions(), *made.rest()]).rstrip() + "\n"


class _Page:
    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, name: str) -> str:
        return self.pick(SAID[name])

    def pick(self, text: Text) -> str:
        return text[1] if self.language == "zh" else text[0]

    def opening(self) -> list[str]:
        files = [["`" + path.replace(", ", "`, `") + "`", f"[{self.pick(said)}](#{at})"] for path, at, said in FILES]
        return [
            f"# {self.say('title')}", "", self.say("other"), "", self.say("intro"), "",
            *self.chapter("files"), *self.table(("file", "what"), files), *self.chapter("keys"),
            reference.keys(self.language), "",
        ]  # fmt: skip

    def time(self) -> list[str]:
        units = ", ".join(f"`{unit}s`" for unit in UNITS)
        periods = ", ".join(f"`{each}`" for each in moments.PERIODS)
        return [
            *self.chapter("moments"), *self.table(("form", "gives", "what"), moments.forms(self.language)),
            *self.part("anchors"), *self.table(("name", "what"), moments.anchors(self.language)),
            *self.part("lengths"), self.say("lengths-said").format(units=units, periods=periods), "",
        ]  # fmt: skip

    def conditions(self) -> list[str]:
        return [
            *self.chapter("expressions"),
            *self.part("operators"),
            *self.table(("form", "example", "gives", "what"), expressions.operators(self.language)),
            *self.part("functions"),
            *self.table(("form", "example", "gives", "what"), expressions.functions(self.language)),
            *self.part("context"), *self.table(("form", "gives"), expressions.context(self.language)),
            *self.part("names"), *self.table(("name", "what"), expressions.names(self.language)),
            *self.part("facts"), self.say("facts-said"), "",
            *self.table(("name", "what"), expressions.facts(self.language)),
            *self.part("unit-facts"), *self.table(("name", "what"), expressions.unit_facts(self.language)),
        ]  # fmt: skip

    def rest(self) -> list[str]:
        events = [[f"`{name}`", self.pick(said)] for name, said in EVENTS.items()]
        lines = [
            *self.chapter("events"), *self.table(("name", "what"), events), *self.chapter("messages"),
            *self.part("variables"), *self.table(("name", "what"), messages.variables(self.language)),
            *self.part("filters"), *self.table(("form", "gives"), messages.filters(self.language)),
            *self.chapter("titles"),
            ", ".join(f"`{name}` {self.pick(said)}" for name, said in SHIPPED.items()) + ".", "",
            *self.chapter("findings"), *findings.entries(self.language), *self.chapter("codes"),
        ]  # fmt: skip
        for heading, found in codes.sections(self.language):
            lines += [f"### {heading}", ""]
            lines += [f'- <a id="{code}"></a>**{code}** – {_plain(text)}' for code, text in found]
            lines.append("")
        return lines

    def chapter(self, name: str) -> list[str]:
        said = [self.say(f"{name}-said"), ""] if f"{name}-said" in SAID else []
        return [f'<a id="{name}"></a>', "", f"## {self.say(name)}", "", *said]

    def part(self, name: str) -> list[str]:
        return [f"### {self.say(name)}", ""]

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
        shown = ["| " + " | ".join(self.say(head) for head in heads) + " |", "|---" * len(heads) + "|"]
        return [*shown, *("| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows), ""]


def _plain(text: str) -> str:
    """A text as it stands, also where Markdown would read something into it."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", r"\*").replace("{{", "{").replace("}}", "}")
