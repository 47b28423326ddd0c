"""What is due to one person at once is one letter; each notice keeps a row that says into which, or why it waits."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine.core.values import Notice, Triggered
from engine.runtime.deliver import Delivered, again, deliver
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.mailing import outbox_row
from engine.runtime.parcels import LEASE, take
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import transaction
from engine.store.outbox import Message, enqueue
from tests.runtime.conftest import NOW
from tests.runtime.test_delivery import incidents, received, with_status
from tests.support.statements import statements

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
NIGHT = datetime(2026, 7, 1, 15, tzinfo=UTC)  # 23:00 in Shanghai
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MERGED = 12  # of the 13 tasks of the first day: M1's four, B1's four, H1's and P1's two; P2 has one
BRIEF = {"unit_goals": [{"title": "Ship"}]}


@pytest.fixture
def begun(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    deliver(workspace, NOW + DAY)
    tick(workspace, START)
    return workspace


def said(workspace: Workspace, lines: str) -> Workspace:
    """The workspace with a word on messages in its organisation's file."""
    file = workspace.home / "processes" / "organisation.yaml"
    file.write_text(file.read_text() + f"\nmessages: {lines}\n")
    return open_workspace(workspace.home, workspace.settings.database)


def owe(workspace: Workspace, recipient: str, *names: str, at: datetime = START, **more: object) -> None:
    """Notices about a cycle, one for each template, as a decision of that moment would queue them."""
    with transaction(workspace.database) as connection:
        work = Work(workspace, connection, at)
        rows = [
            outbox_row(
                work,
                None,
                Notice(key=f"2026-h2|{name}|{recipient}|{at}", template=name, recipient=recipient, rule="r",
                       planned_at=at, cycle="2026-h2", **more),  # type: ignore[arg-type]
            )
            for name in names
        ]  # fmt: skip
        enqueue(connection, rows, at)


def templates(home: Path, **texts: str) -> None:
    for name, text in texts.items():
        for language in ("en", "zh"):
            (home / "templates" / language / f"{name}.txt").write_text(text)


def digest_of(workspace: Workspace, person: str, word: str = "sent") -> Message:
    found = [each for each in with_status(workspace, word) if each.members and each.notice.recipient == person]
    assert len(found) == 1
    return found[0]


def letters(workspace: Workspace, template: str) -> dict[str, str]:
    """Whom a letter went to -> its text."""
    return {
        each.to.address: f"{each.subject}\n{each.text}" for each in received(workspace) if each.template == template
    }


def test_several_tasks_at_once_are_one_letter_and_every_notice_says_into_which(begun: Workspace) -> None:
    assert deliver(begun, START) == Delivered(sent=5, merged=MERGED)
    digest = digest_of(begun, "M1")
    merged = {each.key: each for each in with_status(begun, "suppressed") if each.last_error == digest.key}
    assert set(merged) == set(digest.members)
    assert {each.instance for each in merged.values()} == {f"goal_setting/2026-h2/E{n}" for n in (1, 2, 3, 4)}
    found = letters(begun, "digest")
    assert set(found) == {f"{name}@example.com" for name in ("m1", "h1", "b1", "p1")}
    assert found["m1@example.com"].startswith("【汇总】您有4项事务，最近一项2026年7月6日截止\n")
    assert all(
        f"【待办】分解部门目标：{name}" in found["m1@example.com"] for name in ("Wang Wei", "Li Lei", "Sun Shan")
    )
    assert len(letters(begun, "new_task")) == 1
    assert deliver(begun, START) == Delivered()


def test_a_digest_is_sent_again_in_the_same_bytes_and_never_made_twice(begun: Workspace) -> None:
    first = {each.message.key: each.content.as_bytes() for each in take(begun, "mailbox", START, 100).parcels}
    templates(begun.home, digest="Subject: Changed\n\nChanged.\n", new_task="Subject: Changed\n\nChanged.\n")
    restarted = open_workspace(begun.home, begun.settings.database)
    assert deliver(restarted, START + MINUTE) == Delivered()
    assert take(restarted, "mailbox", START + LEASE, 100).claimed == len(first)
    again = take(restarted, "mailbox", START + 2 * LEASE, 100).parcels
    assert {each.message.key: each.content.as_bytes() for each in again} == first
    assert deliver(restarted, START + 3 * LEASE).sent == len(first) == 5
    assert not any("Changed" in each.subject for each in received(begun))
    restarted.database.dispose()


def test_what_was_done_meanwhile_is_not_in_it_and_without_any_it_does_not_go_out(begun: Workspace) -> None:
    trigger(begun, "goal_setting/2026-h2/E1", Triggered(act="brief", actor="M1", form=BRIEF), START)
    take(begun, "mailbox", START, 100)
    assert len(digest_of(begun, "M1", "claimed").members) == 3
    for subject in ("E2", "E3", "E4"):
        trigger(begun, f"goal_setting/2026-h2/{subject}", Triggered(act="brief", actor="M1", form=BRIEF), START)
    deliver(begun, START + LEASE)
    assert digest_of(begun, "M1", "suppressed").last_error == "nothing-left"
    assert "m1@example.com" not in letters(begun, "digest")


def test_a_dead_digest_is_written_anew_of_what_is_still_needed(begun: Workspace) -> None:
    good = (begun.home / "templates" / "zh" / "digest.txt").read_text()
    templates(begun.home, digest="Subject: {{ count|date }}\n\nx\n")
    poisoned = open_workspace(begun.home, begun.settings.database)
    assert deliver(poisoned, START) == Delivered(sent=1, merged=MERGED, dead=4)
    assert incidents(poisoned) == [("digest", "message-failed")]
    trigger(poisoned, "goal_setting/2026-h2/E1", Triggered(act="brief", actor="M1", form=BRIEF), START)
    templates(begun.home, digest=good)
    mended = open_workspace(begun.home, begun.settings.database)
    assert again(mended, START + MINUTE) == 4
    assert deliver(mended, START + MINUTE).sent >= 4
    found = letters(mended, "digest")["m1@example.com"]
    assert "Li Lei" in found
    assert "Wang Wei" not in found
    for each in (poisoned, mended):
        each.database.dispose()


def test_a_notice_that_cannot_be_written_keeps_none_of_the_others(workspace: Workspace) -> None:
    templates(
        workspace.home, bad="Subject: {{ reason|date }}\n\nx\n", one="Subject: One\n\n1\n", two="Subject: Two\n\n2\n"
    )
    launch(workspace, "2026-h2", NOW)
    opened = open_workspace(workspace.home, workspace.settings.database)
    deliver(opened, NOW)
    owe(opened, "M1", "bad", "one", "two", reason="x")
    assert deliver(opened, START) == Delivered(sent=1, merged=2, dead=1)
    assert incidents(opened) == [("bad", "message-failed")]
    assert "---- One ----\n\n1\n\n" in letters(opened, "digest")["m1@example.com"].replace("—", "-")
    opened.database.dispose()


def test_what_is_exact_breaks_through_and_the_most_urgent_comes_first(workspace: Workspace) -> None:
    templates(
        workspace.home,
        now="Subject: Now\nDelivery: exact\n\nx\n",
        **{name: f"Subject: {name}\n\nx\n" for name in ("late", "soon", "none")},
    )
    launch(workspace, "2026-h2", NOW)
    opened = open_workspace(workspace.home, workspace.settings.database)
    deliver(opened, NOW)
    owe(opened, "M1", "none", at=NIGHT)
    owe(opened, "M1", "late", at=NIGHT, due_on=date(2026, 7, 9))
    owe(opened, "M1", "soon", "now", at=NIGHT, due_on=date(2026, 7, 3))
    assert deliver(opened, NIGHT) == Delivered(sent=1)
    assert letters(opened, "now")
    waiting = with_status(opened, "queued")
    assert {(each.last_error, each.not_before) for each in waiting} == {("outside-hours", NIGHT + 10 * HOUR)}
    assert deliver(opened, NIGHT + 10 * HOUR) == Delivered(sent=1, merged=3)
    text = letters(opened, "digest")["m1@example.com"]
    assert text.index("- soon") < text.index("- late") < text.index("- none")
    opened.database.dispose()


def test_a_runner_that_wakes_at_night_lets_people_sleep(begun: Workspace) -> None:
    assert deliver(begun, NIGHT) == Delivered(waiting=13)
    assert {each.last_error for each in with_status(begun, "queued")} == {"outside-hours"}
    assert deliver(begun, NIGHT + 10 * HOUR) == Delivered(sent=5, merged=MERGED)


def test_more_than_a_day_may_bring_waits_for_the_next_but_never_past_its_limit(workspace: Workspace) -> None:
    templates(workspace.home, **{f"n{n}": f"Subject: n{n}\n\nx\n" for n in range(6)})
    launch(workspace, "2026-h2", NOW)
    deliver(workspace, NOW)
    opened = said(workspace, "{most_a_day: 2}")
    owe(opened, "M1", "n0")
    owe(opened, "M1", "n1", at=START + MINUTE)
    assert deliver(opened, START).sent == deliver(opened, START + MINUTE).sent == 1
    owe(opened, "M1", "n2", "n3", "n4", at=START + HOUR)
    owe(opened, "M1", "n5", at=START + HOUR, due_on=date(2026, 7, 1))
    assert deliver(opened, START + HOUR) == Delivered(sent=1, waiting=3)
    assert {each.last_error for each in with_status(opened, "queued")} == {"enough-today"}
    assert deliver(opened, START + DAY) == Delivered(sent=1, merged=3)
    opened.database.dispose()


def test_what_missed_its_hours_goes_out_at_the_next_night_rather_than_never(begun: Workspace) -> None:
    assert deliver(begun, NIGHT) == Delivered(waiting=13)
    assert deliver(begun, NIGHT + DAY) == Delivered(sent=5, merged=MERGED)


def test_everybody_chooses_for_themselves(begun: Workspace) -> None:
    chosen = b"id,name,digest,quiet_hours,time_zone\nM1,Ma Ming,each,,\nB1,Zhao Bing,daily,09:00-11:00,Europe/Berlin\n"
    import_people(begun, chosen, START)
    assert deliver(begun, START) == Delivered(sent=4 + 1 + 1 + 1, merged=4, waiting=4)
    assert {each.notice.recipient for each in with_status(begun, "queued")} == {"B1"}
    nine = datetime(2026, 7, 1, 9, tzinfo=UTC)  # 11:00 in Berlin
    assert {each.not_before for each in with_status(begun, "queued")} == {nine}
    assert deliver(begun, nine) == Delivered(sent=1, merged=4)
    owe(begun, "B1", "cancelled", at=nine + HOUR)
    assert [(each.last_error, each.not_before) for each in with_status(begun, "queued")] == [
        ("daily-digest", nine + DAY)
    ]


def test_after_an_outage_a_later_reminder_overtakes_what_never_went_out(begun: Workspace) -> None:
    for day in (3, 6, 8):
        tick(begun, datetime(2026, 7, day, 2, tzinfo=UTC))
    at = datetime(2026, 7, 8, 2, tzinfo=UTC)
    deliver(begun, at)
    overtaken = {(each.notice.template, each.last_error) for each in with_status(begun, "suppressed")}
    assert ("new_task", "overtaken") in overtaken
    got = Counter(each.notice.recipient for each in with_status(begun, "sent") if each.sent_at == at)
    assert set(got.values()) == {1}


@pytest.mark.parametrize("people", [1, 9])
def test_a_batch_costs_a_handful_of_statements(begun: Workspace, people: int) -> None:
    deliver(begun, START)
    recipients = ["M1", "M2", "H1", "E1", "E2", "E3", "E4", "P1", "P2"][:people]
    for person in recipients:
        owe(begun, person, "returned", "cancelled", "plan_started", at=START + HOUR)
    with statements(begun.database) as seen:
        assert take(begun, "mailbox", START + HOUR, 100).merged == 3 * people
    assert len(seen) <= 20
