"""Every shipped template, in both languages, with everything offered and with as little as may be."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from notifications import offered
from notifications.message import Message
from notifications.rendering import render
from tests.notifications.samples import ABOUT_PROCESS, ABSENT, FULL_EXTRA, NOW, letter, shipped

GENERIC = (
    "new_task", "task_due_soon", "task_due_today", "task_overdue", "task_escalated", "cancelled", "cycle_announced",
    "returned", "result_published",
)  # fmt: skip
EXTRA = {"holders": [True], "weights": [{"title": True, "weight": True}]}
CATALOGUE = shipped()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", GENERIC)
def test_a_generic_template_renders_with_everything_and_with_little(name: str, language: str) -> None:
    full = render(CATALOGUE, letter(name, language, extra=FULL_EXTRA), NOW)
    little = replace(letter(name, language), variables={**ABOUT_PROCESS, **ABSENT})
    for message in (full, render(CATALOGUE, little, NOW)):
        assert Message.from_bytes(message.as_bytes()) == message
        assert message.language == language
        assert len(message.subject) < 90
        assert "None" not in message.text
        assert "\n\n\n" not in message.text
        assert not re.search(r"[{}]| ,| \.|（）|\(\)", message.text + message.subject)
        assert bool(re.search("[\u4e00-\u9fff]", message.subject)) is (language == "zh")


@pytest.mark.parametrize("name", GENERIC)
@pytest.mark.parametrize("known", [offered.about_process({}, {}), offered.about_task({}, EXTRA)])
def test_a_generic_template_reads_only_what_is_always_offered(name: str, known: offered.Known) -> None:
    assert CATALOGUE.check(name, known, None) == []
    assert not {path for path in CATALOGUE.paths(name) if path[0] == "data"}


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_every_template_is_sound_and_there_in_both_languages(name: str) -> None:
    assert CATALOGUE.languages(name) == ("en", "zh")
    assert all(CATALOGUE.templates[name, language].problems == () for language in ("en", "zh"))


def test_dates_and_weights_stand_in_the_announcement() -> None:
    text = render(CATALOGUE, letter("cycle_announced", "zh", extra=FULL_EXTRA), NOW).text
    assert "- 2027年1月25日：Results\n" in text
    assert "- Peers：30%\n" in text


def test_the_next_level_learns_who_owes_what_since_when() -> None:
    text = render(CATALOGUE, letter("task_escalated", extra=FULL_EXTRA), NOW).text
    assert "Owed by:    Wang Wei, Chen Bo\n  Since:      31 December 2026" in text


def test_a_result_never_stands_in_its_notice() -> None:
    assert "B" not in render(CATALOGUE, letter("result_published", data={"grade": "B"}), NOW).text
