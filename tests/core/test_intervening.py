"""An administrator steps in: who may, what follows, what the history says, and who is told."""

from __future__ import annotations

import pytest

from engine.core.values import Verb
from tests.core.policies import policy
from tests.support.roster import Reviews

REVIEW = policy("""
data:
  rating: {type: number, decimals: 0}
  score: {type: number, decimals: 1, combine: {peer_review.rating: 100%}, missing: share out}
initial: reviewing
states:
  reviewing:
    tasks:
      self_review: {for: employee}
      peer_review: {for: team, each: yes, form: [rating], optional: yes}
    due: 5 business days
    reminders:
      - {at: 2 business days before due, send: task_due_soon}
    on:
      done: {to: deciding}
    after:
      - {past: due, to: deciding}
      - {past: 20 days, to: closed}
  deciding:
    tasks: {decide: {for: manager}}
    due: 3 business days
    on:
      done: {to: closed}
  waiting:
    on: {submit: {by: hr, to: deciding}}
  closed: {final: yes}
""")


@pytest.fixture
def reviews() -> Reviews:
    found = Reviews(REVIEW)
    found.start()
    return found


def last(reviews: Reviews, kind: str = "intervened") -> tuple[str, str | None, dict[str, object]]:
    found = [entry for each in reviews.decisions for entry in each.entries if entry.kind == kind][-1]
    return found.name, found.actor, dict(found.payload)


def told(reviews: Reviews, template: str) -> set[str]:
    return {person for _, person in reviews.sent(template)}


def test_a_move_leaves_the_state_as_any_way_does(reviews: Reviews) -> None:
    assert reviews.intervene("move", to="deciding").place == "deciding"
    assert reviews.open_tasks() == {"decide": ["wang"]}
    assert last(reviews) == ("move", "root", {"to": "deciding", "reason": "because"})
    assert told(reviews, "passed_over") == {"li", "zhao", "chen"}
    assert {each.state for each in reviews.timers([reviews.id_of()])[reviews.id_of()]} <= {"deciding"}


def test_whoever_still_has_something_to_do_is_not_passed_over(reviews: Reviews) -> None:
    reviews.intervene("move", to="deciding")
    reviews.intervene("move", to="reviewing")
    assert told(reviews, "passed_over") == {"li", "zhao", "chen", "wang"}
    assert [person for _, person in reviews.sent("new_task")].count("li") == 2


def test_a_skipped_task_lets_the_rest_complete_the_step(reviews: Reviews) -> None:
    assert reviews.intervene("skip", task="peer_review", person="zhao").place == "reviewing"
    assert reviews.open_tasks() == {"self_review": ["li"], "peer_review": ["chen"]}
    assert reviews.intervene("skip", task="self_review").place == "deciding"
    assert told(reviews, "passed_over") == {"zhao", "li", "chen"}


def test_a_skipped_step_goes_on_as_if_it_were_done(reviews: Reviews) -> None:
    assert reviews.intervene("skip").place == "deciding"
    assert reviews.intervene("skip").status == "ended"
    assert reviews.open_tasks() == {}


def test_a_step_that_knows_no_way_on_cannot_be_skipped(reviews: Reviews) -> None:
    reviews.intervene("move", to="waiting")
    assert reviews.not_intervened("skip") == ["no-way-on"]


def test_cancelled_is_over_and_everybody_hears_of_it(reviews: Reviews) -> None:
    assert reviews.intervene("cancel").status == "cancelled"
    assert told(reviews, "cancelled") == {"li", "zhao", "chen"}
    assert reviews.refused("li", "self_review") == ["act-not-now"]
    assert reviews.not_intervened("move", to="deciding") == ["intervention-over"]


def test_a_file_may_say_what_cancelling_means() -> None:
    reviews = Reviews(REVIEW.replace("  deciding:\n", "  deciding:\n    # deciding\n").replace(
        "      done: {to: deciding}", "      done: {to: deciding}\n      cancelled: {to: closed}"
    ))  # fmt: skip
    reviews.start()
    assert reviews.intervene("cancel").place == "closed"
    assert reviews.of().status == "ended"


def test_a_withdrawn_answer_counts_no_more_and_is_asked_for_again(reviews: Reviews) -> None:
    reviews.act("zhao", "peer_review", rating=2)
    reviews.act("chen", "peer_review", rating=4)
    assert reviews.of().data["score"] == 3
    assert reviews.intervene("withdraw", task="peer_review", person="zhao").data["score"] == 4
    assert reviews.open_tasks()["peer_review"] == ["zhao"]
    reviews.act("zhao", "peer_review", rating=5)
    assert reviews.of().data["score"] == reviews.of().data["score"].__class__("4.5")


def test_an_answer_of_a_step_that_is_over_is_withdrawn_for_good(reviews: Reviews) -> None:
    reviews.act("zhao", "peer_review", rating=2)
    reviews.act("chen", "peer_review", rating=4)
    reviews.act("li", "self_review")
    assert reviews.intervene("withdraw", task="peer_review", person="chen").data["score"] == 2
    assert reviews.open_tasks() == {"decide": ["wang"]}
    assert reviews.not_intervened("withdraw", task="peer_review", person="chen") == ["nothing-done"]


def test_an_ended_review_runs_again_where_it_last_was(reviews: Reviews) -> None:
    reviews.intervene("skip")
    reviews.act("wang", "decide")
    assert reviews.of().status == "ended"
    assert reviews.intervene("reopen").place == "deciding"
    assert reviews.of().status == "running"
    assert reviews.open_tasks() == {"decide": ["wang"]}


def test_a_cancelled_review_runs_again_wherever_it_is_put(reviews: Reviews) -> None:
    reviews.intervene("cancel")
    assert reviews.intervene("reopen", to="waiting").place == "waiting"
    assert (reviews.of().status, reviews.of().ended_at) == ("running", None)


def test_a_limit_is_extended_beyond_what_the_file_grants(reviews: Reviews) -> None:
    before = reviews.of().tasks[0].due_on
    reviews.intervene("extend", amount="5 business days")
    assert (str(before), str(reviews.of().tasks[0].due_on)) == ("2026-03-09", "2026-03-16")
    assert told(reviews, "limit_extended") == {"li", "zhao", "chen"}
    assert reviews.pass_time("2026-03-12").place == "reviewing"
    assert reviews.pass_time("2026-03-17").place == "deciding"


def test_a_part_given_away_stays_given_away(reviews: Reviews) -> None:
    reviews.intervene("move", to="deciding")
    assert reviews.intervene("reassign", role="manager", to="boss").roles["manager"] == ("boss",)
    assert reviews.open_tasks() == {"decide": ["boss"]}
    assert "wang" in told(reviews, "passed_over")
    reviews.roster.change("li", manager="zhao")
    assert reviews.raised("people.changed").roles["manager"] == ("boss",)
    reviews.roster.change("boss", active=False)
    assert reviews.raised("people.changed").roles["manager"] == ("zhao",)


def test_one_of_several_may_be_replaced(reviews: Reviews) -> None:
    reviews.act("chen", "peer_review", rating=4)
    reviews.intervene("reassign", role="team", person="zhao", to="ann")
    assert set(reviews.of().roles["team"]) == {"ann", "chen"}
    assert reviews.open_tasks()["peer_review"] == ["ann"]


def test_nothing_falls_due_and_nobody_acts_while_suspended(reviews: Reviews) -> None:
    reviews.pass_time("2026-03-04 12:00")
    assert reviews.intervene("suspend").place == "reviewing"
    assert reviews.timers([reviews.id_of()])[reviews.id_of()] == ()
    assert reviews.wake("2026-03-20").place == "reviewing"
    assert reviews.refused("li", "self_review") == ["suspended"]
    assert reviews.not_intervened("move", to="deciding") == ["intervention-suspended"]
    assert reviews.not_intervened("suspend") == ["intervention-suspended"]
    assert told(reviews, "suspended") == {"li", "zhao", "chen"}
    assert reviews.sent("task_due_soon") == []


def test_limits_move_by_the_time_it_was_suspended(reviews: Reviews) -> None:
    reviews.pass_time("2026-03-04 12:00")
    reviews.intervene("suspend")
    reviews.pass_time("2026-03-11 12:00")  # five business days, seven days
    reviews.intervene("resume")
    assert str(reviews.of().tasks[0].due_on) == "2026-03-16"
    assert told(reviews, "resumed") == {"li", "zhao", "chen"}
    assert reviews.pass_time("2026-03-15").place == "reviewing"
    assert [day for day, _ in reviews.sent("task_due_soon")] == ["2026-03-12"] * 3
    assert reviews.pass_time("2026-03-17").place == "deciding"


def test_days_of_the_calendar_move_by_days(reviews: Reviews) -> None:
    reviews.intervene("extend", amount="60 business days")
    reviews.pass_time("2026-03-04 12:00")
    reviews.intervene("suspend")
    reviews.pass_time("2026-03-11 12:00")
    reviews.intervene("resume")
    assert reviews.pass_time("2026-03-29 12:00").place == "reviewing"  # 20 days after the 2nd, and seven
    assert reviews.pass_time("2026-03-30 12:00").place == "closed"


@pytest.mark.parametrize(
    ("verb", "more", "codes"),
    [
        ("move", {}, ["intervention-needs"]),
        ("move", {"to": "decidin"}, ["no-such-state"]),
        ("move", {"to": "reviewing"}, ["already-there"]),
        ("move", {"to": "deciding", "reason": " "}, ["intervention-reason"]),
        ("move", {"to": "deciding", "actor": "wang"}, ["not-an-admin"]),
        ("move", {"to": "deciding", "actor": "nobody"}, ["actor-unknown"]),
        ("skip", {"task": "decide"}, ["no-such-task"]),
        ("skip", {"task": "self_review", "person": "chen"}, ["nothing-open"]),
        ("withdraw", {}, ["intervention-needs"]),
        ("withdraw", {"task": "self_review"}, ["nothing-done"]),
        ("reopen", {}, ["intervention-running"]),
        ("extend", {}, ["extension-unreadable"]),
        ("extend", {"amount": "soon"}, ["extension-unreadable"]),
        ("reassign", {"role": "manager"}, ["intervention-needs"]),
        ("reassign", {"role": "employee", "to": "boss"}, ["no-such-role"]),
        ("reassign", {"role": "manager", "to": "wang"}, ["holds-it-already"]),
        ("reassign", {"role": "manager", "to": "ghost"}, ["cannot-hold"]),
        ("reassign", {"role": "manager", "to": "boss", "person": "li"}, ["holds-it-not"]),
        ("resume", {}, ["not-suspended"]),
    ],
)
def test_what_speaks_against_it_is_said(reviews: Reviews, verb: Verb, more: dict[str, str], codes: list[str]) -> None:
    before = reviews.of()
    assert reviews.not_intervened(verb, **more) == codes
    assert reviews.of() == before


def test_the_file_says_who_may_and_who_may_not() -> None:
    reviews = Reviews(REVIEW + "interventions: {cancel: no, extend: [admins, manager], move: hr}\n")
    reviews.start()
    assert reviews.not_intervened("cancel") == ["intervention-forbidden"]
    assert reviews.not_intervened("move", to="deciding") == ["not-an-admin"]
    reviews.intervene("extend", actor="wang", amount="1 business day")
    reviews.intervene("extend", actor="root", amount="1 business day")
    assert reviews.intervene("move", actor="mei", to="deciding").place == "deciding"


def test_nobody_steps_into_a_review_of_their_own() -> None:
    reviews = Reviews(REVIEW)
    reviews.start(subject="root")
    assert reviews.not_intervened("skip") == ["intervention-own"]
