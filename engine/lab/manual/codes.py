"""The chapter of codes: every finding and refusal with its text, so that each can be linked and looked up."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

# Room of texts -> its heading. The rooms of the command line hold answers too; their findings are told apart below.
ROOMS: Mapping[str, tuple[str, str]] = {
    "yaml": ("The text of a file", "文件文本"),
    "definition": ("Keys and values", "键和值"),
    "names": ("Names", "名称"),
    "checks": ("Parts that go together", "各部分之间的关系"),
    "findings": ("What reads well and yet goes wrong", "写法无误但会出问题之处"),
    "indicators": ("Indicators and measurements", "指标与度量"),
    "calendar": ("Moments and calendars", "时刻与日历"),
    "expression": ("Expressions", "表达式"),
    "notifications": ("Messages and channels", "消息与渠道"),
    "lab": ("Messages and scenarios against processes", "消息、场景与流程的对应"),
    "core": ("Refused acts and forms, incidents", "被拒绝的操作与表单、异常"),
    "intervening": ("Interventions", "管理员干预"),
    "mending": ("Mending incidents", "异常处理"),
    "people": ("Importing people", "导入人员"),
    "runtime": ("Files, settings, launches", "文件、设置与启动"),
    "delivery": ("Delivery", "发送"),
    "store": ("The database", "数据库"),
    "api": ("The HTTP API", "HTTP 接口"),
    "running": ("Running and its health", "运行与健康"),
    "doctor": ("What the doctor finds", "诊断结果"),
    "cli": ("The command line", "命令行"),
    "general": ("In general", "通用"),
}
# Rooms whose texts are labels and answers only.
ANSWERS = frozenset(
    {
        "cli_api",
        "cli_help",
        "cli_help_page",
        "cli_messages",
        "cli_operations",
        "cli_retime",
        "cli_views",
        "demo",
        "pages",
        "pictures",
    }
)
# Parts of sentences, headings and answers: texts of these rooms that are no finding of their own.
PIECES = frozenset(
    {
        "people-a-date", "people-a-moment", "people-a-number", "people-a-yes-no", "template-hint",
        "setting-https", "setting-secret", "setting-whole-number", "setting-one-of",
    }
)  # fmt: skip
_ANSWERS = (
    "init-", "import-", "launch-", "trigger-", "check-", "schema-w", "severity-", "findings-", "next-", "refused-",
    "database-c", "database-u", "runner-", "misuse-hint", "tick-", "run-", "resend-", "intervene-", "todo",
    "unit-", "scale-by-", "log-",
)  # fmt: skip
_STILL_FINDINGS = ("log-format-unknown", "which-reviews", "run-has-no-now", "intervene-verb", "check-no-such-folder")


def sections(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading, and code with text, of every room."""
    at = 1 if language == "zh" else 0
    return [(heading[at], [(code, text[language]) for code, text in findings(room)]) for room, heading in ROOMS.items()]


def findings(room: str) -> list[tuple[str, Mapping[str, str]]]:
    texts: Mapping[str, Mapping[str, str]] = importlib.import_module(f"engine.words.texts.{room}").TEXTS
    return [(code, texts[code]) for code in texts if is_finding(code)]


def is_finding(code: str) -> bool:
    return code in _STILL_FINDINGS or (code not in PIECES and not code.startswith(_ANSWERS))
