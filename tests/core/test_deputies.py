"""Delegates: who may act for whom, what is remembered, who is told, and what nobody may through one."""

from __future__ import annotations

from decimal import Decimal

from engine.core import options, sight
from tests.core.policies import HEAD, policy
from tests.support.roster import Reviews, Roster

REVIEW = policy("""
    data:
      rating: {type: number}
      statement: {type: text, optional: yes}
    visible: {rating: [{to: manager}], team_review: [{to: manager}]}
    initial: open
    states:
      open:
        tasks:
          team_review: {for: team, each: yes, form: [statement], title: {en: Team, zh: 团队}, optional: yes}
          review: {for: manager, form: [rating]}
          answer: {for: employee, form: [statement]}
        due: 5 business days
        reminders: [{at: due, send: task_due_today}]
        on:
          note: {by: [manager, hr], form: [statement], title: {en: Note, zh: 记}}
          decide: {by: [hr, committee], independent_of: review, title: {en: Decide, zh: 定}}
          confirm: {by: upper, above: review, title: {en: Confirm, zh: 确认}}
          done: {to: closed, send: {template: finished, to: manager}}
      closed: {final: yes}
    """, head=HEAD + "  upper: {is: subject.manager.manager, title: {en: Upper, zh: 上级}}\n")  # fmt: skip


def started(*delegated: tuple[str, str]) -> Reviews:
    roster = Roster()
    reviews = Reviews(REVIEW, roster=roster)
    reviews.start()
    roster.delegated = list(delegated)
    return reviews


def test_a_delegate_does_what_is_open_and_both_are_remembered() -> None:
    reviews = started(("wang", "boss"))
    found = reviews.act("boss", "review", rating=4)
    assert found.data["rating"] == Decimal(4)
    assert [(row.person, row.status) for row in found.tasks if row.name == "review"] == [("wang", "done")]
    entry = next(each for each in reviews.decisions[-1].entries if each.kind == "act")
    assert (entry.actor, entry.payload["for"]) == ("boss", "wang")
    assert found.acts["review"].by == ("boss", "wang")


def test_without_delegation_nobody_acts_for_anybody() -> None:
    reviews = started()
    assert reviews.refused("boss", "review", rating=4) == ["not-your-role"]
    assert reviews.refused("boss", "review", rating=4, whose="wang") == ["not-delegate", "not-your-role"]


def test_delegates_of_delegates_do_not_chain() -> None:
    reviews = started(("wang", "boss"), ("boss", "sun"))
    assert reviews.refused("sun", "review", rating=4) == ["not-your-role"]
    assert reviews.refused("sun", "review", rating=4, whose="wang") == ["not-delegate", "not-your-role"]


def test_nobody_acts_on_themselves_as_a_delegate_or_through_one() -> None:
    reviews = started(("wang", "li"))
    assert reviews.refused("li", "review", rating=5) == ["own-case"]
    assert "review" not in {each.act for each in own(reviews, "li") if not each.blockers}
    roster = Roster()
    roster.people["li"].facts["groups"] = ["hr"]
    reviews = Reviews(REVIEW, roster=roster)
    reviews.start()
    roster.delegated = [("li", "sun")]
    assert reviews.refused("sun", "note", whose="li") == ["own-case"]
    assert (
        reviews.act("sun", "answer", whose="li", statement="Theirs.").answers["answer"]["li"]["statement"] == "Theirs."
    )


def own(reviews: Reviews, person: str, whose: str | None = None) -> list[object]:
    found = reviews.of()
    definition = reviews.process(found.process, found.version)
    return list(options(definition, found, reviews.world(definition, found.subject, None, None), person, whose))


def test_independence_is_asked_of_both() -> None:
    reviews = started(("wang", "ann"), ("mei", "boss"))
    reviews.act("ann", "review", rating=3)
    assert reviews.refused("ann", "decide") == ["not-independent"]
    reviews = started(("mei", "boss"), ("wang", "boss"))
    reviews.act("boss", "review", rating=3)
    assert reviews.refused("boss", "decide") == ["not-independent"]


def test_who_acts_for_several_says_for_whom() -> None:
    reviews = started(("zhao", "boss"), ("chen", "boss"))
    assert reviews.refused("boss", "team_review", statement="x") == ["for-whom", "not-your-role"]
    reviews.act("boss", "team_review", statement="Zhao's.", whose="zhao")
    reviews.act("boss", "team_review", statement="Chen's.")  # only one is left who owes it
    assert reviews.of().answers["team_review"] == {
        "zhao": {"statement": "Zhao's."}, "chen": {"statement": "Chen's."}
    }  # fmt: skip


def test_nobody_confirms_their_own_act_in_the_name_of_who_ranks_higher() -> None:
    reviews = started(("boss", "wang"))
    reviews.act("wang", "review", rating=4)
    assert reviews.refused("wang", "confirm", whose="boss") == ["not-independent"]
    assert reviews.act("boss", "confirm").acts["confirm"].by == ("boss",)


def test_a_delegate_sees_what_the_other_sees_and_may_do_it() -> None:
    reviews = started(("wang", "boss"))
    reviews.act("wang", "review", rating=4)
    found = reviews.of()
    definition = reviews.process(found.process, found.version)
    world = reviews.world(definition, found.subject, None, None)
    assert sight(definition, found, world, "boss").data() == {"rating": Decimal(4)}
    reviews.roster.add("xu", manager="boss")
    assert not sight(definition, found, world, "xu").takes_part
    reviews.roster.delegated = [("wang", "li")]
    assert sight(definition, found, world, "li").data() == {}  # the subject learns nothing by it
    reviews.roster.delegated = [("wang", "boss")]
    (note,) = [each for each in own(reviews, "boss") if each.act == "note"]  # type: ignore[attr-defined]
    assert note.on_behalf_of == "wang"  # type: ignore[attr-defined]


def test_both_are_told() -> None:
    roster = Roster()
    roster.delegated = [("wang", "boss"), ("li", "sun")]
    reviews = Reviews(REVIEW, roster=roster)
    reviews.start()
    assert sorted(person for _, person in reviews.sent("new_task")) == ["boss", "chen", "li", "sun", "wang", "zhao"]
    reviews.pass_time("2026-03-09 23:00")
    assert {person for _, person in reviews.sent("task_due_today")} == {"boss", "chen", "li", "sun", "wang", "zhao"}
    keys = [each.key for each in reviews.notices]
    assert len(keys) == len(set(keys))


def test_a_delegate_who_has_left_can_do_nothing() -> None:
    reviews = started(("wang", "boss"))
    reviews.roster.change("boss", active=False)
    assert "actor-unknown" in reviews.refused("boss", "review", rating=4)
