"""Reminders: on their days, to those who still owe, once; and what is left of them after downtime."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.core.values import Notice
from tests.core.policies import policy
from tests.support.roster import Reviews, Roster, at

LADDER = policy("""
    data: {rating: {type: number}}
    initial: open
    states:
      open:
        tasks: {review: {for: manager, form: [rating]}}
        due: 10 business days
        reminders:
          - {at: 3 business days before due, send: soon}
          - {at: due, send: today}
          - {past: due, send: over}
          - {at: 1 business day after due, repeat: every 2 business days, times: 3, send: late, cc: hr}
        after:
          - {past: 10 business days after due, to: closed}
      closed: {final: yes}
    """)


def ladder(roster: Roster | None = None) -> Reviews:
    reviews = Reviews(LADDER, roster=roster)
    reviews.start()
    return reviews


def every(reviews: Reviews) -> list[tuple[str, str, str]]:
    """(day, template, recipient) of every reminder that goes out."""
    return [(day, name, who) for name in ("soon", "today", "over", "late") for day, who in reviews.sent(name)]


def test_before_at_after_and_again() -> None:
    reviews = ladder()
    reviews.pass_time("2026-04-20")
    assert every(reviews) == [
        ("2026-03-11", "soon", "wang"),
        ("2026-03-16", "today", "wang"),
        ("2026-03-16", "over", "wang"),
        ("2026-03-17", "late", "wang"),
        ("2026-03-17", "late", "mei"),
        ("2026-03-19", "late", "wang"),
        ("2026-03-19", "late", "mei"),
        ("2026-03-23", "late", "wang"),
        ("2026-03-23", "late", "mei"),
    ]
    planned = {each.template: each.planned_at for each in reversed(reviews.notices)}
    assert planned["today"] == at("2026-03-16 00:00")  # `at` when the day begins
    assert planned["over"] == at("2026-03-17 00:00")  # `past` when it is over
    assert reviews.of().place == "closed"


def test_a_reminder_is_withdrawn_with_the_task_or_the_state() -> None:
    reviews = ladder()
    reviews.pass_time("2026-03-20")
    wang, mei = (each for each in reviews.notices if each.template == "late" and each.planned_on == date(2026, 3, 17))
    assert (wang.needs_task, wang.task, wang.needs_visit) == (True, "review", "open#1")
    assert (mei.needs_task, mei.task, mei.needs_visit) == (False, "review", "open#1")
    assert (wang.due_on, mei.due_on) == (date(2026, 3, 16), date(2026, 3, 16))


def test_the_same_rule_has_a_key_for_each_occurrence_and_reader() -> None:
    reviews = ladder()
    reviews.pass_time("2026-03-24")
    keys = [each.key for each in reviews.notices if each.template == "late"]
    assert keys == [f"review/li|open#1|time/late|{count}|late|{who}" for count in (1, 2, 3) for who in ("wang", "mei")]


def test_until_ends_a_repetition_with_its_day() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 9 days
            reminders: [{at: 2 days after entry, repeat: every 2 days, until: due, send: again}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.pass_time("2026-03-30")
    assert [day for day, _ in reviews.sent("again")] == ["2026-03-04", "2026-03-06", "2026-03-08", "2026-03-10"]


def test_each_turn_is_counted_from_the_first() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            reminders: [{at: 2026-03-31, repeat: every month, times: 4, send: again}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.pass_time("2026-08-01")
    assert [day for day, _ in reviews.sent("again")] == ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]


def test_a_reminder_whose_condition_is_false_at_its_moment_is_not_made_up_for() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            on: {submit: {by: employee, form: [score]}}
            reminders: [{at: 1 day after entry, repeat: every 2 days, times: 4, when: filled(score), send: again}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.pass_time("2026-03-04")
    reviews.act("li", "submit", score=1)
    reviews.pass_time("2026-03-06")
    reviews.act("li", "submit", score=None)
    reviews.pass_time("2026-03-30")
    assert [day for day, _ in reviews.sent("again")] == ["2026-03-05"]


def test_a_condition_that_is_false_for_long_does_not_end_the_repetition() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score]}}
            reminders: [{at: 1 day after entry, repeat: every 2 days, when: filled(score), send: again}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    id = reviews.wake("2026-05-30").id
    (timer,) = reviews.timers([id])[id]
    assert timer.due_at == at("2026-05-31 00:00") or timer.due_at == at("2026-06-01 00:00")
    reviews.act("li", "submit", score=1)
    reviews.pass_time("2026-06-02")
    assert len(reviews.sent("again")) == 1


def test_a_reminder_whose_moment_is_past_at_entry_is_kept_as_suppressed() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 3 days
            reminders: [{at: 5 days before due, send: soon}, {at: 3 days before due, send: today}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.suppressed("soon") == ["past-at-entry"]
    assert reviews.sent("soon") == []
    assert reviews.sent("today") == [("2026-03-02", "li")]  # the day itself is not past
    reviews.pass_time("2026-03-10")
    assert len([each for each in reviews.notices if each.template == "soon"]) == 1


@pytest.mark.parametrize(("woken", "sent", "overtaken"), [
    ("2026-03-11 00:00", "soon", 0),
    ("2026-03-12 00:00", "soon", 0),
    ("2026-03-16 09:00", "today", 1),
    ("2026-03-17 09:00", "late", 3),
    ("2026-03-18 09:00", "late", 3),
    ("2026-03-23 09:00", "late", 5),
])  # fmt: skip
def test_a_ladder_collapses_to_its_latest_step(woken: str, sent: str, overtaken: int) -> None:
    reviews = ladder()
    reviews.wake(woken)
    reminders = [each for each in reviews.notices if each.template != "new_task"]
    assert [(each.template, each.recipient) for each in reminders if each.suppressed is None] == [(sent, "wang")]
    assert [each.suppressed for each in reminders if each.suppressed] == ["overtaken"] * overtaken


def test_whoever_was_reminded_before_is_escalated_although_late() -> None:
    reviews = ladder()
    reviews.pass_time("2026-03-16 09:00")
    reviews.wake("2026-03-25 09:00")
    assert reviews.sent("late") == [("2026-03-23", "wang"), ("2026-03-23", "mei")]


@pytest.mark.parametrize("days", [0, 1, 7, 90])
def test_downtime_sends_one_message_a_person_and_hurts_nobody_unwarned(days: int) -> None:
    reviews = ladder()
    due = at("2026-03-16 00:00")
    reviews.now = due + timedelta(days=days)
    reviews.tick()
    out = [each for each in reviews.notices if each.template != "new_task" and each.suppressed is None]
    assert [each.recipient for each in out].count("wang") == 1
    if days:
        assert {each.recipient for each in out} == {"wang"}  # nobody is escalated who was never reminded
    assert reviews.of().place == "open"
    reviews.tick()
    assert [each for each in reviews.notices if each.template != "new_task" and each.suppressed is None] == out
    reasons = {each.suppressed for each in reviews.notices} - {None}
    assert reasons <= {"overtaken"}


def test_what_a_late_reminder_announces_waits_two_business_days() -> None:
    reviews = ladder()
    assert reviews.wake("2026-06-12 10:00").place == "open"  # a Friday; closing was due on 31 March
    assert reviews.pass_time("2026-06-16 23:59").place == "open"
    found = reviews.pass_time("2026-06-17 00:00")
    assert found.place == "closed"
    assert found.ended_at == at("2026-06-17 00:00")


def test_what_nobody_is_reminded_of_does_not_wait() -> None:
    text = LADDER[: LADDER.index("    reminders:")] + LADDER[LADDER.index("    after:") :]
    reviews = Reviews(text)
    reviews.start()
    assert reviews.wake("2026-06-12 10:00").place == "closed"


def test_a_repeated_message_after_the_limit_collapses_too() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 1 day
            after: [{past: due, send: late, repeat: every business day}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.wake("2026-03-31")
    assert len(reviews.sent("late")) == 1
    assert set(reviews.suppressed("late")) == {"overtaken"}


def test_two_reminders_of_one_day_both_go_out_when_nobody_slept() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            reminders: [{at: 2 days after entry, send: one}, {at: 2 days after entry, send: other}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.wake("2026-03-04")
    assert reviews.sent("one") == reviews.sent("other") == [("2026-03-04", "li")]


def test_a_reminder_is_overtaken_only_for_whom_a_later_one_reaches() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            reminders:
              - {at: 1 day after entry, send: {template: early, to: hr}}
              - {at: 2 days after entry, send: later}
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.wake("2026-03-20")
    assert (reviews.sent("early"), reviews.sent("later")) == ([("2026-03-03", "mei")], [("2026-03-04", "li")])


def test_a_reminder_of_a_state_that_is_left_at_once_is_not_sent() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            reminders: [{at: 1 day after entry, send: soon}]
            after: [{at: 1 day after entry, to: closed}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.pass_time("2026-03-03")
    assert reviews.of().place == "closed"
    assert reviews.suppressed("soon") == ["state-left"]


def recipients(text: str) -> list[tuple[str, str]]:
    reviews = Reviews(policy(text))
    reviews.start()
    reviews.pass_time("2026-03-03")
    return [(each.template, each.recipient) for each in reviews.notices if each.template != "new_task"]


@pytest.mark.parametrize(("state", "who"), [
    ("tasks: {review: {for: manager}}", ["wang"]),
    ("on: {confirm: {by: [manager, hr]}}", ["wang", "mei"]),
    ("{}", ["li"]),
])  # fmt: skip
def test_who_gets_a_message_that_names_nobody(state: str, who: list[str]) -> None:
    body = "" if state == "{}" else state
    text = f"""
    initial: open
    states:
      open:
        reminders: [{{at: 1 day after entry, send: note}}]
        {body}
      closed: {{final: yes}}
    """
    assert recipients(text) == [("note", each) for each in who]


def test_a_message_that_names_its_readers_goes_to_them_alone() -> None:
    text = """
    initial: open
    states:
      open:
        tasks: {review: {for: manager}}
        reminders: [{at: 1 day after entry, send: [{template: note, to: [employee, manager], cc: manager}, other]}]
      closed: {final: yes}
    """
    assert recipients(text) == [("note", "li"), ("note", "wang"), ("other", "wang")]


def test_a_message_to_a_part_nobody_holds_goes_to_nobody() -> None:
    text = """
    initial: open
    states:
      open:
        tasks: {review: {for: manager}}
        reminders: [{at: 1 day after entry, send: {template: note, to: peers}}]
      closed: {final: yes}
    """
    reviews = Reviews(policy(text).replace("roles:", "roles:\n  peers: {is: subject.usual_peers, optional: yes}", 1))
    reviews.start()
    reviews.pass_time("2026-03-04")
    assert reviews.sent("note") == []


def test_a_message_sent_on_leaving_is_not_withdrawn_with_the_state() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {review: {for: manager}}
            after: [{past: 1 day, send: moved_on, to: closed}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.pass_time("2026-03-05")
    found: list[Notice] = [each for each in reviews.notices if each.template == "moved_on"]
    assert [(each.recipient, each.needs_task, each.needs_visit) for each in found] == [("wang", False, None)]


def test_a_message_of_a_move_speaks_of_the_limit_where_it_led() -> None:
    returning = policy("""
        data: {rating: {type: number}}
        initial: open
        states:
          open:
            tasks: {review: {for: manager, form: [rating]}}
            due: 10 business days
            on: {done: {to: deciding}}
          deciding:
            tasks: {decide: {for: hr, ends_with: [return, close]}}
            due: 3 business days
            on:
              return: {by: hr, to: open, send: {template: returned, to: manager}}
              close: {by: hr, to: closed, send: {template: over, to: manager}}
          closed: {final: yes}
        """)
    reviews = Reviews(returning)
    reviews.start()
    reviews.act("wang", "review", rating=3)
    reviews.act("mei", "return")
    reviews.act("wang", "review", rating=4)
    reviews.act("mei", "close")
    said = {each.template: each.due_on for each in reviews.notices if each.template in ("returned", "over")}
    assert said == {"returned": reviews.of().tasks[0].due_on, "over": None}
