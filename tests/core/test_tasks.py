"""Who owes what, until when, and when nobody owes anything any more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.core.completion import is_overdue
from tests.core.policies import policy, titled
from tests.support.roster import Reviews, Roster, at


def reviewing(task: str) -> Reviews:
    """A state with one task about `rating`, then `closed` when it is done."""
    reviews = Reviews(
        policy(f"""
        data: {{rating: {{type: number, min: 1, max: 5}}}}
        initial: reviewing
        states:
          reviewing:
            tasks: {{review: {task}}}
            due: 5 business days
            on: {{done: {{to: closed}}}}
          closed: {{final: yes}}
        """)
    )
    reviews.start()
    return reviews


def statuses(reviews: Reviews) -> dict[str, str]:
    return {task.person: task.status for task in reviews.of().tasks}


def test_a_shared_task_is_done_by_one_and_lapses_for_the_others() -> None:
    reviews = reviewing("{for: [manager, hr], form: [rating]}")
    assert reviews.open_tasks() == {"review": ["wang", "mei"]}
    assert reviews.act("mei", "review", rating=3).place == "closed"
    assert statuses(reviews) == {"wang": "lapsed", "mei": "done"}


def test_each_owes_one() -> None:
    reviews = reviewing("{for: team, each: yes, form: [rating]}")
    assert reviews.act("zhao", "review", rating=3).place == "reviewing"
    assert reviews.refused("zhao", "review", rating=4) == ["task-closed"]
    found = reviews.act("chen", "review", rating=4)
    assert found.place == "closed"
    assert found.answers == {"review": {"zhao": {"rating": 3}, "chen": {"rating": 4}}}
    assert "rating" not in found.data


def test_a_quorum_is_enough_when_the_limit_is_over() -> None:
    reviews = reviewing("{for: team, each: yes, quorum: 1, form: [rating]}")
    reviews.act("zhao", "review", rating=3)
    assert reviews.pass_time("2026-03-09 23:59").place == "reviewing"
    found = reviews.pass_time("2026-03-10 00:00")  # nothing else would wake it
    assert found.place == "closed"
    assert found.entered["closed"].astimezone(at("2026-03-09").tzinfo) < at("2026-03-10 00:00")
    assert statuses(reviews) == {"zhao": "done", "chen": "lapsed"}


def test_all_answers_need_no_limit() -> None:
    reviews = reviewing("{for: team, each: yes, quorum: 1, form: [rating]}")
    reviews.act("zhao", "review", rating=3)
    assert reviews.act("chen", "review", rating=3).place == "closed"


def test_too_few_for_a_quorum_wait_and_somebody_sees_it() -> None:
    reviews = reviewing("{for: team, each: yes, quorum: 3, form: [rating]}")
    assert reviews.incidents == ["quorum-too-small"]
    reviews.act("zhao", "review", rating=3)
    assert reviews.pass_time("2026-03-20").place == "reviewing"


def test_a_quorum_that_comes_late_is_enough_at_once() -> None:
    reviews = reviewing("{for: team, each: yes, quorum: 1, form: [rating]}")
    assert reviews.pass_time("2026-03-12").place == "reviewing"
    assert reviews.act("zhao", "review", rating=3).place == "closed"


def test_a_quorum_waits_for_the_task_s_own_limit() -> None:
    reviews = reviewing("{for: team, each: yes, quorum: 1, form: [rating], due: 2 business days}")
    reviews.act("zhao", "review", rating=3)
    assert reviews.pass_time("2026-03-04 23:59").place == "reviewing"
    assert reviews.pass_time("2026-03-05 00:00").place == "closed"


def test_the_first_that_answers_is_enough() -> None:
    reviews = reviewing("{for: team, each: yes, first: 1, form: [rating]}")
    assert reviews.act("zhao", "review", rating=3).place == "closed"
    assert statuses(reviews) == {"zhao": "done", "chen": "lapsed"}


def test_an_optional_task_holds_nobody_up() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number}, comment: {type: text}}
        initial: reviewing
        states:
          reviewing:
            tasks:
              review: {for: manager, form: [rating]}
              answer: {for: employee, form: [comment], optional: yes}
            on: {done: {to: closed}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.open_tasks() == {"review": ["wang"], "answer": ["li"]}
    assert reviews.act("li", "answer", comment="Hello").place == "reviewing"
    assert reviews.act("wang", "review", rating=3).place == "closed"


CONDITIONAL = policy("""
    settings: {limit: 3}
    data: {rating: {type: number}}
    initial: reviewing
    states:
      reviewing:
        tasks:
          review: {for: manager, form: [rating]}
          peer_review: {for: team, each: yes, when: count(team) >= settings.limit, form: [rating]}
        on: {done: {to: closed}}
      closed: {final: yes}
    """)


def test_a_task_whose_condition_is_false_at_entry_is_not_owed() -> None:
    reviews = Reviews(CONDITIONAL)
    reviews.start()
    assert reviews.open_tasks() == {"review": ["wang"]}
    assert reviews.refused("zhao", "peer_review", rating=1) == ["task-closed"]
    reviews.roster.add("new", manager="wang")
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"review": ["wang"]}  # judged at entry, not again
    assert reviews.act("wang", "review", rating=3).place == "closed"


def test_a_task_nobody_can_hold_waits_for_somebody() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number}}
        initial: reviewing
        states:
          reviewing:
            tasks: {review: {for: committee, form: [rating]}}
            on: {done: {to: closed}}
          closed: {final: yes}
        """)
    )
    for id in ("sun", "ann"):
        reviews.roster.change(id, groups=[])
    assert reviews.start().place == "reviewing"
    assert reviews.incidents == ["nobody-holds-role"]
    reviews.roster.change("sun", groups=["calibration"])
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"review": ["sun"]}
    assert reviews.act("sun", "review", rating=3).place == "closed"


def test_a_condition_that_is_false_holds_nobody_up_whoever_the_task_is_for() -> None:
    reviews = Reviews(CONDITIONAL.replace("for: team, each: yes, when: count(team) >=", "for: hr, when: 0 >="))
    reviews.start()
    assert reviews.act("wang", "review", rating=3).place == "closed"


BOTH = policy("""
    data: {rating: {type: number}}
    initial: reviewing
    states:
      reviewing:
        tasks: {review: {for: manager, form: [rating]}, peer_review: {for: team, each: yes, form: [rating]}}
        on: {done: {to: closed}}
      closed: {final: yes}
    """)


def test_a_role_that_may_be_empty_asks_nobody() -> None:
    roster = Roster()
    for id in ("zhao", "chen"):
        roster.change(id, manager="boss")
    reviews = Reviews(BOTH, roster=roster)
    assert reviews.start().place == "reviewing"
    assert reviews.incidents == []
    assert reviews.act("wang", "review", rating=3).place == "closed"


@pytest.mark.parametrize(("team", "place"), [("optional: yes", "closed"), ("else: team", "reviewing")])
def test_when_all_who_owed_it_are_gone(team: str, place: str) -> None:
    reviews = Reviews(BOTH.replace("optional: yes", team))
    reviews.start()
    reviews.act("wang", "review", rating=3)
    for id in ("zhao", "chen"):
        reviews.roster.change(id, manager="boss")
    assert reviews.raised("people.changed").place == place
    assert reviews.incidents == ([] if place == "closed" else ["nobody-holds-role"])


def test_the_first_of_fewer_are_all_of_them() -> None:
    reviews = reviewing("{for: team, each: yes, first: 3, form: [rating]}")
    assert reviews.act("zhao", "review", rating=3).place == "reviewing"
    assert reviews.act("chen", "review", rating=3).place == "closed"


ENDINGS = policy("""
    data: {rating: {type: number, optional: yes}, comment: {type: text, optional: yes}}
    initial: reviewing
    states:
      reviewing:
        tasks:
          sign: {for: committee, ends_with: [confirm, refuse]}
          answer: {for: employee, form: [comment]}
        on:
          confirm: {by: [committee, employee], form: [rating]}
          refuse: {by: committee, to: closed}
          done: {to: closed}
      closed: {final: yes}
    """)


def test_the_acts_that_end_a_task_complete_it() -> None:
    reviews = Reviews(ENDINGS)
    reviews.start()
    assert reviews.act("sun", "confirm", rating=3).place == "reviewing"
    assert statuses(reviews) == {"sun": "done", "ann": "lapsed", "li": "open"}
    assert reviews.refused("ann", "refuse") == ["task-closed"]
    assert reviews.act("li", "answer", comment="Fine").place == "closed"


def test_somebody_who_may_end_it_without_owing_it_has_done_it() -> None:
    reviews = Reviews(ENDINGS)
    reviews.start()
    reviews.act("li", "confirm", rating=3)
    done = [(task.name, task.person, task.status) for task in reviews.of().tasks if task.status != "open"]
    assert sorted(done) == [("sign", "ann", "lapsed"), ("sign", "li", "done"), ("sign", "sun", "lapsed")]


def test_leaving_lapses_what_is_open() -> None:
    reviews = Reviews(ENDINGS)
    reviews.start()
    assert reviews.act("sun", "refuse").place == "closed"
    assert statuses(reviews) == {"sun": "done", "ann": "lapsed", "li": "lapsed"}


RETURNS = policy("""
    data: {rating: {type: number}, comment: {type: text, optional: yes}}
    initial: reviewing
    states:
      reviewing:
        tasks:
          review: {for: manager, form: [rating]}
          answer: {for: employee, form: [rating, comment]}
        due: 5 business days
        reminders:
          - {at: 2 business days before due, send: soon}
        on: {done: {to: approving}}
        after: [{past: 3 business days after due, to: closed}]
      approving:
        on: {return: {by: hr, to: reviewing}, approve: {by: hr, to: closed}}
      closed: {final: yes}
    """)


def returned() -> Reviews:
    reviews = Reviews(RETURNS)
    reviews.start()
    reviews.act("wang", "review", rating=4)
    reviews.act("li", "answer", rating=5, comment="Yes")
    reviews.pass_time("2026-03-04")
    reviews.act("mei", "return")
    return reviews


def test_a_return_makes_new_tasks_with_a_fresh_limit() -> None:
    found = returned().of()
    rows = [(task.visit, task.name, task.status, str(task.due_on)) for task in found.tasks]
    assert rows == [
        (1, "review", "done", "2026-03-09"),
        (1, "answer", "done", "2026-03-09"),
        (2, "review", "open", "2026-03-11"),
        (2, "answer", "open", "2026-03-11"),
    ]


def test_done_is_raised_once_a_visit_and_again_in_the_next() -> None:
    reviews = returned()
    reviews.act("wang", "review", rating=2)
    assert reviews.act("li", "answer").place == "approving"  # what they answered before stands
    assert reviews.of().answers["answer"]["li"] == {"rating": Decimal(5)}
    assert reviews.of().data["comment"] == "Yes"
    raised = [entry for each in reviews.decisions for entry in each.entries if entry.name == "done"]
    assert len(raised) == 2


def test_another_s_answer_is_nobody_s_to_keep() -> None:
    reviews = Reviews(RETURNS)
    reviews.start()
    reviews.act("wang", "review", rating=4)
    assert reviews.refused("li", "answer") == ["form-missing"]


def test_the_answer_of_a_task_that_one_owes_is_the_latest() -> None:
    reviews = returned()
    reviews.roster.change("li", manager="boss")
    reviews.raised("people.changed")
    found = reviews.act("boss", "review", rating=1)
    assert found.answers["review"] == {"boss": {"rating": 1}}


def test_messages_and_timers_of_each_visit_are_their_own() -> None:
    reviews = returned()
    reviews.pass_time("2026-03-10")
    told = [
        each.key.split("|")[1] for each in reviews.notices if each.template == "new_task" and each.recipient == "li"
    ]
    assert told == ["reviewing#1", "reviewing#2"]
    assert {day for day, _ in reviews.sent("soon")} == {"2026-03-09"}
    timers = reviews.timers([reviews.id_of()])[reviews.id_of()]
    assert {(each.state, each.visit) for each in timers} == {("reviewing", 2)}


def test_a_task_of_one_name_in_two_states_is_complete_by_its_own_rules() -> None:
    reviews = Reviews(
        policy("""
        data: {rating: {type: number}}
        initial: reviewing
        states:
          reviewing:
            tasks: {review: {for: team, each: yes, anonymous_to: employee, form: [rating]}}
            on: {done: {to: approving}}
          approving:
            tasks: {review: {for: manager, form: [rating]}}
            on: {done: {to: closed}}
          closed: {final: yes}
        """)
    )
    reviews.start()
    assert reviews.act("zhao", "review", rating=1).place == "reviewing"
    assert reviews.act("chen", "review", rating=1).place == "approving"
    found = reviews.act("wang", "review", rating=1)
    assert found.place == "closed"
    assert set(found.answers["review"]) == {"wang"}  # the one answer of the second state
    assert "rating" not in found.data


@pytest.mark.parametrize(("notice", "told"), [("new_task", ["wang"]), ("none", [])])
def test_a_task_is_announced_unless_it_is_silent(notice: str, told: list[str]) -> None:
    reviews = reviewing(f"{{for: manager, form: [rating], notice: {notice}}}")
    found = [each for each in reviews.notices if each.template == "new_task"]
    assert [each.recipient for each in found] == told
    assert all(
        (each.needs_task, each.needs_visit, each.due_on) == (True, "reviewing#1", date(2026, 3, 9)) for each in found
    )


def test_nobody_is_late_with_what_is_optional() -> None:
    reviews = Reviews(
        titled(
            policy("""
            initial: open
            states:
              open:
                tasks:
                  look: {for: employee, optional: yes}
                  answer: {for: employee, optional: yes, due: 1 business day}
                  sign_it: {for: manager}
                due: 2 business days
                on: {done: {to: closed}}
              closed: {final: yes}
            """)
        )
    )
    reviews.start()
    found = reviews.pass_time("2026-03-09")
    process = reviews.process("review", 1)
    late = [row.name for row in found.tasks if is_overdue(process, row, reviews.now)]
    assert late == ["answer", "sign_it"]
