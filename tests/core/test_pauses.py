"""Clocks that stand: leave stops a limit, the ledger keeps what was used, fixed dates go on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.policies import policy
from tests.support.roster import Reviews, Roster, at

LEAVE = policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 10 business days
        paused_by: employee.on_leave
        reminders: [{at: 3 business days before due, send: task_due_soon}]
        on:
          extend: {by: hr, extends: due, at_most: 5 business days}
          disagree: {by: employee, until: 5 business days}
          proceed: {by: hr, from: 3 business days}
        after: [{past: due, to: closed}]
      closed: {final: yes}
    """)


def reviews_of(text: str) -> Reviews:
    roster = Roster()
    for id in roster.people:
        roster.change(id, on_leave=False)
    reviews = Reviews(text, roster=roster)
    reviews.cycle = {"results_out": date(2026, 3, 20)}
    reviews.start()
    return reviews


def leave(reviews: Reviews, day: str, *, away: bool) -> None:
    reviews.pass_time(f"{day} 08:00")
    reviews.roster.change("li", on_leave=away)
    reviews.raised("people.changed")


def due(reviews: Reviews) -> str:
    return str(reviews.of().tasks[0].due_on)


def test_leave_puts_a_limit_off_by_its_working_days_each_time() -> None:
    reviews = reviews_of(LEAVE)
    assert due(reviews) == "2026-03-16"
    leave(reviews, "2026-03-05", away=True)
    assert due(reviews) == "None"
    leave(reviews, "2026-03-10", away=False)
    assert due(reviews) == "2026-03-19"  # the 5th, 6th and 9th
    leave(reviews, "2026-03-12", away=True)
    leave(reviews, "2026-03-13", away=False)
    assert due(reviews) == "2026-03-20"
    assert reviews.pass_time("2026-03-20 23:59").place == "open"
    assert reviews.pass_time("2026-03-21 00:00").place == "closed"


def test_no_timer_is_armed_while_the_clock_stands_and_nothing_is_sent_twice() -> None:
    reviews = reviews_of(LEAVE)
    reviews.pass_time("2026-03-11 12:00")  # the reminder has gone out
    assert [each.template for each in reviews.notices if not each.suppressed].count("task_due_soon") == 1
    leave(reviews, "2026-03-12", away=True)
    assert reviews.timers(reviews.instances) == {"review/li": ()}
    assert reviews.pass_time("2026-06-01").place == "open"
    leave(reviews, "2026-06-02", away=False)
    reviews.pass_time("2026-06-30")
    assert [each.template for each in reviews.notices if not each.suppressed].count("task_due_soon") == 1
    assert reviews.of().place == "closed"


def test_the_ledger_stands_in_the_history() -> None:
    reviews = reviews_of(LEAVE)
    leave(reviews, "2026-03-05", away=True)
    leave(reviews, "2026-03-10", away=False)
    entries = [each for one in reviews.decisions for each in one.entries if each.name.startswith("clock.")]
    assert [(each.name, dict(each.payload)) for each in entries] == [
        ("clock.paused", {"by": "employee.on_leave", "used_days": 2, "used_business_days": 2}),
        ("clock.resumed", {"since": at("2026-03-05 08:00"), "paused_days": 5, "pauses": 1}),
    ]


def test_a_limit_that_was_over_stays_over() -> None:
    reviews = reviews_of(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 2 business days
            paused_by: employee.on_leave
            after: [{past: 5 business days after due, to: closed}]
          closed: {final: yes}
        """)
    )
    leave(reviews, "2026-03-09", away=True)
    assert due(reviews) == "2026-03-04"
    leave(reviews, "2026-03-16", away=False)
    assert due(reviews) == "2026-03-04"
    assert reviews.pass_time("2026-03-18 23:59").place == "open"  # 5, 6; then 16, 17, 18
    assert reviews.pass_time("2026-03-19 00:00").place == "closed"


def test_windows_stay_open_while_the_clock_stands_and_waits_are_not_over() -> None:
    reviews = reviews_of(LEAVE)
    leave(reviews, "2026-03-04", away=True)
    reviews.pass_time("2026-04-01")
    assert reviews.refused("mei", "proceed") == ["clock-stands"]
    reviews.act("mei", "extend", amount="2 business days")
    reviews.act("li", "disagree")
    leave(reviews, "2026-04-02", away=False)
    assert reviews.refused("mei", "proceed") == ["too-early"]
    reviews.pass_time("2026-04-03")
    reviews.act("mei", "proceed")
    assert due(reviews) == "2026-04-17"  # one day used; eleven more from the 2nd of April on, the 6th is a holiday


@pytest.mark.parametrize(("pause", "day"), [
    ("employee.on_leave", "2026-03-20"),
    ("{when: employee.on_leave, fixed_dates: yes}", "2026-03-25"),
])  # fmt: skip
def test_a_fixed_date_waits_only_where_that_is_said(pause: str, day: str) -> None:
    reviews = reviews_of(
        policy(f"""
        initial: open
        paused_by: {pause}
        states:
          open:
            tasks: {{agree: {{for: employee}}}}
            due: cycle.results_out
            after: [{{past: due, to: closed}}]
          closed: {{final: yes}}
        """)
    )
    leave(reviews, "2026-03-05", away=True)
    leave(reviews, "2026-03-10", away=False)
    assert due(reviews) == day


def test_a_pause_that_reads_the_date_is_noticed_on_its_day() -> None:
    reviews = reviews_of(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 5 days
            paused_by: today >= moment('2026-03-04') and today <= moment('2026-03-06')
            after: [{past: due, to: closed}]
          closed: {final: yes}
        """)
    )
    assert reviews.pass_time("2026-03-10 23:59").place == "open"
    assert reviews.pass_time("2026-03-11 00:00").place == "closed"  # 3, then 7 to 10
    assert [len(each) for each in reviews.of().stood.values()] == [1]


def test_a_new_visit_has_a_fresh_clock() -> None:
    reviews = reviews_of(
        policy("""
        initial: open
        paused_by: employee.on_leave
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 5 days
            on: {done: {to: waiting}}
          waiting:
            tasks: {confirm: {for: manager, ends_with: [return]}}
            paused_by: false
            due: 3 days
            on: {return: {by: manager, to: open}}
          closed: {final: yes}
        """)
    )
    leave(reviews, "2026-03-03", away=True)
    leave(reviews, "2026-03-05", away=False)
    assert due(reviews) == "2026-03-09"
    reviews.act("li", "agree")
    leave(reviews, "2026-03-06", away=True)
    assert [str(each.due_on) for each in reviews.of().tasks] == ["2026-03-09", "2026-03-08"]
    leave(reviews, "2026-03-07", away=False)
    reviews.act("wang", "return")
    assert str(reviews.of().tasks[-1].due_on) == "2026-03-12"


def test_states_within_a_state_share_its_clock() -> None:
    reviews = reviews_of(
        policy("""
        initial: running
        states:
          running:
            initial: open
            due: 10 days
            paused_by: employee.on_leave
            after: [{past: due, to: closed}]
            states:
              open:
                tasks: {agree: {for: employee}}
                on: {done: {to: waiting}}
              waiting:
                tasks: {confirm: {for: manager, due: 3 days}}
          closed: {final: yes}
        """)
    )
    leave(reviews, "2026-03-03", away=True)
    leave(reviews, "2026-03-05", away=False)
    assert due(reviews) == "2026-03-14"
    reviews.act("li", "agree")
    assert str(reviews.of().tasks[-1].due_on) == "2026-03-08"
    leave(reviews, "2026-03-06", away=True)
    leave(reviews, "2026-03-09", away=False)
    assert str(reviews.of().tasks[-1].due_on) == "2026-03-11"
    assert reviews.pass_time("2026-03-17 23:59").place == "waiting"
    assert reviews.pass_time("2026-03-18 00:00").place == "closed"


def suspend(reviews: Reviews, day: str) -> None:
    reviews.pass_time(f"{day} 08:00")
    reviews.intervene("suspend")


def resume(reviews: Reviews, day: str) -> None:
    reviews.pass_time(f"{day} 08:00")
    reviews.intervene("resume")


def test_a_leave_within_a_suspension_or_around_it_puts_off_once() -> None:
    around = reviews_of(LEAVE)
    leave(around, "2026-03-04", away=True)
    suspend(around, "2026-03-05")
    resume(around, "2026-03-09")
    leave(around, "2026-03-11", away=False)
    within = reviews_of(LEAVE)
    suspend(within, "2026-03-04")
    leave(within, "2026-03-05", away=True)
    leave(within, "2026-03-09", away=False)
    resume(within, "2026-03-11")
    assert due(around) == due(within) == "2026-03-23"  # the 4th, 5th, 6th, 9th and 10th, once


@pytest.mark.parametrize("first", ["leave", "suspension"])
def test_a_leave_and_a_suspension_that_overlap_put_off_once(first: str) -> None:
    reviews = reviews_of(LEAVE)
    if first == "leave":
        leave(reviews, "2026-03-04", away=True)
        suspend(reviews, "2026-03-06")
        leave(reviews, "2026-03-09", away=False)
        resume(reviews, "2026-03-11")
    else:
        suspend(reviews, "2026-03-04")
        leave(reviews, "2026-03-06", away=True)
        resume(reviews, "2026-03-09")
        leave(reviews, "2026-03-11", away=False)
    assert due(reviews) == "2026-03-23"
    suspend(reviews, "2026-03-12")
    resume(reviews, "2026-03-13")
    assert due(reviews) == "2026-03-24"
    assert reviews.pass_time("2026-03-24 23:59").place == "open"
    assert reviews.pass_time("2026-03-25 00:00").place == "closed"


def test_fixed_dates_that_wait_do_so_for_what_stood_since_entry() -> None:
    text = LEAVE.replace("due: 10 business days", "due: cycle.results_out").replace(
        "paused_by: employee.on_leave", "paused_by: {when: employee.on_leave, fixed_dates: yes}"
    )
    reviews = reviews_of(text)
    leave(reviews, "2026-03-04", away=True)
    suspend(reviews, "2026-03-06")
    resume(reviews, "2026-03-09")
    leave(reviews, "2026-03-11", away=False)
    assert due(reviews) == "2026-03-27"


RATERS = policy("""
    initial: open
    states:
      open:
        tasks:
          rate:
            for: team
            title: {en: Rate, zh: 评分}
            each: yes
            quorum: 1
            due: 5 business days
            paused_by: person.on_leave
        due: 30 days
        reminders: [{at: 1 business day before rate.due, send: task_due_soon}]
        on: {done: {to: closed}}
        after: [{past: rate.due, to: closed}]
      closed: {final: yes}
    """)


def _away(reviews: Reviews, who: str, day: str, *, away: bool) -> None:
    reviews.pass_time(f"{day} 08:00")
    reviews.roster.change(who, on_leave=away)
    reviews.raised("people.changed")


def _limits(reviews: Reviews) -> dict[str, str]:
    return {row.person: str(row.due_on) for row in reviews.of().tasks}


def test_the_clock_of_one_who_owes_it_stands_while_the_others_run_on() -> None:
    reviews = reviews_of(RATERS)
    assert _limits(reviews) == {"chen": "2026-03-09", "zhao": "2026-03-09"}
    _away(reviews, "zhao", "2026-03-04", away=True)
    assert _limits(reviews) == {"chen": "2026-03-09", "zhao": "None"}
    assert reviews.pass_time("2026-03-12").place == "open"  # the last limit is not known yet
    assert not [each for each in reviews.notices if each.template == "task_due_soon"]
    _away(reviews, "zhao", "2026-03-13", away=False)
    assert _limits(reviews) == {"chen": "2026-03-09", "zhao": "2026-03-18"}  # a day used, of five
    reviews.pass_time("2026-03-17 12:00")
    assert {each.template for each in reviews.notices} >= {"task_due_soon"}
    assert reviews.pass_time("2026-03-18 23:59").place == "open"
    assert reviews.pass_time("2026-03-19").place == "closed"


def test_the_ledger_of_a_holder_says_whose_it_is() -> None:
    reviews = reviews_of(RATERS)
    _away(reviews, "zhao", "2026-03-04", away=True)
    _away(reviews, "zhao", "2026-03-13", away=False)
    said = [each for one in reviews.decisions for each in one.entries if each.name.startswith("clock.")]
    assert [(each.name, each.payload["task"], each.payload["person"]) for each in said] == [
        ("clock.paused", "rate", "zhao"),
        ("clock.resumed", "rate", "zhao"),
    ]
    assert said[0].payload["used_business_days"] == 1
    assert said[1].payload["paused_days"] == 9
