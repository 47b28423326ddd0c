"""Answers as JSON: days and instants in ISO form, decimals as text, every name as the value has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.words.errors import DefinitionInvalid, Refused, ReviewflowError
from engine.words.problems import Problem, Span


def as_json(value: object, language: str) -> str:
    return json.dumps(plain(value, language), ensure_ascii=False, indent=2)


def plain(value: object, language: str) -> Any:
    """A value of any room as JSON knows it. A problem brings its text; an instant is in UTC."""
    match value:
        case Problem():
            return finding(value, language)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Path() | Span():
            return str(value)
        case Mapping():
            return {str(key): plain(each, language) for key, each in value.items()}
        case list() | tuple():
            return [plain(each, language) for each in value]
        case set() | frozenset():
            return sorted(plain(each, language) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name), language) for each in fields(value)}
    return value


def finding(problem: Problem, language: str) -> dict[str, Any]:
    """A finding or a blocker; `file`, `line` and `column` are null where it has no place."""
    span = problem.span
    return {
        "code": problem.code,
        "severity": problem.severity,
        "text": problem.text(language),
        "facts": plain(problem.facts, language),
        "file": span.file if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
    }


def described(failure: ReviewflowError, language: str) -> dict[str, Any]:
    """An error: code, text, facts; `blockers` of a refusal, `problems` of files."""
    found: dict[str, Any] = {"code": failure.code, "text": one_line(failure, language)}
    found["facts"] = plain(failure.facts, language)
    if isinstance(failure, Refused):
        found["blockers"] = [finding(each, language) for each in failure.blockers]
    if isinstance(failure, DefinitionInvalid):
        found["problems"] = [finding(each, language) for each in failure.problems]
    return found


def one_line(failure: ReviewflowError, language: str) -> str:
    """What an error says, in one line."""
    return " ".join(failure.text(language).split("\n"))
