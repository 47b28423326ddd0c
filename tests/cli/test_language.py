"""Which language is spoken, and that every text there is exists in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.cli import __file__ as room
from engine.cli.speech import language_of
from engine.words.texts import LANGUAGES, catalogue
from engine.words.texts.cli import TEXTS
from engine.words.texts.cli_help import TEXTS as HELP
from engine.words.texts.cli_help_page import TEXTS as FRAME
from engine.words.texts.cli_retime import TEXTS as RETIME
from engine.words.texts.cli_views import TEXTS as VIEWS

KNOWN = {**TEXTS, **HELP, **FRAME, **RETIME, **VIEWS}
SAID = re.compile(r"""(?:say|note|said)\(\s*"([a-z-]+)\"""")


@pytest.mark.parametrize(
    ("args", "environment", "setting", "expected"),
    [
        ([], {}, "", "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "", "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "", "en"),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "", "en"),
        ([], {"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "", "zh"),
        ([], {"LANG": "en_US"}, "language: zh\n", "zh"),
        ([], {"LANG": "en_US"}, "# language: zh\n", "en"),
        ([], {"REVIEWFLOW_LANGUAGE": "en"}, "language: 'zh'\n", "en"),
        (["inbox", "--lang", "zh"], {"REVIEWFLOW_LANGUAGE": "en"}, "", "zh"),
        (["--lang=en", "inbox"], {"LANG": "zh_CN"}, "language: zh\n", "en"),
        (["inbox", "--lang"], {"LANG": "zh_CN"}, "", "zh"),
    ],
)
def test_the_nearest_wish_wins(
    args: list[str], environment: dict[str, str], setting: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "reviewflow.yaml").write_text(setting, encoding="utf-8")
    assert language_of(args, {"REVIEWFLOW_HOME": str(tmp_path), **environment}) == expected


def test_settings_that_are_no_text_only_lose_their_wish(tmp_path: Path) -> None:
    (tmp_path / "reviewflow.yaml").write_bytes(b"\xff\xfe\x00")
    assert language_of([], {"REVIEWFLOW_HOME": str(tmp_path), "LANG": "zh_CN"}) == "zh"


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_every_text_is_there_in_each_language_with_the_same_facts(code: str) -> None:
    places = [set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", KNOWN[code][language])) for language in LANGUAGES]
    assert places[0] == places[1]
    assert KNOWN[code]["zh"] != KNOWN[code]["en"]


def test_every_text_the_room_says_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in Path(room).parent.glob("*.py"))
    used = set(SAID.findall(sources))
    assert len(used) > 60
    assert used <= catalogue().keys()
