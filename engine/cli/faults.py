"""What a command says when it did not do what was asked: every reason, never a traceback."""

from __future__ import annotations

import json
import os
import traceback
from typing import Any

from typer import echo

from engine.cli.exits import EXITS, exit_of
from engine.cli.speech import said
from engine.words.errors import DefinitionInvalid, DefinitionLost, Refused, ReviewflowError
from engine.words.plain import described, one_line


def tell(failure: ReviewflowError, language: str, *, as_json: bool) -> int:
    """Say what went wrong, as text to people or as JSON to programs; the exit code."""
    if as_json:
        _print_json({"error": described(failure, language)})
    elif isinstance(failure, DefinitionInvalid) and not isinstance(failure, DefinitionLost):
        from engine.cli.findings import print_findings

        print_findings(failure.problems, language, err=True)
    else:
        echo("\n".join(reasons(failure, language)), err=True)
    return exit_of(failure)


def reasons(failure: ReviewflowError, language: str) -> list[str]:
    """One line a reason, with its code."""
    if not isinstance(failure, Refused):
        return [f"{one_line(failure, language)}  [{failure.code}]"]
    lines = [said("refused-heading", language)]
    return lines + [f"  - {each.text(language)}  [{each.code}]" for each in failure.blockers]


def tell_misuse(failure: Any, language: str, *, as_json: bool) -> int:
    """A command line that cannot be understood: which part, and where to read on."""
    text = _misuse(failure, language)
    context = getattr(failure, "ctx", None)
    verb = context.info_name if context is not None and context.parent is not None else ""
    if as_json:
        _print_json({"error": {"code": "misuse", "text": text, "facts": {}}})
    else:
        hint = said("misuse-hint", language, command=f"reviewflow {verb} --help".replace("  ", " "))
        echo(f"{text}  [misuse]\n{hint}", err=True)
    return EXITS["misuse"]


def tell_unexpected(failure: Exception, language: str, *, as_json: bool) -> int:
    """A fault of ours, in one line; all of it with REVIEWFLOW_DEBUG=1."""
    what = f"{type(failure).__name__}: {' '.join(str(failure).split())[:200]}"
    if os.environ.get("REVIEWFLOW_DEBUG"):
        traceback.print_exception(failure)
    if as_json:
        text = said("internal-error", language, what=what)
        _print_json({"error": {"code": "internal-error", "text": text, "facts": {}}})
    else:
        echo(f"{said('internal-error', language, what=what)}  [internal-error]", err=True)
    return EXITS["internal"]


def _misuse(failure: Any, language: str) -> str:
    """typer's own words, where the reader does not speak English said again."""
    param = getattr(failure, "param", None)
    name = (
        "" if param is None else param.opts[0] if param.param_type_name == "option" else (param.metavar or param.name)
    )
    match type(failure).__name__:
        case "MissingParameter":
            return said("misuse-missing", language, name=name)
        case "NoSuchOption":
            near = ", ".join(failure.possibilities or ()) or "–"
            return said("misuse-no-option", language, name=failure.option_name, nearest=near)
        case "BadOptionUsage":
            return said("misuse-option-value", language, name=failure.option_name)
        case "BadParameter":
            return said("misuse-value", language, name=name, why=failure.message)
    text = str(failure.format_message())
    if text.startswith("Got unexpected extra"):
        return said("misuse-too-many", language, found=text.partition("(")[2].rstrip(")."))
    return said("misuse-other", language, why=text.rstrip("."))


def _print_json(value: object) -> None:
    echo(json.dumps(value, ensure_ascii=False, indent=2))
