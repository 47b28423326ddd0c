"""The worked example: an evaluation from the choice of peers to a corrected grade, every date counted by hand.

March 2026 has no holidays in China: the 2nd is a Monday, and 1 and 2 weeks are five and ten business days.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.core import sight
from tests.support.roster import Reviews, Roster, at

EVALUATION = """
process: evaluation
version: 3
title: {en: Performance evaluation, zh: 绩效评估}
subject: employee
settings:
  peer_count: 2
  objection_time: {default: 10 days, when: {"employee.department == 'Marketing'": 7 business days}}
roles:
  employee: subject
  manager: {is: subject.manager, on_change: follow, else: hr}
  peers: {chosen_by: employee, among: employee.colleagues}
  committee: group('calibration')
  hr: group('hr')
data:
  goals:
    type: list
    title: {en: Goals, zh: 绩效目标}
    from: goal_setting.goals
    item:
      score: {type: number, min: 0, max: 120, title: {en: Score, zh: 得分}}
  achievements: {type: text, max_length: 4000, title: {en: Achievements, zh: 业绩}}
  rating: {type: number, min: 1, max: 5, title: {en: Rating, zh: 评分}}
  comment: {type: text, title: {en: Comment, zh: 评语}}
  goal_score: {type: number, decimals: 1, compute: "weighted_mean(goals, 'score', 'weight')"}
  opinion:
    type: number
    decimals: 2
    combine: {self_review.rating: 10%, peer_review.rating: 30%, manager_review.rating: 60%}
    missing: share out
  grade:
    type: choice
    options: [D, C, B, A]
    compute: "band(goal_score, D=0, C=60, B=75, A=90)"
    corrected_by: [appeal.ended]
  signature: {type: choice, options: [signed, refused]}
  acknowledged: {type: choice, options: [signed, refused, deemed], default: = signature}
visible:
  self_review: [{to: [manager, hr, employee]}]
  peer_review: [{to: [manager, hr]}]
  manager_review: [{to: [manager, hr]}, {to: employee, from: published}]
  grade: [{to: [manager, hr, committee]}, {to: employee, from: published}]
initial: choosing_peers
on:
  subject_left: {to: closed_early}
states:
  choosing_peers:
    tasks:
      choose:
        for: employee
        form: [peers]
        require:
          - that: count(peers) == settings.peer_count
            else:
              en: "Choose exactly {{ settings.peer_count }} peers."
              zh: "必须选择{{ settings.peer_count }}名同事。"
          - that: manager not in peers
            else: {en: Your manager reviews you anyway., zh: 上级无需作为同事评价人。}
    due: 5 business days
    reminders:
      - {at: due, send: choose_peers_today}
    on:
      done: {to: reviewing}
    after:
      - {past: due, set: {peers: = employee.usual_peers}, send: peers_chosen_for_you, to: reviewing}
  reviewing:
    tasks:
      self_review: {for: employee, form: [achievements, rating]}
      peer_review: {for: peers, each: true, quorum: 2, form: [rating, comment], anonymous_to: employee}
      manager_review: {for: manager, form: [goals.score, rating, comment]}
    due: 10 business days
    reminders:
      - {at: 3 business days before due, send: review_due_soon}
      - {at: due, send: review_due_today}
      - {at: 1 business day after due, repeat: every 2 business days, times: 3, send: review_overdue, cc: manager}
    on:
      extend: {by: hr, extends: due, at_most: 5 business days, times: 1, reason: [illness, workload]}
      done: {to: calibrating}
    after:
      - {past: 5 business days after due, when: tasks.manager_review.done, to: calibrating}
      - {past: 5 business days after due, to: hr_follow_up}
  hr_follow_up:
    tasks:
      follow_up: {for: hr, ends_with: [proceed, reopen]}
    due: 3 business days
    on:
      proceed: {by: hr, to: calibrating}
      reopen: {by: hr, to: reviewing, reason: required}
    after:
      - {past: due, send: follow_up_overdue, repeat: every 2 business days}
  calibrating:
    tasks:
      calibrate: {for: committee, ends_with: [approve, return]}
    on:
      approve: {by: committee, to: published}
      return: {by: committee, to: reviewing, times: 2, reason: required}
    due: cycle.results_out
    after:
      - {past: due, send: calibration_overdue, repeat: every business day}
  published:
    entry:
      - start: feedback
      - when: grade == 'D'
        start: improvement_plan
        with: {goals: "= goals | where('score', '<', 60)"}
    tasks:
      acknowledge: {for: employee, form: [signature], optional: true}
    due: settings.objection_time
    on:
      appeal: {by: employee, until: due, times: 1, start: appeal}
      appeal.ended:
        when: appeal.verdict == 'upheld'
        set: {grade: = appeal.grade}
        cancel: improvement_plan
    after:
      - id: nobody signed
        past: due
        when: not running('appeal') and not filled(signature)
        set: {acknowledged: deemed}
        to: closed
      - id: signed or refused
        past: due
        when: not running('appeal')
        to: closed
  closed:
    final: true
    keep_for: 3 years
    on:
      appeal.ended:
        when: appeal.verdict == 'upheld'
        set: {grade: = appeal.grade}
        cancel: improvement_plan
  closed_early: {final: true, keep_for: 3 years}
"""

APPEAL = """
process: appeal
version: 1
title: {en: Appeal, zh: 申诉}
subject: employee
roles: {employee: subject, committee: "group('calibration')"}
data:
  verdict: {type: choice, options: [rejected, upheld], title: {en: Verdict, zh: 裁定}}
  grade: {type: choice, options: [D, C, B, A], optional: true, title: {en: Grade, zh: 等级}}
initial: deciding
states:
  deciding:
    tasks:
      decide: {for: committee, form: [verdict, grade], independent_of: [parent.manager_review]}
    on:
      done: {to: closed}
  closed: {final: true}
"""

FEEDBACK = """
process: feedback
version: 1
title: {en: Feedback, zh: 反馈}
subject: employee
roles: {employee: subject, manager: subject.manager}
data: {comment: {type: text}}
initial: open
states:
  open:
    tasks: {answer: {for: manager, form: [comment]}}
    on: {done: {to: closed}}
  closed: {final: true}
"""

PLAN = """
process: improvement_plan
version: 1
title: {en: Improvement plan, zh: 改进计划}
subject: employee
roles: {employee: subject, manager: subject.manager}
data:
  goals:
    type: list
    item:
      title: {type: text, title: {en: Goal, zh: 目标}}
      score: {type: number, title: {en: Score, zh: 得分}}
initial: open
states:
  open:
    tasks: {agree: {for: employee}}
  closed: {final: true}
"""

GOALS = [
    {"title": "Sales", "weight": Decimal(70), "score": None},
    {"title": "Service", "weight": Decimal(30), "score": None},
]


def evaluation(**people: object) -> Reviews:
    roster = Roster()
    roster.change("li", usual_peers=["zhao", "chen"])
    for id in ("sun", "ann"):
        roster.change(id, site="Shanghai")
    reviews = Reviews(EVALUATION, APPEAL, FEEDBACK, PLAN, roster=roster)
    reviews.cycle = {"name": "2026-h1", "results_out": date(2026, 4, 30)}
    reviews.siblings = {"goal_setting": {"goals": GOALS}}
    reviews.start()
    return reviews


def reviewed(score: int = 80) -> Reviews:
    """Peers chosen on the 5th, everybody answers on the 9th."""
    reviews = evaluation()
    reviews.pass_time("2026-03-05")
    reviews.act("li", "choose", peers=["zhao", "chen"])
    reviews.pass_time("2026-03-09")
    reviews.act("li", "self_review", achievements="Sold more.", rating=5)
    reviews.act("zhao", "peer_review", rating=4, comment="Good.")
    reviews.act("chen", "peer_review", rating=3, comment="Helpful.")
    reviews.act("wang", "manager_review", goals__score=[score, score], rating=4, comment="Well done.")
    return reviews


def published(score: int = 80) -> Reviews:
    reviews = reviewed(score)
    reviews.pass_time("2026-03-10")
    reviews.act("sun", "approve")
    return reviews


def test_a_silent_employee_still_reaches_hr() -> None:
    reviews = evaluation()
    reviews.pass_time("2026-03-04")
    refusal = reviews.refusal("li", "choose", peers=["zhao"])
    assert [each.text("en") for each in refusal.blockers] == ["Choose exactly 2 peers."]
    assert [each.text("zh") for each in refusal.blockers] == ["必须选择2名同事。"]

    reviews.pass_time("2026-03-05")
    found = reviews.act("li", "choose", peers=["zhao", "chen"])
    assert found.place == "reviewing"
    assert reviews.open_tasks() == {
        "self_review": ["li"],
        "peer_review": ["zhao", "chen"],
        "manager_review": ["wang"],
    }
    assert {task.due_on for task in found.tasks if task.state == "reviewing"} == {date(2026, 3, 19)}

    reviews.pass_time("2026-03-19 23:00")
    assert ("2026-03-16", "li") in reviews.sent("review_due_soon")
    assert ("2026-03-19", "li") in reviews.sent("review_due_today")

    reviews.pass_time("2026-03-26 23:00")
    assert reviews.of().place == "reviewing"
    assert [day for day, who in reviews.sent("review_overdue") if who == "li"] == [
        "2026-03-20",
        "2026-03-24",
        "2026-03-26",
    ]
    reviews.pass_time("2026-03-27")
    assert reviews.of().place == "hr_follow_up"
    assert reviews.open_tasks() == {"follow_up": ["mei"]}


def test_peers_who_are_not_chosen_are_chosen() -> None:
    reviews = evaluation()
    assert reviews.pass_time("2026-03-09 23:00").place == "choosing_peers"
    found = reviews.pass_time("2026-03-10")
    assert found.place == "reviewing"
    assert found.roles["peers"] == ("zhao", "chen")
    assert reviews.sent("peers_chosen_for_you") == [("2026-03-09", "li")]
    assert next(each for each in reviews.notices if each.template == "peers_chosen_for_you").needs_visit is None
    # entered on the 9th, whose day was over: ten business days later is the 23rd
    assert {task.due_on for task in found.tasks if task.state == "reviewing"} == {date(2026, 3, 23)}


@pytest.mark.parametrize(("peers", "codes"), [
    (["zhao", "wang"], ["form-not-among", "required"]),
    (["zhao", "zhao"], ["form-twice"]),
    (["zhao", "nobody"], ["form-person"]),
    ([], ["required"]),
])  # fmt: skip
def test_peers_that_cannot_be_chosen(peers: list[str], codes: list[str]) -> None:
    assert evaluation().refused("li", "choose", peers=peers) == codes


def test_everybody_answers_and_the_scores_add_up() -> None:
    found = reviewed().of()
    assert found.place == "calibrating"
    assert found.data["goal_score"] == Decimal("80.0")
    assert found.data["opinion"] == Decimal("3.95")  # 0.5 + 0.3 * 3.5 + 2.4
    assert found.data["grade"] == "B"
    assert found.data["goals"][0]["weight"] == Decimal(70)


def test_a_silent_peer_holds_nobody_up_and_weighs_nothing() -> None:
    reviews = evaluation()
    reviews.pass_time("2026-03-05")
    reviews.act("li", "choose", peers=["zhao", "chen"])
    reviews.act("wang", "manager_review", goals__score=[95, 95], rating=4, comment="Well done.")
    assert reviews.pass_time("2026-03-26 23:00").place == "reviewing"
    found = reviews.pass_time("2026-03-27")
    assert found.place == "calibrating"
    assert found.data["opinion"] == Decimal("4.00")
    assert found.data["grade"] == "A"
    assert {task.status for task in found.tasks if task.name == "peer_review"} == {"lapsed"}


def test_hr_may_give_more_time_once() -> None:
    reviews = evaluation()
    reviews.pass_time("2026-03-05")
    reviews.act("li", "choose", peers=["zhao", "chen"])
    reviews.pass_time("2026-03-18")
    assert reviews.refused("mei", "extend", amount="6 business days", reason="illness") == ["amount-too-large"]
    assert reviews.refused("mei", "extend", amount="1 week", reason="holiday") == ["reason-unknown", "amount-too-large"]
    found = reviews.act("mei", "extend", amount="5 business days", reason="illness")
    assert {task.due_on for task in found.tasks if task.state == "reviewing"} == {date(2026, 3, 26)}
    assert reviews.refused("mei", "extend", amount="1 business day", reason="illness") == [
        "too-often",
        "amount-too-large",
    ]
    reviews.pass_time("2026-03-26")
    # three business days before the first limit it had gone out already
    assert reviews.sent("review_due_soon").count(("2026-03-16", "li")) == 1
    assert len(reviews.sent("review_due_soon")) == 4
    assert {day for day, _ in reviews.sent("review_due_today")} == {"2026-03-26"}


def test_a_return_begins_a_fresh_clock() -> None:
    reviews = reviewed()
    reviews.pass_time("2026-03-10")
    assert reviews.refused("sun", "return") == ["reason-missing"]
    found = reviews.act("sun", "return", reason="The scores need evidence.")
    assert found.visits["reviewing"] == 2
    second = [task for task in found.tasks if task.visit == 2]
    assert {task.due_on for task in second} == {date(2026, 3, 24)}
    assert {task.status for task in second} == {"open"}
    reviews.pass_time("2026-03-25")
    assert {day for day, _ in reviews.sent("review_due_today")} == {"2026-03-24"}
    assert not any(each.needs_visit == "reviewing#1" for each in reviews.notices if each.planned_at > at("2026-03-10"))


def test_the_employee_sees_the_grade_once_it_is_published() -> None:
    reviews = reviewed()

    def seen(person: str) -> dict[str, object]:
        found = reviews.of()
        definition = reviews.process("evaluation", 3)
        return sight(definition, found, reviews.world(definition, "li", None, None), person).data()

    assert set(seen("li")) == {"achievements", "self_review"}
    assert set(seen("wang")) == {"achievements", "grade", "manager_review", "peer_review", "self_review"}
    assert seen("wang")["peer_review"] == {
        "zhao": {"rating": Decimal(4), "comment": "Good."},
        "chen": {"rating": Decimal(3), "comment": "Helpful."},
    }
    assert set(seen("zhao")) == {"peer_review"}
    assert set(seen("boss")) == set()
    reviews.act("sun", "approve")
    assert set(seen("li")) == {"achievements", "grade", "manager_review", "self_review"}


def test_a_published_grade_starts_what_follows() -> None:
    reviews = published()
    assert reviews.of("feedback").parent == "evaluation/li"
    assert [child.process for child in reviews.of().children] == ["feedback"]


def test_a_poor_grade_starts_a_plan_with_the_goals_that_fell_short() -> None:
    reviews = evaluation()
    reviews.act("li", "choose", peers=["zhao", "chen"])
    reviews.act("wang", "manager_review", goals__score=[50, 60], rating=2, comment="Hard.")
    for name in ("zhao", "chen"):
        reviews.act(name, "peer_review", rating=2, comment="Hm.")
    reviews.act("li", "self_review", achievements="None.", rating=2)
    found = reviews.act("sun", "approve")
    assert found.data["grade"] == "D"
    assert reviews.of("improvement_plan").data["goals"] == [{"title": "Sales", "score": Decimal(50)}]


def test_nobody_signs_and_the_result_is_deemed_known() -> None:
    reviews = published()
    assert reviews.pass_time("2026-03-20 23:00").place == "published"
    found = reviews.pass_time("2026-03-21")
    assert found.place == "closed"
    assert found.data["acknowledged"] == "deemed"
    assert found.entered["closed"].astimezone(at("2026-03-20").tzinfo) < at("2026-03-21 00:00")


def test_a_signature_is_kept_as_it_was_given() -> None:
    reviews = published()
    reviews.act("li", "acknowledge", signature="refused")
    found = reviews.pass_time("2026-03-21")
    assert (found.place, found.data["acknowledged"]) == ("closed", "refused")


def test_an_upheld_appeal_corrects_the_grade() -> None:
    reviews = published()
    reviews.pass_time("2026-03-12")
    reviews.act("li", "appeal")
    assert reviews.refused("li", "appeal") == ["too-often"]
    reviews.pass_time("2026-03-20")
    reviews.act("sun", "decide", of="appeal", verdict="upheld", grade="A")
    found = reviews.of()
    assert (found.place, found.data["grade"]) == ("published", "A")
    assert found.corrected == {"grade"}


def test_an_appeal_keeps_the_evaluation_open_and_its_end_closes_it() -> None:
    reviews = published()
    reviews.act("li", "appeal")
    assert reviews.pass_time("2026-03-25").place == "published"
    assert reviews.refused("li", "acknowledge") == ["form-missing"]
    reviews.act("sun", "decide", of="appeal", verdict="rejected")
    found = reviews.of()
    assert (found.place, found.data["grade"]) == ("closed", "B")
    assert found.entered["closed"] == at("2026-03-25")  # when the appeal ended, not when the limit did


def test_an_appeal_after_the_time_for_it_is_refused() -> None:
    reviews = published()
    reviews.act("li", "appeal")
    reviews.pass_time("2026-03-20 23:59")
    assert reviews.refused("li", "appeal") == ["too-often"]
    reviews.pass_time("2026-03-21 00:00")
    assert reviews.refused("li", "appeal") == ["too-late", "too-often"]


def test_a_leaver_closes_it_early() -> None:
    reviews = reviewed()
    found = reviews.raised("subject_left")
    assert (found.place, found.status) == ("closed_early", "ended")
    assert reviews.open_tasks() == {}
