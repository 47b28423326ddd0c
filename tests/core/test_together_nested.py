"""Tasks in turn, again and late, where states stand within states and run side by side."""

from __future__ import annotations

from tests.core.policies import policy
from tests.support.roster import Reviews

NESTED = policy("""
    data: {comment: {type: text}, rating: {type: number}}
    initial: reviewing
    states:
      reviewing:
        due: 10 business days
        on: {done: {to: deciding}}
        regions:
          own:
            title: {en: Own, zh: 自评}
            initial: writing
            states:
              writing:
                title: {en: Writing, zh: 撰写}
                tasks:
                  self_review: {for: employee, form: [comment]}
                  approve: {for: manager, follows: self_review, due: 2 business days}
                on: {done: {to: written}}
              written: {final: yes, title: {en: Written, zh: 完成}}
          others:
            title: {en: Others, zh: 他评}
            initial: asking
            states:
              asking:
                title: {en: Asking, zh: 征询}
                tasks:
                  peer_review: {for: team, each: yes, form: [rating], on_exit: keep}
                  comment_on: {for: hr, every: 1 week, title: {en: Note, zh: 记录}}
                on: {proceed: {by: hr, to: asked}}
              asked: {final: yes, title: {en: Asked, zh: 已征询}}
      deciding:
        on: {close: {by: hr, to: closed}}
      closed: {final: yes}
    """)


def reviews() -> Reviews:
    made = Reviews(NESTED)
    made.start()
    return made


def test_a_sequel_opens_in_its_own_part() -> None:
    case = reviews()
    assert set(case.open_tasks()) == {"self_review", "peer_review", "comment_on"}
    case.act("li", "self_review", comment="Mine")
    assert case.open_tasks()["approve"] == ["wang"]
    assert str(next(row for row in case.of().tasks if row.name == "approve").due_on) == "2026-03-04"


def test_latecomers_of_one_part_are_waited_for_while_the_other_goes_on() -> None:
    case = reviews()
    case.act("zhao", "peer_review", rating=1)
    case.act("mei", "proceed")
    assert case.open_tasks() == {"self_review": ["li"], "peer_review": ["chen"]}
    case.act("chen", "peer_review", rating=3)
    case.act("li", "self_review", comment="Mine")
    assert case.act("wang", "approve").place == "deciding"
    assert set(case.of().answers["peer_review"]) == {"zhao", "chen"}


def test_a_turn_comes_again_in_its_part_and_ends_with_it() -> None:
    case = reviews()
    case.act("mei", "comment_on")
    case.pass_time("2026-03-09")
    assert case.open_tasks()["comment_on"] == ["mei"]
    case.act("mei", "proceed")
    case.pass_time("2026-03-16")
    assert "comment_on" not in case.open_tasks()
