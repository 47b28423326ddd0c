"""What the admin sets: the database, the channels, the sender. `reviewflow.yaml` in the folder, or the environment.

The environment goes before the file (REVIEWFLOW_DATABASE, REVIEWFLOW_LANGUAGE), a command's option before both.
Values may name environment variables as ${NAME}, so that no password needs to stand in a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from engine.runtime import shipped
from engine.words.errors import DefinitionInvalid, Misuse
from engine.words.problems import Fact, Problem, Span, nearest

FILE = "reviewflow.yaml"
_PLAIN = ("sender", "link", "public_url", "link_key", "link_days", "channel", "keep_messages")
KNOWN = ("database", "language", *_PLAIN, "channels", "shipped_processes")
_DAYS = {"keep_messages": ("settings-days", 36_500), "link_days": ("settings-link-days", 366)}
SHORTEST_KEY = 32
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`channel` is the one messages go out by; `channels` holds each one's own settings as plain text.

    `beneath` is the folder of processes under the owner's; None where only the owner's count. `keep_messages`: for
    how many days the bytes of what went out are kept.
    """

    database: str
    language: str | None = None
    sender: str = "reviewflow <reviewflow@localhost>"
    link: str = ""
    public_url: str = ""
    link_key: str = field(default="", repr=False)
    link_days: int = 30
    channel: str = "mailbox"
    channels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    beneath: Path | None = field(default_factory=shipped.processes)
    keep_messages: int = 90


def read_settings(home: Path, database: str | None = None) -> Settings:
    """The settings of a folder; without a file, SQLite and a mailbox in the folder itself."""
    given = _file(home / FILE)
    url = database or os.environ.get("REVIEWFLOW_DATABASE") or given.get("database") or "sqlite:///reviewflow.db"
    if url.startswith("sqlite:///") and not url.startswith("sqlite:////"):
        url = f"sqlite:///{home / url.removeprefix('sqlite:///')}"
    channels = {name: {key: str(value) for key, value in each.items()} for name, each in given["channels"].items()}
    box = channels.setdefault("mailbox", {})
    box["folder"] = str(home / box.get("folder", "mailbox"))
    plain: dict[str, Any] = {name: given[name] for name in _PLAIN if given.get(name)}
    language = os.environ.get("REVIEWFLOW_LANGUAGE") or given.get("language")
    if given.get("shipped_processes") is False:
        plain["beneath"] = None
    plain |= _pages(home / FILE, plain)
    return Settings(database=url, language=language, channels=channels, **plain)


def _file(path: Path) -> dict[str, Any]:
    found: Any = {}
    if path.is_file():
        try:
            found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as failure:
            mark = getattr(failure, "problem_mark", None)
            span = Span(path.name, mark.line + 1, mark.column + 1) if mark else Span(path.name)
            raise DefinitionInvalid([Problem(code="settings-unreadable", span=span)]) from None
    if not isinstance(found, dict):
        raise DefinitionInvalid([Problem(code="settings-unreadable", span=Span(path.name))])
    problems = [
        Problem(
            code="settings-unknown",
            facts={"key": str(key), "known": ", ".join(KNOWN), "nearest": nearest(str(key), KNOWN) or "–"},
            span=Span(path.name, *_place(path, str(key))),
        )
        for key in found
        if key not in KNOWN
    ]
    channels = found.setdefault("channels", {})
    if not isinstance(channels, dict) or not all(isinstance(each, dict) for each in channels.values()):
        problems.append(Problem(code="settings-channels", span=Span(path.name, *_place(path, "channels"))))
    if not isinstance(found.get("shipped_processes", True), bool):
        problems.append(Problem(code="settings-yes-no", span=Span(path.name, *_place(path, "shipped_processes"))))
    for name, (code, most) in _DAYS.items():
        days = found.get(name, 1)
        if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= most:
            problems.append(Problem(code=code, span=Span(path.name, *_place(path, name))))
    if problems:
        raise DefinitionInvalid(problems)
    return {key: _expanded(value) for key, value in found.items()}


def _pages(path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """The address of the pages, clean. Raises DefinitionInvalid where it or its key would not do."""
    url = str(given.get("public_url", "")).rstrip("/")
    key = str(given.get("link_key", ""))
    problems = []
    if url and not _ADDRESS.fullmatch(url):
        problems.append(Problem(code="settings-public-url", span=Span(path.name, *_place(path, "public_url"))))
    if url and len(key) < SHORTEST_KEY:
        facts: dict[str, Fact] = {"least": SHORTEST_KEY, "found": len(key)}
        name = "link_key" if key else "public_url"
        problems.append(Problem(code="settings-link-key", facts=facts, span=Span(path.name, *_place(path, name))))
    if url and given.get("link"):
        problems.append(Problem(code="settings-two-links", span=Span(path.name, *_place(path, "link"))))
    if problems:
        raise DefinitionInvalid(problems)
    return {"public_url": url, "link_key": key}


def _place(path: Path, key: str) -> tuple[int, int]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(f"{key}:"):
            return number, 1
    return 1, 1


def _expanded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _expanded(each) for key, each in value.items()}
    return _VARIABLE.sub(_variable, value) if isinstance(value, str) else value


def _variable(found: re.Match[str]) -> str:
    value = os.environ.get(found[1])
    if value is None:
        raise Misuse("settings-variable", name=found[1])
    return value
