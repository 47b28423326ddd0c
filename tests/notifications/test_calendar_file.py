"""A calendar file goes with the messages that ask for one: correct for others' parsers, one entry a task for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.words.problems import located
from notifications.calendar_file import Event, calendar_text
from notifications.catalogue import read_catalogue
from notifications.message import Message
from notifications.offered import about_process
from notifications.rendering import render
from tests.notifications.samples import NOW, letter, shipped

UID = "0123@reviewflow.invalid"
TASK = replace(letter("new_task", "zh"), uid=UID)


def entries(text: str) -> list[icalendar.Event]:
    return [each for each in icalendar.Calendar.from_ical(text).walk() if each.name == "VEVENT"]


def test_a_task_is_a_day_in_the_calendar_that_a_later_letter_moves_and_the_last_takes_away() -> None:
    first = render(shipped(), TASK, NOW)
    (entry,) = entries(first.calendar)
    assert (entry["uid"], entry["dtstart"].dt, entry["dtend"].dt) == (UID, date(2026, 12, 31), date(2027, 1, 1))
    assert entry["summary"] == first.subject
    assert entry["url"] == "https://reviews.example.com/i/17"
    moved = replace(letter("limit_moved", due_on=date(2027, 1, 8)), uid=UID)
    (later,) = entries(render(shipped(), moved, NOW + timedelta(days=1)).calendar)
    assert (later["uid"], later["dtstart"].dt) == (UID, date(2027, 1, 8))
    assert later["sequence"] > entry["sequence"]
    gone = render(shipped(), replace(letter("passed_over"), uid=UID), NOW + timedelta(days=2)).calendar
    (last,) = entries(gone)
    assert icalendar.Calendar.from_ical(gone)["method"] == "CANCEL"
    assert (last["uid"], last["status"], last["sequence"] > later["sequence"]) == (UID, "CANCELLED", True)


def test_without_a_day_or_without_being_asked_no_file_goes_along() -> None:
    assert render(shipped(), replace(TASK, variables={**TASK.variables, "due_on": None}), NOW).calendar == ""
    assert render(shipped(), replace(letter("task_escalated"), uid=UID), NOW).calendar == ""
    assert render(shipped(), letter("new_task"), NOW).calendar == ""


def test_the_bytes_are_those_of_a_mail_with_an_attachment_and_come_back_as_they_were() -> None:
    message = render(shipped(), TASK, NOW)
    content = message.as_bytes()
    assert Message.from_bytes(content) == message
    assert Message.from_bytes(content).as_bytes() == content == render(shipped(), TASK, NOW).as_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) < 999
    mail = message_from_bytes(content, policy=policy.default)
    text, calendar = mail.iter_parts()  # type: ignore[attr-defined]
    assert text.get_content().replace("\r\n", "\n") == message.text
    assert (calendar.get_content_type(), calendar.get_filename()) == ("text/calendar", "calendar.ics")
    assert calendar["content-type"].params["method"] == "PUBLISH"
    assert Message.from_bytes(content.replace(b"\r\n", b"\n")) == message, "as a mailbox on disk keeps it"


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.one_of(
        st.dates(date(1900, 1, 1), date(2200, 1, 1)),
        st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001,
    ),
)
def test_whatever_a_subject_holds_it_stays_in_its_line(summary: str, on: date) -> None:
    text = calendar_text([Event(uid=UID, on=on, summary=summary)] * 2, "PUBLISH", NOW)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in "".join(lines)
    first, second = entries(text)
    assert first["uid"] == second["uid"] == UID
    assert str(first["summary"]) == " ".join("".join(c if c.isprintable() else " " for c in summary).split())
    assert first["dtstart"].dt == (on.replace(microsecond=0) if isinstance(on, datetime) else on)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("Calendar: {{ due_on }}", []),
        ("Calendar: cancel", []),
        (
            "Calendar: tomorrow",
            ["en/x.txt:2:11: error[template-head-value]: “Calendar” takes one of: cancel, {{ due_on }}"],
        ),
        ("Calendar: {{ data.meting_on }}", ["en/x.txt:2:19: error[template-variable-unknown]: “data.meting_on”"]),
        (
            "Calender: {{ due_on }}",
            ["en/x.txt:2:1: error[template-head-unknown]: “Calender” is nothing a template says"],
        ),
    ],
)
def test_what_the_line_says_is_checked_like_the_text(head: str, found: list[str]) -> None:
    texts = {f"{language}/x.txt": f"Subject: {{{{ reason }}}}\n{head}\n\n{{{{ link }}}}\n" for language in ("en", "zh")}
    catalogue, _ = read_catalogue(texts)
    problems = [located(each) for each in catalogue.check("x", about_process({"meeting_on": True}, {}), None)]
    told = [each for each in problems if each.startswith("en/")]
    assert len(told) == len(found)
    assert all(told[index].startswith(each) for index, each in enumerate(found)), told
