"""Tasks in sequence, tasks that come again, latecomers, limits of a task's own."""

from __future__ import annotations

import pytest

from tests.core.policies import policy
from tests.support.roster import Reviews


def reviews(
    tasks: str,
    *,
    on: str = "",
    data: str = "rating: {type: number}",
    next_state: str = "",
    reminders: str = "{at: due, send: nudge}",
) -> Reviews:
    made = Reviews(
        policy(f"""
        data: {{{data}, comment: {{type: text}}}}
        initial: reviewing
        states:
          reviewing:
            tasks: {tasks}
            due: 5 business days
            reminders: [{reminders}]
            on: {{done: {{to: deciding}}, proceed: {{by: hr, to: deciding}}{on}}}
          deciding:
            on: {{return: {{by: hr, to: reviewing}}, close: {{by: hr, to: closed}}{next_state}}}
          closed: {{final: true}}
        """)
    )
    made.start()
    return made


TIERS = (
    "{self_review: {for: employee}, review: {for: manager, follows: self_review, due: 2 business days}, "
    "approve: {for: committee, follows: [review]}}"
)


def test_one_task_after_the_other() -> None:
    case = reviews(TIERS)
    assert case.open_tasks() == {"self_review": ["li"]}
    assert case.refused("wang", "review") == ["task-closed"]
    case.pass_time("2026-03-04 09:00")
    case.act("li", "self_review")
    assert case.open_tasks() == {"review": ["wang"]}
    assert case.sent("new_task")[-1] == ("2026-03-04", "wang")
    assert str(case.of().tasks[-1].due_on) == "2026-03-06"  # counted from its own opening
    case.act("wang", "review")
    assert case.open_tasks() == {"approve": ["sun", "ann"]}
    assert case.act("sun", "approve").place == "deciding"


def test_a_tier_that_is_not_owed_is_passed_over() -> None:
    case = reviews(TIERS.replace("due: 2 business days", "when: filled(rating)"))
    case.act("li", "self_review")
    assert case.open_tasks() == {"approve": ["sun", "ann"]}


def test_a_task_opens_on_its_day_and_counts_from_there() -> None:
    hearing = (
        "{self_review: {for: employee, from: held_on, due: 2 business days}, "
        "read: {for: manager, optional: yes, title: {en: Read, zh: 阅读}}}"
    )
    case = reviews(
        hearing,
        data="held_on: {type: date, title: {en: Day, zh: 日期}}",
        on=", fix: {title: {en: Fix, zh: 确定}, by: hr, form: [held_on]}",
    )
    assert case.open_tasks() == {"read": ["wang"]}
    assert case.refused("li", "self_review") == ["date-not-known"]
    case.act("mei", "fix", held_on="2026-03-09")
    assert case.refused("li", "self_review") == ["too-early"]
    case.act("mei", "fix", held_on="2026-03-06")  # whoever moves the date moves the task
    case.pass_time("2026-03-05 23:59")
    assert case.open_tasks() == {"read": ["wang"]}
    case.pass_time("2026-03-06 00:00")
    assert case.open_tasks() == {"read": ["wang"], "self_review": ["li"]}
    assert str(case.of().tasks[-1].due_on) == "2026-03-10"
    assert case.act("li", "self_review").place == "deciding"
    case.act("mei", "return")  # its day is past: it opens at once
    assert case.open_tasks() == {"read": ["wang"], "self_review": ["li"]}


def test_a_vote_cannot_come_before_the_day_it_opens_on() -> None:
    vote = "{decide: {for: {majority: committee, vote: verdict}, from: 3 days after entry}}"
    case = reviews(vote, data="verdict: {type: choice, options: [dismissed, upheld], title: {en: Verdict, zh: 结论}}")
    assert case.refused("sun", "decide", verdict="upheld") == ["too-early"]
    case.pass_time("2026-03-05 09:00")
    case.act("sun", "decide", verdict="upheld")
    assert case.act("ann", "decide", verdict="upheld").place == "deciding"


def test_a_return_begins_the_tiers_anew() -> None:
    case = reviews(TIERS)
    case.act("li", "self_review")
    case.act("mei", "proceed")
    case.act("mei", "return")
    assert case.open_tasks() == {"self_review": ["li"]}


WEEKLY = (
    "{review: {for: manager}, "
    "comment: {for: employee, every: 1 week, due: 2 days, form: [comment], title: {en: Tell, zh: 汇报}}}"
)


def test_a_task_comes_again_every_week_and_holds_nothing_up() -> None:
    case = reviews(WEEKLY)  # from Monday, 2 March
    assert case.open_tasks() == {"review": ["wang"], "comment": ["li"]}
    case.act("li", "comment", comment="First")
    assert case.refused("li", "comment", comment="Twice") == ["task-closed"]
    case.pass_time("2026-03-09 00:00")
    assert case.open_tasks() == {"review": ["wang"], "comment": ["li"]}
    assert str(next(row for row in case.of().tasks if row.name == "comment").due_on) == "2026-03-11"
    case.act("li", "comment", comment="Second")
    assert [each for each in case.sent("new_task") if each[1] == "li"] == [("2026-03-02", "li"), ("2026-03-09", "li")]
    assert case.act("wang", "review").place == "deciding"
    assert case.pass_time("2026-03-30").place == "deciding"
    assert case.open_tasks() == {}


def test_a_turn_nobody_used_is_noted_as_missed() -> None:
    case = reviews(WEEKLY)
    case.pass_time("2026-03-09")
    turns = [each for one in case.decisions for each in one.entries if each.name == "every comment"]
    assert [dict(each.payload) for each in turns] == [{"turn": 1, "missed": ["li"]}]


def test_after_downtime_only_the_latest_turn_opens() -> None:
    case = reviews(WEEKLY)
    case.act("li", "comment", comment="First")
    case.wake("2026-03-25")
    turns = [each.payload["turn"] for one in case.decisions for each in one.entries if each.name == "every comment"]
    assert turns == [3]
    assert case.pass_time("2026-03-30 00:00").fired["reviewing#1/every comment"] == 4


KEPT = "{peer_review: {for: team, each: yes, form: [rating], on_exit: keep, title: {en: Rate, zh: 互评}}}"
MEAN = "mean(answers('peer_review', 'rating'))"
SCORE = f'rating: {{type: number}}, score: {{type: number, compute: "{MEAN}", title: {{en: Score, zh: 得分}}}}'


def test_a_late_rater_may_still_finish() -> None:
    case = reviews(KEPT, data=SCORE)
    case.act("zhao", "peer_review", rating=2)
    assert case.act("mei", "proceed").data["score"] == 2
    assert case.open_tasks() == {"peer_review": ["chen"]}
    assert case.refused("li", "peer_review", rating=4) == ["act-not-now"]
    assert case.refused("chen", "peer_review", rating="much") == ["form-kind"]
    late = case.act("chen", "peer_review", rating=4)
    assert (late.place, late.data["score"], case.open_tasks()) == ("deciding", 3, {})
    assert case.refused("chen", "peer_review", rating=5) == ["act-not-now"]


def test_latecomers_are_reminded_after_the_state_was_left() -> None:
    late = "{at: 1 business day after due, send: task_overdue, repeat: every business day, times: 3}"
    case = reviews(KEPT, reminders=f"{late}, {{at: 1 business day after due, send: {{template: nudge, to: hr}}}}")
    case.act("zhao", "peer_review", rating=2)
    case.act("mei", "proceed")
    case.pass_time("2026-03-11 09:00")
    assert case.sent("task_overdue") == [("2026-03-10", "chen"), ("2026-03-11", "chen")]
    case.act("chen", "peer_review", rating=4)
    case.pass_time("2026-03-20 09:00")
    assert len(case.sent("task_overdue")) == 2
    assert case.sent("nudge") == []  # the state is left: nobody but who is late has anything to do about it


@pytest.mark.parametrize("act", ["return", "close"])
def test_latecomers_are_waited_for_until_a_return_or_the_end(act: str) -> None:
    case = reviews(KEPT)
    case.act("zhao", "peer_review", rating=2)
    case.act("mei", "proceed")
    case.act("mei", act)
    kept = next(row for row in case.of().tasks if row.person == "chen" and row.visit == 1)
    assert kept.status == "lapsed"


def test_a_right_that_lapses_is_written_down() -> None:
    case = reviews("{review: {for: [manager, hr]}, self_review: {for: employee}}")
    case.act("mei", "review")
    case.act("mei", "proceed")
    entries = [each for one in case.decisions for each in one.entries if each.name == "lapsed"]
    assert [dict(each.payload) for each in entries] == [{"tasks": {"self_review": ["li"]}}]


def test_one_task_s_limit_is_extended_and_no_other() -> None:
    tasks = "{review: {for: manager, due: 2 business days}, self_review: {for: employee}}"
    case = reviews(tasks, on=", extend: {by: hr, extends: review, at_most: 2 business days}")
    assert case.refused("mei", "extend", amount="3 business days") == ["amount-too-large"]
    case.act("mei", "extend", amount="1 business day")
    assert {row.name: str(row.due_on) for row in case.of().tasks} == {
        "review": "2026-03-05",
        "self_review": "2026-03-09",
    }
    case.pass_time("2026-03-06")
    assert case.refused("mei", "extend", amount="1 business day") == ["too-late"]
