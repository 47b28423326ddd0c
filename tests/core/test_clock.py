"""Limits, and what time does: dates as a person would count them, wherever somebody is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.core.values import Timer
from tests.core.policies import policy
from tests.support.roster import Reviews, Roster, at

CHAIN = policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 5 business days
        after: [{past: due, to: waiting}]
      waiting:
        tasks: {confirm: {for: manager}}
        due: 5 business days
        after: [{past: due, to: closed}]
      closed: {final: yes}
    """)


def limits(reviews: Reviews) -> dict[str, str]:
    return {f"{task.state}#{task.visit}": str(task.due_on) for task in reviews.of().tasks}


def test_two_limits_in_a_row_give_the_dates_a_person_would_count() -> None:
    reviews = Reviews(CHAIN)
    reviews.start()
    assert reviews.pass_time("2026-03-17").place == "closed"
    assert limits(reviews) == {"open#1": "2026-03-09", "waiting#1": "2026-03-16"}


@pytest.mark.parametrize(("woken", "second"), [
    ("2026-03-10 00:00", "2026-03-16"),
    ("2026-03-10 23:59", "2026-03-16"),  # within a day: counted from the day that was over
    ("2026-03-11 00:00", "2026-03-18"),  # real downtime: counted from the day it happened
    ("2026-03-13 12:00", "2026-03-20"),
])  # fmt: skip
def test_a_late_runner_counts_from_the_day_that_was_over(woken: str, second: str) -> None:
    reviews = Reviews(CHAIN)
    reviews.start()
    reviews.wake(woken)
    assert limits(reviews) == {"open#1": "2026-03-09", "waiting#1": second}
    (timer,) = [entry for entry in reviews.decisions[-1].entries if entry.kind == "timer"]
    assert timer.payload["due_at"] == at("2026-03-10 00:00")  # the planned moment is kept


def test_an_act_of_the_last_day_comes_before_what_follows_its_end() -> None:
    reviews = Reviews(CHAIN)
    reviews.start()
    reviews.now = at("2026-03-09 23:59")
    assert reviews.act("li", "agree").place == "open"
    reviews.now = at("2026-03-10 00:00")
    assert reviews.refused("li", "agree") == ["act-not-now"]  # the timer comes first, woken or not


def test_an_act_counts_from_its_own_moment_although_timers_were_late() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            due: 5 business days
            after: [{past: due, to: waiting}]
          waiting:
            on: {proceed: {by: employee, to: approving}}
          approving:
            tasks: {approve: {for: manager}}
            due: 1 day
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.now = at("2026-03-10 10:00")
    found = reviews.act("li", "proceed")
    assert found.entered["approving"] == reviews.now
    assert str(found.tasks[0].due_on) == "2026-03-11"
    assert [(entry.kind, entry.at) for entry in reviews.decisions[-1].entries] == [
        ("timer", at("2026-03-10 00:00") - timedelta(microseconds=1)),
        ("moved", at("2026-03-10 00:00") - timedelta(microseconds=1)),
        ("act", reviews.now),
        ("moved", reviews.now),
    ]


ZONES = policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: manager}}
        due: 5 business days
        after: [{past: due, to: waiting}]
      waiting:
        tasks: {confirm: {for: employee}}
        due: 5 business days
      closed: {final: yes}
    """)


def test_a_limit_ends_where_its_holder_is() -> None:
    roster = Roster()
    roster.change("wang", site="New-York")
    reviews = Reviews(ZONES, roster=roster)
    (task,) = reviews.start().tasks
    assert task.due_at == at("2026-03-10 00:00", "America/New_York")
    assert str(task.due_on) == "2026-03-09"
    assert reviews.pass_time("2026-03-09 23:59", "America/New_York").place == "open"
    assert reviews.pass_time("2026-03-10 00:00", "America/New_York").place == "waiting"
    # noon of the 10th in Shanghai; the limit was the 9th, and so the next one counts from there
    assert limits(reviews)["waiting#1"] == "2026-03-16"


def test_a_subject_far_behind_its_holder_counts_the_same_day() -> None:
    roster = Roster()
    roster.change("li", site="New-York")
    reviews = Reviews(ZONES, roster=roster, now="2026-03-02 23:00")
    reviews.start()
    assert reviews.pass_time("2026-03-10 00:00").place == "waiting"  # noon of the 9th in New York
    assert reviews.of().entered["waiting"] <= reviews.now
    assert limits(reviews)["waiting#1"] == "2026-03-16"


def test_a_state_s_limit_is_over_with_the_last_of_its_holders() -> None:
    roster = Roster()
    roster.change("ann", site="New-York")
    reviews = Reviews(ZONES.replace("for: manager", "for: committee"), roster=roster)
    reviews.start()
    assert reviews.pass_time("2026-03-10 00:00").place == "open"
    assert reviews.pass_time("2026-03-10 00:00", "America/New_York").place == "waiting"


@pytest.mark.parametrize(("site", "zone", "entered", "day_over"), [
    ("New-York", "America/New_York", "2026-03-07 12:00", "2026-03-09 00:00"),  # the day of 23 hours
    ("Berlin", "Europe/Berlin", "2026-10-24 12:00", "2026-10-26 00:00"),  # the day of 25 hours
])  # fmt: skip
def test_a_day_of_another_length_is_a_day(site: str, zone: str, entered: str, day_over: str) -> None:
    roster = Roster()
    for id in ("li", "wang"):
        roster.change(id, site=site)
    reviews = Reviews(ZONES.replace("5 business days", "1 day"), roster=roster)
    reviews.now = at(entered, zone)
    assert reviews.start().tasks[0].due_at == at(day_over, zone)


def test_hours_are_exact_over_a_change_of_clocks() -> None:
    roster = Roster()
    for id in ("li", "wang"):
        roster.change(id, site="New-York")
    reviews = Reviews(ZONES.replace("due: 5 business days", "due: 24 hours after entry"), roster=roster)
    reviews.now = at("2026-03-07 12:00", "America/New_York")
    assert reviews.start().tasks[0].due_at == at("2026-03-08 13:00", "America/New_York")
    assert reviews.pass_time("2026-03-08 12:59", "America/New_York").place == "open"
    found = reviews.pass_time("2026-03-08 13:00", "America/New_York")
    assert (found.place, found.entered["waiting"]) == ("waiting", reviews.now)


def test_holidays_and_worked_weekends_count_by_the_subject_s_calendar() -> None:
    reviews = Reviews(CHAIN, now="2026-02-13 09:00")  # a Friday; the 14th is worked, the festival is 15 to 23 February
    reviews.start()
    assert limits(reviews) == {"open#1": "2026-02-27"}


def test_at_a_day_is_its_beginning_and_at_an_hour_the_hour() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            due: 5 business days
            after:
              - {at: due, send: today}
              - {at: due at 18:00, send: evening}
              - {at: 30 hours after entry, send: exact}
              - {past: due, to: closed}
          closed: {final: yes}
        """)
    )
    reviews.start()
    timers = {each.rule: each.due_at for each in reviews.timers([reviews.id_of()])[reviews.id_of()]}
    assert timers == {
        "today": at("2026-03-09 00:00"),
        "evening": at("2026-03-09 18:00"),
        "exact": at("2026-03-03 15:00"),
        "past due → closed": at("2026-03-10 00:00"),
    }


CONSENT = policy("""
    data: {signature: {type: choice, options: [deemed, signed], optional: yes}}
    initial: signing
    states:
      signing:
        tasks: {sign: {for: employee, ends_with: [confirm, refuse]}}
        due: 5 business days
        on:
          confirm: {by: employee, from: 2 business days after entry, set: {signature: signed}, to: closed}
          refuse: {by: employee, to: waiting}
        after:
          - {past: due, when: not running('appeal'), set: {signature: deemed}, to: closed}
      waiting: {}
      closed: {final: yes}
    """)


def test_a_minimum_wait_and_deemed_consent() -> None:
    reviews = Reviews(CONSENT)
    reviews.start()
    reviews.pass_time("2026-03-03 23:59")
    assert reviews.refused("li", "confirm") == ["too-early"]
    assert reviews.pass_time("2026-03-09 23:59").place == "signing"
    found = reviews.pass_time("2026-03-10 00:00")
    assert (found.place, found.data["signature"]) == ("closed", "deemed")


def test_of_two_rules_at_one_moment_the_first_that_holds() -> None:
    text = policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score]}}
            after:
              - {past: 1 day, when: score > 1, to: approving}
              - {past: 1 day, to: waiting}
          approving: {}
          waiting: {}
          closed: {final: yes}
        """)
    for score, state in ((2, "approving"), (1, "waiting"), (None, "waiting")):
        reviews = Reviews(text)
        reviews.start()
        reviews.act("li", "submit", score=score)
        assert reviews.pass_time("2026-03-04 00:00").place == state


def test_a_moment_with_a_condition_fires_as_soon_as_both_hold() -> None:
    text = policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score]}}
            after: [{past: 1 day, when: filled(score), to: waiting}]
          waiting: {tasks: {agree: {for: employee}}, due: 1 day}
          closed: {final: yes}
        """)
    early = Reviews(text)
    early.start()
    assert early.act("li", "submit", score=1).place == "open"
    assert early.pass_time("2026-03-04 00:00").place == "waiting"
    late = Reviews(text)
    late.start()
    assert late.pass_time("2026-03-04 10:00").place == "open"
    found = late.act("li", "submit", score=1)
    assert (found.place, found.entered["waiting"]) == ("waiting", at("2026-03-04 10:00"))
    assert limits(late)["waiting#1"] == "2026-03-05"  # from the act, not from the day that was over


def test_a_condition_alone_fires_once_a_visit() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score]}, return: {by: employee, to: open}}
            after: [{when: score > 1, send: high}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    for score in (1, 2, 3):
        reviews.act("li", "submit", score=score)
    assert len(reviews.sent("high")) == 1
    reviews.act("li", "return")
    assert len(reviews.sent("high")) == 2


def test_a_condition_over_the_date_is_asked_again_every_day() -> None:
    reviews = Reviews(
        policy("""
        data: {happened_on: {type: date, title: {en: Day, zh: 日期}}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [happened_on]}}
            after: [{when: "days_between(happened_on, today) >= 3", to: closed}]
          closed: {final: yes}
        """)
    )
    reviews.start()
    reviews.act("li", "submit", happened_on="2026-03-02")
    assert reviews.pass_time("2026-03-04 23:59").place == "open"
    assert reviews.pass_time("2026-03-05 00:00").place == "closed"


def test_a_transition_whose_moment_is_past_at_entry_happens_at_once() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            on: {submit: {by: employee, to: waiting}}
          waiting:
            after: [{at: 2026-01-05, to: approving}]
          approving:
            tasks: {approve: {for: manager}}
            due: 1 day
          closed: {final: yes}
        """)
    )
    reviews.start()
    found = reviews.act("li", "submit")
    assert (found.place, limits(reviews)["approving#1"]) == ("approving", "2026-03-03")


def test_an_unknown_anchor_arms_nothing_until_it_is_known() -> None:
    reviews = Reviews(
        policy("""
        data: {happened_on: {type: date, optional: yes, title: {en: Day, zh: 日期}}}
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            due: 2 days after happened_on
            on: {submit: {by: employee, form: [happened_on]}}
            after: [{past: due, to: closed}]
          closed: {final: yes}
        """)
    )
    id = reviews.start().id
    assert reviews.timers([id])[id] == ()
    assert reviews.of().tasks[0].due_on is None
    found = reviews.act("li", "submit", happened_on="2026-03-10")
    assert str(found.tasks[0].due_on) == "2026-03-12"
    rule = "past due → closed"
    assert reviews.timers([id])[id] == (
        Timer(state="open", visit=1, rule=rule, occurrence=1, due_at=at("2026-03-13 00:00")),
    )
    reviews.act("li", "submit", happened_on="2026-03-05")
    assert reviews.timers([id])[id][0].due_at == at("2026-03-08 00:00")
    assert reviews.act("li", "submit", happened_on="2026-02-05").place == "closed"


EXTENSION = policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 5 business days
        reminders: [{at: 1 business day before due, send: soon}, {at: due, send: today}]
        on: {extend: {by: hr, extends: due, at_most: 5 business days, reason: [illness, leave]}}
        after: [{past: due, to: closed}]
      closed: {final: yes}
    """)


def test_an_extension_moves_the_limit_in_its_own_unit_up_to_the_total() -> None:
    reviews = Reviews(EXTENSION)
    reviews.start()
    reviews.act("mei", "extend", amount="2 business days", reason="illness")
    assert limits(reviews) == {"open#1": "2026-03-11"}
    for amount, code in (
        (None, "amount-missing"),
        ("0 business days", "amount-missing"),
        ("soon", "amount-unreadable"),
        ("4 business days", "amount-too-large"),
        ("1 day", "amount-too-large"),
    ):
        assert reviews.refused("mei", "extend", amount=amount, reason="illness") == [code]
    reviews.act("mei", "extend", amount="3 business days", reason="leave")
    assert limits(reviews) == {"open#1": "2026-03-16"}
    assert reviews.pass_time("2026-03-16 23:59").place == "open"
    assert reviews.pass_time("2026-03-17 00:00").place == "closed"


def test_nothing_is_sent_twice_for_a_date_that_moved() -> None:
    reviews = Reviews(EXTENSION)
    reviews.start()
    reviews.pass_time("2026-03-06 12:00")
    reviews.act("mei", "extend", amount="5 business days", reason="illness")
    reviews.pass_time("2026-03-17")
    assert reviews.sent("soon") == [("2026-03-06", "li")]
    assert reviews.sent("today") == [("2026-03-16", "li")]


def test_a_limit_that_is_over_cannot_be_extended() -> None:
    reviews = Reviews(
        EXTENSION.replace("after: [{past: due, to: closed}]", "after: [{past: 1 week after due, to: closed}]")
    )
    reviews.start()
    reviews.pass_time("2026-03-10 00:00")
    assert reviews.refused("mei", "extend", amount="1 business day", reason="illness") == ["too-late"]
    said = EXTENSION.replace("extends: due,", "extends: due, until: 3 business days after due,").replace(
        "after: [{past: due, to: closed}]", ""
    )
    reviews = Reviews(said)
    reviews.start()
    reviews.pass_time("2026-03-10 00:00")
    reviews.act("mei", "extend", amount="2 business days", reason="illness")
    assert limits(reviews) == {"open#1": "2026-03-11"}


def test_entries_may_pass_a_state_through_before_anything_exists_there() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score], to: waiting}}
          waiting:
            entry:
              - {send: seen}
              - {when: score > 1, set: {score: 0}, to: approving}
            tasks: {agree: {for: employee}}
          approving: {tasks: {approve: {for: manager}}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    found = reviews.act("li", "submit", score=2)
    assert (found.place, found.data["score"]) == ("approving", 0)
    assert found.visits == {"open": 1, "waiting": 1, "approving": 1}
    assert reviews.open_tasks() == {"approve": ["wang"]}
    assert len(reviews.sent("seen")) == 1
    assert [(entry.from_state, entry.to_state) for entry in reviews.decisions[-1].entries if entry.kind == "moved"] == [
        ("open", "waiting"),
        ("waiting", "approving"),
    ]


@pytest.mark.parametrize("kind", ["entry", "when", "at"])
def test_a_circle_stops_after_ten_steps_and_somebody_sees_it(kind: str) -> None:
    rule = {
        "entry": "entry: [{to: OTHER}]",
        "when": "after: [{when: true, to: OTHER}]",
        "at": "after: [{at: entry, to: OTHER}]",
    }[kind]
    reviews = Reviews(
        policy(f"""
        initial: open
        states:
          open: {{on: {{submit: {{by: employee, to: waiting}}}}}}
          waiting:
            tasks: {{agree: {{for: employee}}}}
            {rule.replace("OTHER", "approving")}
          approving:
            tasks: {{approve: {{for: manager}}}}
            {rule.replace("OTHER", "waiting")}
          closed: {{final: yes}}
        """)
    )
    reviews.start()
    found = reviews.act("li", "submit")
    assert found.visits["waiting"] + found.visits["approving"] == 10
    assert reviews.incidents == ["chain-too-long"]
    assert found.place == "approving"
    assert reviews.open_tasks() == {"approve": ["wang"]}


SELF = """
    data: {score: {type: number, optional: yes}}
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 5 business days
        on: {submit: {by: employee, form: [score]}DONE}
        AFTER
      closed: {final: yes}
"""


@pytest.mark.parametrize(("done", "after"), [
    ("", "after: [{past: due, to: open}]"),
    ("", "after: [{when: score > 1, set: {score: 0}, to: open}]"),
    (", done: {to: open}", ""),
])  # fmt: skip
def test_a_state_that_leads_to_itself_counts_anew_and_says_so(done: str, after: str) -> None:
    reviews = Reviews(policy(SELF.replace("DONE", done).replace("AFTER", after)))
    reviews.start()
    reviews.pass_time("2026-03-09")
    if done:
        reviews.act("li", "agree")
    elif "score" in after:
        reviews.act("li", "submit", score=2)
    reviews.pass_time("2026-03-10")
    assert limits(reviews) == {"open#1": "2026-03-09", "open#2": "2026-03-16"}
    assert [str(each.due_on) for each in reviews.notices] == ["2026-03-09", "2026-03-16"]


def test_what_is_over_may_be_taken_up_again() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        states:
          open:
            tasks: {agree: {for: employee}}
            on: {done: {to: closed}}
          closed:
            final: yes
            on: {reopen: {by: hr, to: open}}
        """)
    )
    reviews.start()
    found = reviews.act("li", "agree")
    assert (found.status, found.ended_at) == ("ended", at("2026-03-02 09:00"))
    found = reviews.act("mei", "reopen")
    assert (found.status, found.ended_at, reviews.open_tasks()) == ("running", None, {"agree": ["li"]})
