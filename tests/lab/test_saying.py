"""Moments in words, as pictures and pages say them."""

from __future__ import annotations

import pytest

from engine.calendar.moment import parse_moment
from engine.definition.library import read_library
from engine.lab.saying import Speaker
from tests.definition.folders import right


@pytest.mark.parametrize(("text", "en", "zh"), [
    ("15 May of the year of entry", "15 May of the year of the start of this state", "进入本阶段当年的5月15日"),
    ("31 March of the year after due", "31 March of the year after the limit", "期限次年的3月31日"),
    ("1 June after entry", "the next 1 June after the start of this state", "进入本阶段之后最近的6月1日"),
    (
        "settings.objection_time before due",
        "5 business days (some groups differ) before the limit",
        "期限前5个工作日（部分人群不同）",
    ),
])  # fmt: skip
def test_a_moment_is_said_in_both_languages(text: str, en: str, zh: str) -> None:
    library, _ = read_library(dict(right()))
    assert library is not None
    said = [Speaker(library.processes["review"], language, {}).moment(parse_moment(text)) for language in ("en", "zh")]
    assert said == [en, zh]
