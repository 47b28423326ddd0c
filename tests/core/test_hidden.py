"""A process hidden from its subject: they do nothing, hear nothing and hold no other part, until they may."""

from __future__ import annotations

import pytest

from engine.core import sight
from tests.core.policies import policy, titled
from tests.support.roster import Reviews, Roster

QUIET = titled(
    policy("""
    hidden_from_subject: {until: told}
    data:
      view: {type: text, optional: yes}
    visible: {view: [{to: [everyone, employee, manager]}]}
    initial: looking
    on:
      note: {by: [employee, manager, hr], form: [view], title: {en: Note, zh: 记}}
      subject_left: {to: closed}
    states:
      looking:
        due: 5 business days
        on:
          tell: {by: manager, to: told, send: {template: returned, to: employee}, title: {en: Tell, zh: 告知}}
          agree: {by: committee, to: agreed, title: {en: Agree, zh: 商定}}
        after: [{past: due, send: task_overdue, to: agreed}]
      agreed:
        on:
          tell: {by: manager, to: told, send: {template: returned, to: employee}, title: {en: Tell, zh: 告知}}
      told:
        on:
          back: {by: manager, to: looking, title: {en: Back, zh: 退回}}
          close: {by: manager, to: closed, send: {template: finished, to: employee}, title: {en: Close, zh: 结束}}
      closed: {final: yes}
    """)
)


def opened(**of_the_subject: object) -> Reviews:
    roster = Roster()
    roster.people["li"].facts.update(of_the_subject)
    roster.add("wu", manager="boss")
    reviews = Reviews(QUIET, roster=roster)
    reviews.start()
    return reviews


def takes_part(reviews: Reviews, person: str) -> bool:
    found = reviews.of()
    definition = reviews.process(found.process, found.version)
    return sight(definition, found, reviews.world(definition, found.subject, None, None), person).takes_part


def test_they_neither_see_nor_do_anything_until_the_state_was_entered() -> None:
    reviews = opened()
    assert (takes_part(reviews, "li"), takes_part(reviews, "wang")) == (False, True)
    assert reviews.refused("li", "note", view="Mine.") == ["not-your-role"]
    reviews.act("wang", "tell")
    assert takes_part(reviews, "li")
    reviews.act("wang", "back")
    assert takes_part(reviews, "li")  # whoever knows of it goes on knowing
    assert reviews.act("li", "note", view="Mine.").data["view"] == "Mine."


def test_they_hold_no_other_part_whatever_group_they_belong_to() -> None:
    reviews = opened(groups=["hr", "calibration"])
    assert "li" not in {*reviews.of().roles["hr"], *reviews.of().roles["committee"]}
    assert reviews.refused("li", "agree") == ["not-your-role"]


@pytest.mark.parametrize("whose", [None, "li"])
def test_nobody_stands_in_for_them(whose: str | None) -> None:
    reviews = opened()
    reviews.roster.delegated = [("li", "wu")]
    assert not takes_part(reviews, "wu")
    assert set(reviews.refused("wu", "note", whose=whose, view="Theirs.")) <= {"own-case", "not-your-role"}
    reviews.act("wang", "tell")
    assert takes_part(reviews, "wu")
    assert reviews.act("wu", "note", whose="li", view="Theirs.").data["view"] == "Theirs."


def test_a_message_that_would_go_to_them_goes_to_nobody_but_the_one_that_tells_them_does() -> None:
    reviews = opened()
    reviews.pass_time("2026-03-10")
    assert reviews.of().state == ("agreed",)
    assert {person for _, person in reviews.sent("task_overdue")} == {"wang", "mei", "sun", "ann"}
    reviews.act("wang", "tell")
    assert [each.recipient for each in reviews.notices if each.template == "returned"] == ["li"]


def test_they_do_not_hear_that_it_was_cancelled() -> None:
    for path, told in ((), []), (("tell",), ["li"]):
        reviews = opened()
        for act in path:
            reviews.act("wang", act)
        reviews.intervene("cancel")
        assert [each.recipient for each in reviews.notices if each.rule == "intervention cancel"] == told
