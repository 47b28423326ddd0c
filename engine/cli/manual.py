"""What `--help` says, in the reader's language: of the whole command, and of each verb."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.cli.columns import table, wrapped
from engine.cli.exits import EXITS
from engine.cli.speech import said

SHARED = frozenset({"json", "lang", "home", "database", "now", "help"})


def overview(verbs: Mapping[str, Sequence[tuple[str, str]]], language: str) -> str:
    """The page of `reviewflow --help`; `verbs` are (name, first line) by group."""
    columns = _columns()
    lines = [said("help-usage", language, usage="reviewflow COMMAND …"), ""]
    lines += wrapped(said("help-reviewflow", language), columns)
    for group, some in verbs.items():
        lines += ["", said(f"help-group-{group}", language), *table(some, columns)]
    lines += ["", said("help-every-command", language), *table(_shared(language), columns)]
    lines += ["", said("help-exits", language)]
    lines += table([(str(code), said(f"help-exit-{name}", language)) for name, code in EXITS.items()], columns)
    lines += ["", *wrapped(said("help-more", language), columns)]
    return "\n".join(lines) + "\n"


def page(name: str, explanation: str, params: Iterable[Any], language: str) -> str:
    """The page of one verb; `params` are its parameters as typer made them."""
    columns = _columns()
    own = [each for each in params if each.name not in SHARED]
    arguments = [each for each in own if each.param_type_name == "argument"]
    options = [each for each in own if each.param_type_name == "option"]
    usage = " ".join(["reviewflow", name, *(_usage(each) for each in arguments), said("help-options-place", language)])
    lines = [said("help-usage", language, usage=usage), "", *wrapped(explanation, columns)]
    if arguments:
        rows = [(each.metavar or each.name.upper(), each.help or "") for each in arguments]
        lines += ["", said("help-arguments", language), *table(rows, columns)]
    if options:
        lines += ["", said("help-options", language), *table([_option(each) for each in options], columns)]
    lines += ["", said("help-every-command", language), *table(_shared(language), columns)]
    codes = " · ".join(f"{code} {said(f'help-exit-{name}-short', language)}" for name, code in EXITS.items())
    lines += ["", *wrapped(said("help-exits-line", language, codes=codes), columns)]
    return "\n".join(lines) + "\n"


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> tuple[str, str]:
    names = ", ".join(option.opts)
    return (names if option.is_flag else f"{names} {option.metavar or 'TEXT'}"), option.help or ""


def _shared(language: str) -> list[tuple[str, str]]:
    return [
        ("--json", said("help-json", language)),
        ("--lang en|zh", said("help-lang", language)),
        ("--home DIR", said("help-home", language)),
        ("--database URL", said("help-database", language)),
        ("--now MOMENT", said("help-now", language)),
    ]


def _columns() -> int:
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 110))
