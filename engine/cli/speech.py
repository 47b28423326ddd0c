"""Which language to speak, found before anything else is known, because help is in it too."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.words.texts import LANGUAGES, pick
from engine.words.texts.cli import TEXTS
from engine.words.texts.cli_api import TEXTS as API
from engine.words.texts.cli_help import TEXTS as HELP
from engine.words.texts.cli_help_page import TEXTS as FRAME
from engine.words.texts.cli_messages import TEXTS as MESSAGES
from engine.words.texts.cli_operations import TEXTS as OPERATIONS
from engine.words.texts.cli_retime import TEXTS as RETIME
from engine.words.texts.cli_views import TEXTS as VIEWS

_SETTING = re.compile(r"""^language:\s*['"]?(\w+)""", re.MULTILINE)


def language_of(args: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """--lang, else $REVIEWFLOW_LANGUAGE, else the folder's settings, else the machine's locale, else English."""
    home = Path(_option(args, "--home") or environment.get("REVIEWFLOW_HOME") or ".")
    for spoken in (_option(args, "--lang"), environment.get("REVIEWFLOW_LANGUAGE"), _setting(home)):
        if spoken in LANGUAGES:
            return spoken
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def said(code: str, language: str, **facts: object) -> str:
    """A text of the command line, without loading those of the other rooms."""
    room = next((each for each in (TEXTS, VIEWS, HELP, RETIME, API, MESSAGES, OPERATIONS) if code in each), FRAME)
    return pick(room[code], language).format_map(facts)


def _option(args: Sequence[str], name: str) -> str | None:
    for index, each in enumerate(args):
        if each == name and index + 1 < len(args):
            return args[index + 1]
        if each.startswith(f"{name}="):
            return each.partition("=")[2]
    return None


def _setting(home: Path) -> str | None:
    """The setting as a glance finds it; reading the file properly, with its faults, comes later."""
    try:
        found = _SETTING.search((home / "reviewflow.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None
