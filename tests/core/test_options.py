"""What may happen next, for one person, for all, and by time; and rules across people."""

from __future__ import annotations

from engine.core import ahead, options, prospects
from engine.core.limits import CohortLimit
from engine.core.options import Ahead, Option, Prospect
from engine.core.world import World
from engine.definition.house import CycleLimit
from engine.expression import compile_expression
from tests.core.policies import policy, titled
from tests.support.roster import Reviews, at

REVIEW = policy("""
    data: {rating: {type: number}, grade: {type: choice, options: [C, B, A], optional: yes}}
    initial: reviewing
    states:
      reviewing:
        tasks:
          review: {for: manager, form: [rating]}
          answer: {for: team, each: yes, form: [rating], optional: yes}
        due: 5 business days
        reminders: [{at: due, send: today}]
        on:
          done: {to: approving}
          publish: {by: hr, from: 3 business days after entry, times: 1, reason: [illness, leave], to: closed}
          decline: {by: committee}
        after:
          - {past: due, when: filled(grade), to: closed}
          - {when: rating > 4, send: high}
          - {at: 1 day after approving.entry, to: closed}
      approving:
        on: {approve: {by: manager, form: [grade]}, escalate: {by: everyone}}
      closed: {final: yes}
    """)


def world(reviews: Reviews) -> World:
    found = reviews.of()
    return reviews.world(reviews.process(found.process, found.version), found.subject, None, None)


def options_of(reviews: Reviews, person: str) -> dict[str, Option]:
    found = reviews.of()
    seen = options(reviews.process(found.process, found.version), found, world(reviews), person)
    return {each.act: each for each in seen}


def prospects_of(reviews: Reviews) -> dict[str, Prospect]:
    found = reviews.of()
    return {each.act: each for each in prospects(reviews.process(found.process, 1), found, world(reviews))}


def ahead_of(reviews: Reviews) -> tuple[Ahead, ...]:
    found = reviews.of()
    return ahead(reviews.process(found.process, found.version), found, world(reviews))


def codes(found: Option | Prospect) -> list[str]:
    return [each.code for each in found.blockers]


def test_acts_of_other_people_s_parts_are_left_out() -> None:
    reviews = Reviews(REVIEW)
    reviews.start()
    assert options_of(reviews, "li") == {}
    assert options_of(reviews, "nobody") == {}
    mine = options_of(reviews, "wang")
    assert set(mine) == {"review"}
    assert (mine["review"].owed, mine["review"].form, codes(mine["review"])) == (True, ("rating",), [])
    assert not options_of(reviews, "sun")["decline"].owed


def test_what_speaks_against_an_act_stands_with_it() -> None:
    reviews = Reviews(REVIEW)
    reviews.start()
    publish = options_of(reviews, "mei")["publish"]
    assert (codes(publish), publish.needs_reason, publish.reasons) == (["too-early"], True, ("illness", "leave"))
    reviews.act("zhao", "answer", rating=1)
    assert codes(options_of(reviews, "zhao")["answer"]) == ["task-closed"]
    assert codes(options_of(reviews, "chen")["answer"]) == []


def test_what_is_due_has_happened_before_anybody_chooses() -> None:
    reviews = Reviews(REVIEW.replace("when: filled(grade), ", ""))
    reviews.start()
    reviews.pass_time("2026-03-09")
    reviews.now = at("2026-03-10 00:00")
    assert reviews.of().place == "reviewing"
    assert options_of(reviews, "wang") == {}
    assert ahead_of(reviews) == ()


def test_prospects_name_who_may_and_who_owes() -> None:
    reviews = Reviews(REVIEW)
    reviews.roster.change("ann", groups=[])
    reviews.roster.change("sun", groups=[])
    reviews.start()
    found = prospects_of(reviews)
    assert set(found) == {"review", "answer", "publish", "decline"}
    assert (found["answer"].people, found["answer"].owed_by) == (("zhao", "chen"), ("zhao", "chen"))
    assert (found["publish"].targets, codes(found["publish"])) == (("closed",), ["too-early"])
    assert codes(found["decline"]) == ["role-empty"]
    reviews.act("wang", "review", rating=1)
    assert prospects_of(reviews)["escalate"].people == ("everyone",)


def test_what_time_will_do_comes_soonest_first() -> None:
    reviews = Reviews(REVIEW)
    reviews.start()
    assert [(each.rule, each.due_at, each.to, each.waits_for) for each in ahead_of(reviews)] == [
        ("today", at("2026-03-09 00:00"), None, None),
        ("past due → closed", at("2026-03-10 00:00"), "closed", "filled(grade)"),
        ("high", None, None, "rating > 4"),
        ("at 1 day after approving.entry → closed", None, "closed", None),
    ]
    reviews.pass_time("2026-03-09")
    assert ahead_of(reviews)[0].rule == "past due → closed"


def test_a_process_that_is_over_offers_nothing() -> None:
    reviews = Reviews(REVIEW)
    reviews.start()
    reviews.raised("cancelled")
    assert (options_of(reviews, "wang"), prospects_of(reviews), ahead_of(reviews)) == ({}, {}, ())


QUOTA = policy("""
    data: {grade: {type: choice, options: [C, B, A]}, comment: {type: text, optional: yes}}
    initial: approving
    states:
      approving:
        on:
          approve: {by: manager, form: [grade], to: published}
          submit: {by: manager, form: [grade]}
      published:
        on: {decide: {by: manager, form: [grade]}, confirm: {by: employee, form: [comment]}}
      closed: {final: yes}
    """)


def limit(rule: str, *, others_a: int, others: int, headcount: int = 10, warn: bool = False) -> CohortLimit:
    return CohortLimit(
        limit=CycleLimit(
            process="review",
            act="approve",
            over="department",
            that=compile_expression(rule),
            otherwise={"en": "Too many.", "zh": "过多。"},
            warn=warn,
        ),
        group="Sales",
        counts={"grade": {"A": others_a, "B": others - others_a}},
        passed=others,
        headcount=headcount,
    )


def test_a_rule_across_people_binds_from_its_act_on() -> None:
    reviews = Reviews(QUOTA)
    reviews.start()
    reviews.limits = [limit("share('grade', 'A') <= 0.2", others_a=1, others=5)]
    reviews.act("wang", "submit", grade="A")  # before the act it binds from
    refusal = reviews.refusal("wang", "approve", grade="A")
    assert [each.code for each in refusal.blockers] == ["limit-breached"]
    assert refusal.blockers[0].text("en").startswith("Too many.")
    reviews.act("wang", "approve", grade="B")
    assert reviews.refused("wang", "decide", grade="A") == ["limit-breached"]  # and after every later change
    assert reviews.act("li", "confirm", comment="Fine.").data["comment"] == "Fine."


def test_shares_count_the_present_act_and_are_exact() -> None:
    for others_a, others, fine in ((0, 4, True), (1, 9, True), (1, 8, False), (0, 0, False)):
        reviews = Reviews(QUOTA)
        reviews.start()
        reviews.limits = [limit("share('grade', 'A') <= 0.2", others_a=others_a, others=others)]
        if fine:
            reviews.act("wang", "approve", grade="A")
        else:
            assert reviews.refused("wang", "approve", grade="A") == ["limit-breached"]


def test_a_count_against_the_heads_of_the_group() -> None:
    rule = "count_of('grade', 'A') <= headcount() * 0.2"
    reviews = Reviews(QUOTA)
    reviews.start()
    reviews.limits = [limit(rule, others_a=2, others=3, headcount=10)]
    assert reviews.refused("wang", "approve", grade="A") == ["limit-breached"]
    reviews.limits = [limit(rule, others_a=1, others=3, headcount=10)]
    assert reviews.act("wang", "approve", grade="A").data["grade"] == "A"


def test_a_rule_that_only_warns_refuses_nobody_and_is_noted() -> None:
    reviews = Reviews(QUOTA)
    reviews.start()
    reviews.limits = [limit("share('grade', 'A') <= 0.2", others_a=5, others=5, warn=True)]
    assert reviews.act("wang", "approve", grade="A").place == "published"
    noted = [each for decision in reviews.decisions for each in decision.entries if each.name == "limit-breached"]
    assert [each.payload["why"] for each in noted] == ["share('grade', 'A') <= 0.2"]


def test_a_breach_that_was_there_before_is_not_this_act_s() -> None:
    reviews = Reviews(QUOTA)
    reviews.start()
    reviews.act("wang", "approve", grade="A")
    reviews.limits = [limit("share('grade', 'A') <= 0.2", others_a=5, others=5)]
    assert reviews.act("li", "confirm", comment="Fine.").data["comment"] == "Fine."


def test_a_breach_by_others_refuses_only_one_more_of_what_is_counted() -> None:
    reviews = Reviews(QUOTA)
    reviews.start()
    reviews.limits = [limit("count_of('grade', 'A') <= headcount() * 0.2", others_a=5, others=5)]
    assert reviews.refused("wang", "approve", grade="A") == ["limit-breached"]
    assert reviews.act("wang", "approve", grade="B").data["grade"] == "B"


def test_sums_across_people_are_known_only_in_limits() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number, optional: yes}}
        initial: open
        states:
          open: {on: {approve: {by: manager, when: "share('rating', 1) < 1"}}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.refused("wang", "approve") == ["condition-not-met"]


def test_a_condition_of_an_act_speaks_of_how_often_it_was_done_before() -> None:
    reviews = Reviews(
        titled(
            policy("""
        initial: open
        states:
          open:
            on:
              ask: {by: employee, when: acts.ask.count == 0}
              again:
                by: employee
                choose: [{when: not filled(acts.again.on)}, {when: acts.again.count == 1, to: closed}]
          closed: {final: yes}
        """)
        )
    )
    reviews.start()
    offered = {name: each.blockers for name, each in options_of(reviews, "li").items()}
    assert offered == {"ask": (), "again": ()}
    reviews.act("li", "ask")
    refusal = reviews.refusal("li", "ask")
    assert refusal.blockers[0].text("en") == "“ask” is possible only while this holds: acts.ask.count == 0."
    assert codes(options_of(reviews, "li")["ask"]) == ["condition-not-met"]
    assert reviews.act("li", "again").place == "open"
    assert reviews.act("li", "again").place == "closed"
