"""Who may do what, when and how often; and why not: every reason at once."""

from __future__ import annotations

from typing import Any

import pytest

from engine.core.values import Decision, Triggered
from tests.core.policies import policy
from tests.support.roster import Reviews

OFFICE = policy("""
    data:
      score: {type: number, min: 1, max: 5, decimals: 1}
      grade: {type: choice, options: [C, B, A]}
      notes: {type: text, max_length: 20, optional: yes}
      happened_on: {type: date, optional: yes, title: {en: Day, zh: 日期}}
      goals:
        type: list
        min_items: 1
        max_items: 3
        item:
          title: {type: text}
          weight: {type: number}
          target: {type: number, optional: yes}
    initial: open
    on:
      escalate: {by: everyone, to: closed}
    states:
      open:
        due: 5 business days
        on:
          submit: {by: employee, form: [score, grade, notes]}
          propose:
            by: [employee, manager]
            form: [goals]
            require:
              - that: sum(goals, 'weight') == 100
                else: {en: "The weights are {{ sum(goals, 'weight') }}.", zh: "权重合计{{ sum(goals, 'weight') }}。"}
              - each: goals
                that: item.weight >= 5
                else: {en: "“{{ item.title }}” weighs too little.", zh: "{{ item.title }}权重过低。"}
              - each: goals
                that: item.target > 0
                else: {en: Set a target., zh: 请设定目标值。}
          approve: {by: manager, independent_of: [submit], to: waiting}
          publish: {by: hr, from: 3 business days after entry, until: due}
          confirm: {by: employee, times: 2}
          return: {by: manager, reason: required}
          decline: {by: manager, reason: [illness, workload]}
          agree: {by: manager, from: 1 day after happened_on}
          proceed:
            by: manager
            choose:
              - {when: grade == 'A', to: approving}
              - {when: score >= 3, to: waiting}
          disagree: {by: manager, independent_of: [hr, approve], require: [{that: filled(score) and score > 1, else: {en: Too low., zh: 过低。}}]}
          date: {by: manager, form: [happened_on], title: {en: Say the day, zh: 填写日期}}
      waiting:
        on: {reopen: {by: manager, to: open}}
      approving: {}
      closed: {final: yes}
""")  # fmt: skip  # noqa: E501

REFUSED: list[tuple[str, str, dict[str, Any], list[str]]] = [
    ("wang", "submit", {}, ["not-your-role"]),
    ("nobody", "submit", {}, ["actor-unknown"]),
    ("nobody", "escalate", {}, ["actor-unknown"]),
    ("li", "fly", {}, ["act-unknown"]),
    ("li", "done", {}, ["act-unknown"]),
    ("wang", "reopen", {}, ["act-not-now"]),
    ("li", "submit", {}, ["form-missing", "form-missing"]),
    ("li", "submit", {"score": 6, "grade": "E", "notes": "x" * 21}, ["form-too-large", "form-choice", "form-too-long"]),
    ("li", "submit", {"score": "2.55", "grade": "A"}, ["form-decimals"]),
    ("li", "submit", {"score": True, "grade": "A"}, ["form-kind"]),
    ("li", "submit", {"score": 2.5, "grade": "A"}, ["form-kind"]),
    ("li", "submit", {"score": "NaN", "grade": "A"}, ["form-kind"]),
    ("li", "submit", {"score": "9" * 41, "grade": "A"}, ["form-kind"]),
    ("li", "submit", {"score": 3, "grade": "A", "wage": 1}, ["form-unknown-field"]),
    ("li", "submit", {"score": 3, "grade": "A", "notes": "a\x00b"}, ["form-characters"]),
    ("li", "submit", {"score": 3, "grade": "A", "notes": "\ud800"}, ["form-characters"]),
    ("li", "submit", {"score": None, "grade": "A"}, ["form-missing"]),
    ("wang", "date", {"happened_on": "9999-12-31"}, ["form-too-large"]),
    ("wang", "date", {"happened_on": "0001-01-01"}, ["form-too-small"]),
    ("wang", "date", {"happened_on": "2026-W10-1"}, ["form-kind"]),
    ("li", "propose", {"goals": []}, ["form-too-few"]),
    ("li", "propose", {"goals": [{"title": "A", "weight": 50}] * 4}, ["form-too-many"]),
    ("li", "propose", {"goals": "Sales"}, ["form-kind"]),
    ("li", "propose", {"goals": [{"title": "A", "weight": "x", "price": 1}]}, ["form-unknown-field", "form-kind"]),
    ("li", "propose", {"goals": [{"title": "A"}]}, ["form-missing"]),
    ("mei", "publish", {}, ["too-early"]),
    ("wang", "return", {}, ["reason-missing"]),
    ("wang", "return", {"reason": "  "}, ["reason-missing"]),
    ("wang", "return", {"reason": "a\x07"}, ["form-characters"]),
    ("wang", "return", {"reason": "a" * 20_001}, ["form-too-long"]),
    ("wang", "decline", {}, ["reason-missing"]),
    ("wang", "decline", {"reason": "illnes"}, ["reason-unknown"]),
    ("wang", "agree", {}, ["date-not-known"]),
    ("wang", "proceed", {}, ["no-alternative"]),
]


@pytest.mark.parametrize(("actor", "act", "form", "codes"), REFUSED)
def test_an_act_is_refused_with_every_reason(actor: str, act: str, form: dict[str, Any], codes: list[str]) -> None:
    reviews = Reviews(OFFICE)
    before = reviews.start()
    refusal = reviews.refusal(actor, act, **form)
    assert [each.code for each in refusal.blockers] == codes
    assert all(each.text("en") and each.text("zh") for each in refusal.blockers)
    assert reviews.of() is before


def test_a_wrong_state_names_the_present_one_and_the_right_ones() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    facts = reviews.refusal("wang", "reopen").blockers[0].facts
    assert facts["state"] == {"en": "Open", "zh": "进行中"}
    assert facts["states"] == {"en": "Waiting", "zh": "等待中"}


def test_an_unknown_act_names_the_nearest() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    assert reviews.refusal("li", "submitt").blockers[0].facts["nearest"] == "submit"


def test_a_stranger_learns_nothing_but_that() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    assert reviews.refused("li", "decline", score=1) == ["not-your-role"]


def test_every_requirement_is_judged_on_the_data_as_it_would_be() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    goals = [{"title": "Sell", "weight": 60, "target": 5}, {"title": "Learn", "weight": 4}]
    refusal = reviews.refusal("li", "propose", goals=goals)
    assert [(each.code, each.facts.get("row"), each.text("en")) for each in refusal.blockers] == [
        ("required", None, "The weights are 64."),
        ("required-in-row", 2, "Row 2: “Learn” weighs too little."),
        ("require-missing-in-row", 2, "Row 2: “item.target” is not filled in. Set a target."),
    ]
    assert refusal.blockers[0].text("zh") == "权重合计64。"
    found = reviews.act("li", "propose", goals=[{"title": "Sell", "weight": 100, "target": "5.0"}])
    assert str(found.data["goals"][0]["target"]) == "5.0"


def test_a_rule_about_a_missing_value_refuses_and_names_it() -> None:
    reviews = Reviews(policy("""
        data: {score: {type: number}, rating: {type: number, optional: yes}}
        initial: open
        states:
          open:
            on:
              submit: {by: employee, form: [score], require: [{that: score > rating, else: {en: Higher., zh: 更高。}}]}
          closed: {final: yes}
        """))  # fmt: skip
    reviews.start()
    blocker = reviews.refusal("li", "submit", score=3).blockers[0]
    assert (blocker.code, blocker.facts["what"]) == ("require-missing", "rating")


def test_a_rule_that_cannot_be_worked_out_is_never_let_through() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number}}
        initial: open
        states:
          open:
            on: {submit: {by: employee, form: [score], require: [{that: 1 / score > 0, else: {en: No., zh: 否。}}]}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.refused("li", "submit", score=0) == ["require-failed"]


def test_every_blocker_of_one_act_comes_together() -> None:
    reviews = Reviews(OFFICE)
    reviews.roster.change("li", groups=["hr"])
    reviews.start()
    assert reviews.refused("li", "publish", score=1) == ["too-early", "form-unknown-field"]


def test_who_holds_the_other_part_may_not_do_the_independent_act() -> None:
    reviews = Reviews(OFFICE)
    reviews.roster.change("li", manager="mei")
    reviews.start()
    assert reviews.refused("mei", "disagree") == ["not-independent", "required"]
    reviews.act("li", "submit", score=1, grade="C")
    assert [each.text("en") for each in reviews.refusal("mei", "disagree").blockers][1] == "Too low."


def test_independence_of_an_act_binds_only_who_did_it() -> None:
    reviews = Reviews(OFFICE)
    reviews.roster.change("li", manager="li")
    reviews.start()
    reviews.act("li", "submit", score=1, grade="C")
    assert reviews.refused("li", "approve") == ["not-independent"]
    reviews.roster.change("li", manager="wang")
    reviews.raised("people.changed")
    assert reviews.act("wang", "approve").place == "waiting"


def test_a_window_includes_its_first_and_its_last_day() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    reviews.pass_time("2026-03-04 23:59")
    assert reviews.refused("mei", "publish") == ["too-early"]
    reviews.pass_time("2026-03-05 00:00")
    reviews.act("mei", "publish")
    reviews.pass_time("2026-03-09 23:59")
    reviews.act("mei", "publish")
    reviews.pass_time("2026-03-10 00:00")
    assert reviews.refused("mei", "publish") == ["too-late"]


def test_a_window_is_where_the_actor_is() -> None:
    reviews = Reviews(OFFICE)
    reviews.roster.change("mei", site="New-York")
    reviews.start()
    reviews.pass_time("2026-03-05 00:00", "America/New_York")
    reviews.act("mei", "publish")
    reviews.pass_time("2026-03-09 23:59", "America/New_York")
    reviews.act("mei", "publish")
    reviews.pass_time("2026-03-10 00:00", "America/New_York")
    assert reviews.refused("mei", "publish") == ["too-late"]


def test_an_act_is_counted_over_the_whole_life() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    reviews.act("li", "confirm")
    reviews.act("wang", "approve")
    reviews.act("wang", "reopen")
    reviews.act("li", "confirm")
    assert reviews.refused("li", "confirm") == ["too-often"]
    assert reviews.of().acts["confirm"].by == ("li", "li")


@pytest.mark.parametrize(
    ("score", "grade", "state"), [(1, "A", "approving"), (5, "A", "approving"), (3, "B", "waiting")]
)
def test_the_first_alternative_that_holds_is_taken(score: int, grade: str, state: str) -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    reviews.act("li", "submit", score=score, grade=grade)
    assert reviews.act("wang", "proceed").place == state


def test_everyone_means_any_active_person() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    assert reviews.act("chen", "escalate").status == "ended"


def test_the_engine_s_own_events_cannot_be_done_by_hand() -> None:
    reviews = Reviews(
        policy("""
        initial: open
        on: {subject_left: {to: closed}}
        states:
          open: {tasks: {agree: {for: employee}}, on: {done: {to: closed}}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.refused("li", "done") == ["act-unknown"]
    assert reviews.refused("li", "subject_left") == ["act-unknown"]


COLUMNS = policy("""
    data:
      goals:
        type: list
        item:
          title: {type: text}
          score: {type: number, min: 0, max: 120}
          notes: {type: text, optional: yes}
    initial: open
    states:
      open:
        on:
          submit: {by: manager, form: [goals.score, goals.notes]}
          propose: {by: employee, form: [goals]}
      closed: {final: yes}
    """)


@pytest.mark.parametrize(("form", "scores", "notes"), [
    ({"goals__score": [1, 2]}, [1, 2], ["old", None]),
    ({"goals": [{"score": 1}, {"score": 2}]}, [1, 2], ["old", None]),
    ({"goals": [{"score": 1, "notes": None}, {"score": 2, "notes": "new"}]}, [1, 2], [None, "new"]),
    ({"goals__score": ["3", "4"], "goals__notes": ["a", "b"]}, [3, 4], ["a", "b"]),
])  # fmt: skip
def test_columns_are_written_into_the_rows_that_are_there(
    form: dict[str, Any], scores: list[int], notes: list[str | None]
) -> None:
    reviews = Reviews(COLUMNS)
    reviews.start(goals=[{"title": "Sell", "score": None, "notes": "old"}, {"title": "Learn"}])
    rows = reviews.act("wang", "submit", **form).data["goals"]
    assert [row["title"] for row in rows] == ["Sell", "Learn"]
    assert [row["score"] for row in rows] == scores
    assert [row["notes"] for row in rows] == notes


@pytest.mark.parametrize(("form", "codes"), [
    ({}, ["form-missing", "form-missing"]),
    ({"goals__score": [1]}, ["form-rows"]),
    ({"goals__score": 1}, ["form-kind"]),
    ({"goals": [{"score": 1}, {"score": 2}, {"score": 3}]}, ["form-rows", "form-rows"]),
    ({"goals": [{"score": 1}, {"title": "New"}]}, ["form-unknown-field", "form-unknown-field"]),
    ({"goals": [{"score": 1}, 2]}, ["form-kind", "form-kind"]),
    ({"goals__score": [1, 121]}, ["form-too-large"]),
])  # fmt: skip
def test_columns_that_do_not_fit(form: dict[str, Any], codes: list[str]) -> None:
    reviews = Reviews(COLUMNS)
    reviews.start(goals=[{"title": "Sell"}, {"title": "Learn"}])
    assert reviews.refused("wang", "submit", **form) == codes


def test_what_another_form_fills_in_later_is_not_asked_for_now() -> None:
    reviews = Reviews(COLUMNS)
    reviews.start()
    found = reviews.act("li", "propose", goals=[{"title": "Sell"}])
    assert found.data["goals"] == [{"title": "Sell", "score": None, "notes": None}]


def test_an_act_leaves_a_line_of_history_at_its_moment() -> None:
    reviews = Reviews(OFFICE)
    reviews.start()
    reviews.pass_time("2026-03-03 10:00")
    outcome = reviews.attempt(Triggered(act="return", actor="wang", reason="Again."))
    assert isinstance(outcome, Decision)
    (entry,) = outcome.entries
    assert (entry.kind, entry.name, entry.actor, entry.at, entry.payload) == (
        "act", "return", "wang", reviews.now, {"form": {}, "reason": "Again."},
    )  # fmt: skip
