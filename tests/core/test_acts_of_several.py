"""Acts within limits: so often a visit, by somebody higher up, in the place of a holder; children told and left."""

from __future__ import annotations

from engine.core.values import Triggered
from tests.core.policies import policy
from tests.support.roster import Reviews

ACTS = policy("""
    data: {comment: {type: text}}
    initial: deciding
    states:
      deciding:
        tasks: {decide: {for: manager, form: [comment]}}
        due: 5 business days
        on:
          propose: {by: [manager, hr], title: {en: Propose, zh: 提议}}
          approve: {by: everyone, above: propose, title: {en: Approve, zh: 批准}}
          return: {by: employee, times: 2 per visit}
          leave: {by: hr, to: waiting}
          replace:
            by: hr
            assign: manager
            reason: {illness: {en: Illness, zh: 疾病}, conflict: {en: Conflict, zh: 利益冲突}}
            title: {en: Replace, zh: 替换}
          object: {by: employee, times: 1 per visit of deciding, title: {en: Object, zh: 异议}}
      waiting:
        on:
          reopen: {by: hr, to: deciding}
          object: {by: employee, times: 1 per visit of deciding, title: {en: Object, zh: 异议}}
      closed: {final: true}
    """)


def reviews() -> Reviews:
    made = Reviews(ACTS)
    made.start()
    return made


def test_so_often_a_visit() -> None:
    case = reviews()
    for _ in range(2):
        case.act("li", "return")
    assert case.refused("li", "return") == ["too-often"]
    case.act("mei", "leave")
    case.act("mei", "reopen")
    case.act("li", "return")
    assert case.of().acts["return"].count == 3


def test_once_for_each_visit_of_another_state_wherever_it_is_done() -> None:
    case = reviews()
    case.act("li", "object")
    case.act("mei", "leave")
    assert case.refused("li", "object") == ["too-often"]
    case.act("mei", "reopen")
    case.act("mei", "leave")
    case.act("li", "object")
    assert case.refused("li", "object") == ["too-often"]


def test_only_somebody_above_the_proposer() -> None:
    case = reviews()
    case.act("wang", "propose")
    assert case.refused("li", "approve") == ["not-above"]
    assert case.refused("wang", "approve") == ["not-above"]
    assert case.refused("mei", "approve") == ["not-above"]  # in another line
    case.act("boss", "approve")
    case.act("mei", "propose")


def test_a_line_that_goes_in_a_circle_ends() -> None:
    case = reviews()
    case.roster.change("boss", manager="wang")
    case.act("wang", "propose")
    assert case.refused("li", "approve") == ["not-above"]


def test_an_act_replaces_a_holder_whose_task_goes_to_the_new_one() -> None:
    case = reviews()
    refusal = case.refusal("mei", "replace", manager="sun")
    assert [each.code for each in refusal.blockers] == ["reason-missing"]
    assert "conflict (利益冲突)" in refusal.blockers[0].text("zh")
    assert case.refused("mei", "replace", reason="illness", manager="nobody") == ["form-person"]
    case.act("mei", "replace", reason="illness", manager="sun")
    assert (case.of().roles["manager"], case.open_tasks()) == (("sun",), {"decide": ["sun"]})
    case.roster.change("li", manager="boss")
    assert case.raised("people.changed").roles["manager"] == ("sun",)
    case.roster.change("sun", active=False)
    assert case.raised("people.changed").roles["manager"] == ("boss",)
    assert case.open_tasks() == {"decide": ["boss"]}


PARENT = policy("""
    data:
      goals: {type: list, item: {title: {type: text}, weight: {type: number}}}
    initial: running
    states:
      running:
        title: {en: Running, zh: 进行中}
        entry:
          start:
            - {process: check_point, for_each: goals, on_parent_end: cancel, with: {topic: = item.title}}
            - {process: check_point, with: {topic: All}}
        on:
          hurry: {by: hr, emit: hurry, for_each: "children('check_point') | where('state', '!=', 'closed')"}
          close: {by: hr, require: {that: "count(children('check_point') | where('status', '==', 'ended')) > 0", else: {en: None has ended., zh: 无。}}, to: closed}
          check_point.ended: {}
      closed: {final: true}
    """.replace("hurry: {by: hr,", "hurry: {by: hr, title: {en: Hurry, zh: 催办},"))  # fmt: skip  # noqa: E501

CHECK_POINT = """
process: check_point
version: 1
title: {en: Check point, zh: 检查点}
subject: employee
roles: {employee: subject, hr: "group('hr')"}
data: {topic: {type: text, title: {en: Topic, zh: 主题}}}
initial: waiting
states:
  waiting:
    on:
      review.hurry: {to: reviewing}
      close: {by: employee, to: closed}
  reviewing:
    on: {close: {by: employee, to: closed}}
  closed: {final: yes}
"""


def several() -> Reviews:
    made = Reviews(PARENT, CHECK_POINT)
    made.start(goals=[{"title": "Sell", "weight": 1}, {"title": "Save", "weight": 2}])
    return made


def places(case: Reviews) -> list[tuple[str, str, str]]:
    found = [each for each in case.instances.values() if each.process == "check_point"]
    return [(each.data["topic"], each.place, each.status) for each in found]


def test_one_child_for_every_row() -> None:
    assert places(several()) == [
        ("Sell", "waiting", "running"), ("Save", "waiting", "running"), ("All", "waiting", "running"),
    ]  # fmt: skip


def test_children_are_told_and_those_left_out_are_not() -> None:
    case = several()
    case.act("li", "close", of="check_point")
    case.act("mei", "hurry")
    assert [place for _, place, _ in places(case)] == ["reviewing", "reviewing", "closed"]


def test_what_children_told_is_read_and_those_bound_to_the_parent_end_with_it() -> None:
    case = several()
    assert case.refused("mei", "close") == ["required"]
    case.act("li", "close", of="check_point")
    case.act("mei", "close")
    assert places(case) == [
        ("Sell", "waiting", "cancelled"), ("Save", "waiting", "cancelled"), ("All", "closed", "ended"),
    ]  # fmt: skip


def test_a_child_not_bound_to_it_outlives_its_parent() -> None:
    case = several()
    first = next(id for id, each in case.instances.items() if each.process == "check_point")
    case.decide(first, Triggered(act="close", actor="li"))
    case.drain()
    case.act("mei", "close")
    assert [status for _, _, status in places(case)] == ["ended", "cancelled", "running"]


def test_with_nobody_to_be_above_an_act_for_those_above_is_refused() -> None:
    case = reviews()
    refusal = case.refusal("boss", "approve")
    assert [each.code for each in refusal.blockers] == ["nobody-below"]
    assert "nobody is yet" in refusal.blockers[0].text("en")
    assert "尚无" in refusal.blockers[0].text("zh")
    case.act("wang", "propose")
    case.act("boss", "approve")


def test_nobody_is_above_themselves_where_managers_go_in_a_circle() -> None:
    case = reviews()
    case.roster.change("boss", manager="wang")
    case.act("wang", "propose")
    assert case.refused("wang", "approve") == ["not-above"]
