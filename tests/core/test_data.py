"""What is set, computed, combined and corrected: exact numbers, in the order of what they need."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.policies import HEAD, policy, titled
from tests.support.roster import Reviews


def ratings(missing: str) -> Reviews:
    reviews = Reviews(
        policy(f"""
        data:
          rating: {{type: number, min: 0, max: 5}}
          opinion:
            type: number
            decimals: 2
            combine: {{self_review.rating: 10%, peer_review.rating: 30%, manager_review.rating: 60%}}
            missing: {missing}
        initial: reviewing
        states:
          reviewing:
            tasks:
              self_review: {{for: employee, form: [rating], optional: yes}}
              peer_review: {{for: team, each: yes, form: [rating], optional: yes}}
              manager_review: {{for: manager, form: [rating]}}
          closed: {{final: yes}}
        """)
    )
    reviews.start()
    return reviews


@pytest.mark.parametrize(("missing", "opinion"), [("share out", "4.14"), ("zero", "2.90"), ("refuse", None)])
def test_a_part_that_is_missing(missing: str, opinion: str | None) -> None:
    reviews = ratings(missing)
    reviews.act("li", "self_review", rating=5)
    found = reviews.act("wang", "manager_review", rating=4)
    assert found.data["opinion"] == (None if opinion is None else Decimal(opinion))


def test_several_answers_to_one_task_count_as_their_mean() -> None:
    reviews = ratings("refuse")
    reviews.act("li", "self_review", rating=5)
    reviews.act("zhao", "peer_review", rating=3)
    reviews.act("chen", "peer_review", rating="3.5")
    found = reviews.act("wang", "manager_review", rating=4)
    assert found.data["opinion"] == Decimal("3.88")  # 0.5 + 0.975 + 2.4 = 3.875, half away from zero
    assert found.answers["peer_review"] == {"zhao": {"rating": 3}, "chen": {"rating": Decimal("3.5")}}


def test_nothing_given_is_nothing() -> None:
    assert ratings("share out").of().data["opinion"] is None


SCORES = policy("""
    data:
      score: {type: number}
      weight: {type: number, decimals: 1, title: {en: Twice, zh: 两倍}, compute: score * 2}
      total: {type: number, title: {en: Total, zh: 合计}, compute: weight + score}
      grade:
        type: choice
        options: [C, B, A]
        compute: "band(score, C=0, B=1, A=2)"
        corrected_by: [decide, reopen]
      target: {type: number, optional: yes, default: 7}
      actual: {type: number, optional: yes, default: = score}
    initial: open
    states:
      open:
        on:
          submit: {by: employee, form: [score]}
          decide: {by: manager, set: {grade: A}}
          reopen: {by: manager, set: {grade: computed}}
          close: {by: manager, set: {target: none, actual: = score + target}}
      closed: {final: yes}
    """)


def test_computed_fields_follow_each_other_exactly() -> None:
    reviews = Reviews(SCORES)
    assert reviews.start().data["total"] is None
    found = reviews.act("li", "submit", score="0.1")
    assert (found.data["weight"], found.data["total"]) == (Decimal("0.2"), Decimal("0.3"))
    assert reviews.act("li", "submit", score="1.25").data["weight"] == Decimal("2.5")


@pytest.mark.parametrize(("score", "weight"), [("0.125", "0.3"), ("-0.125", "-0.3"), ("0.12", "0.2")])
def test_worked_out_numbers_round_half_away_from_zero(score: str, weight: str) -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    assert reviews.act("li", "submit", score=score).data["weight"] == Decimal(weight)


@pytest.mark.parametrize(("score", "grade"), [("0", "C"), ("0.99", "C"), ("1", "B"), ("1.99", "B"), ("2", "A")])
def test_a_band_begins_at_its_threshold(score: str, grade: str) -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    assert reviews.act("li", "submit", score=score).data["grade"] == grade


def test_what_cannot_be_worked_out_is_empty_and_somebody_sees_it() -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    reviews.act("li", "submit", score=2)
    found = reviews.act("li", "submit", score=-1)
    assert found.data["grade"] is None
    assert reviews.incidents == ["expression-failed"]


def test_a_correction_stands_until_it_is_computed_again() -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    reviews.act("li", "submit", score=0)
    assert reviews.act("wang", "decide").corrected == {"grade"}
    assert reviews.act("li", "submit", score=1).data["grade"] == "A"
    found = reviews.act("wang", "reopen")
    assert (found.data["grade"], found.corrected) == ("B", frozenset())
    noted = [each for decision in reviews.decisions for each in decision.entries if each.kind == "corrected"]
    assert [(each.name, each.payload["to"]) for each in noted] == [("grade", "A")]


def test_a_default_fills_what_is_empty_once_it_can_be_known() -> None:
    reviews = Reviews(SCORES)
    assert reviews.start().data["target"] == 7
    assert reviews.act("li", "submit", score=3).data["actual"] == 3
    assert reviews.act("li", "submit", score=4).data["actual"] == 3


def test_values_are_set_together_from_those_before() -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    reviews.act("li", "submit", score=3)
    found = reviews.act("wang", "close")
    assert found.data["actual"] == 10
    assert found.data["target"] == 7  # emptied, and so given its default again


def test_a_computed_field_reads_the_act_that_is_being_done() -> None:
    reviews = Reviews(
        policy("""
        data: {score: {type: number, compute: acts.confirm.count * 10}}
        initial: open
        states: {open: {on: {confirm: {by: employee}}}, closed: {final: yes}}
        """)
    )
    assert reviews.start().data["score"] == 0
    assert reviews.act("li", "confirm").data["score"] == 10


def test_what_comes_from_another_process_is_there_from_the_start() -> None:
    reviews = Reviews(
        policy("""
        data:
          goals: {type: list, from: [mid_term.goals, goal_setting.goals], item: {score: {type: number}}}
          score: {type: number, compute: "sum(goals, 'weight')"}
        initial: open
        states: {open: {}, closed: {final: yes}}
        """)
    )
    rows = [{"weight": Decimal(40)}, {"weight": Decimal(60)}]
    reviews.siblings = {"mid_term": {"goals": None}, "goal_setting": {"goals": rows}}
    assert reviews.start().data["score"] == 100


def test_settings_are_fixed_when_it_starts() -> None:
    reviews = Reviews(
        policy("""
        settings:
          weight: {default: 1, when: {"manager.department == 'Sales'": 2, "employee.department == 'Sales'": 3}}
          limit: {default: 2 weeks, when: {"employee.site == 'Berlin'": 3 business days}}
        initial: open
        states: {open: {due: settings.limit, tasks: {agree: {for: employee}}}, closed: {final: yes}}
        """)
    )
    reviews.start()
    reviews.roster.change("wang", department="HR")
    reviews.raised("people.changed")
    assert reviews.of().settings == {"weight": 2, "limit": "2 weeks"}
    assert str(reviews.of().tasks[0].due_on) == "2026-03-16"
    reviews.roster.add("max", site="Berlin", manager="mei", department="Sales")
    found = reviews.start(subject="max")
    assert (found.settings["weight"], str(found.tasks[0].due_on)) == (3, "2026-03-05")


def test_one_decision_reports_one_fault_once() -> None:
    reviews = Reviews(SCORES)
    reviews.start()
    reviews.act("li", "submit", score=2)
    reviews.act("li", "submit", score=-1)
    reviews.act("wang", "close")  # computed before and after
    assert [len(each.incidents) for each in reviews.decisions] == [0, 0, 1, 1]


def test_in_its_own_act_an_answer_goes_by_its_plain_name_and_nowhere_else() -> None:
    reviews = Reviews(
        titled(
            policy("""
        data:
          rating: {type: number, min: 0, max: 5}
          final: {type: number, optional: yes}
          doubled: {type: number, compute: rating * 2}
        initial: reviewing
        states:
          reviewing:
            tasks:
              self_review: {for: employee, form: [rating]}
              manager_review:
                for: manager
                form: [rating]
                require:
                  that: rating > self_review.rating
                  else: {en: Too low., zh: 过低。}
            on:
              manager_review:
                by: manager
                choose: [{when: rating > 4, set: {final: = rating}, to: rated}, {to: closed}]
          rated:
            entry: {when: rating > 4, to: closed}
          closed: {final: yes}
        """)
        )
    )
    reviews.start()
    reviews.act("li", "self_review", rating=3)
    assert reviews.refused("wang", "manager_review", rating=3) == ["required"]
    found = reviews.act("wang", "manager_review", rating=5)
    assert found.state == ("rated",)  # where the state is entered, no answer is at hand
    assert (found.data["final"], found.data["doubled"]) == (5, None)


def test_somebody_named_in_two_tasks_is_named_once() -> None:
    reviews = Reviews(
        titled(
            policy(
                """
        roles:
          employee: subject
          manager: subject.manager
          peer: {chosen_by: manager, among: subject.colleagues, title: {en: Peer, zh: 同事}}
        initial: naming
        states:
          naming:
            tasks:
              propose: {for: employee, form: [peer]}
              confirm: {for: manager, form: [peer], follows: propose}
          closed: {final: yes}
        """,
                head=HEAD.partition("roles:")[0],
            )
        )
    )
    reviews.start()
    reviews.act("li", "propose", peer=["zhao"])
    found = reviews.act("wang", "confirm")
    assert (found.data["peer"], found.roles["peer"]) == (["zhao"], ("zhao",))


MARKS = titled(
    policy("""
    data:
      kind: {type: choice, options: [line, staff], optional: yes}
      items:
        type: list
        fixed: yes
        default:
          - {topic: Ethics, weight: 40}
          - {topic: Leadership, weight: 60, when: employee.level >= 5}
          - {topic: = employee.name, weight: = 30 * 2, when: employee.level < 5}
        item: {topic: {type: text}, weight: {type: number}, mark: {type: number, min: 1, max: 5}}
      later:
        type: list
        default: [{topic: A, when: kind == 'line'}]
        item: {topic: {type: text}, done: {type: yes_no}}
    initial: open
    states:
      open:
        on:
          say: {by: manager, form: [kind]}
          mark: {by: manager, form: [items.mark]}
          rewrite: {by: manager, form: [items]}
          tick: {by: manager, form: [later.done]}
      closed: {final: yes}
    """)
)


def test_a_list_begins_with_the_rows_meant_for_the_person_and_each_is_marked() -> None:
    reviews = Reviews(MARKS)
    reviews.roster.change("li", level=Decimal(6))
    assert [row["topic"] for row in reviews.start().data["items"]] == ["Ethics", "Leadership"]
    assert reviews.refused("wang", "mark", items__mark=[4]) == ["form-rows"]
    assert reviews.refused("wang", "mark", items=[{"mark": 4}, {"mark": 6}]) == ["form-too-large"]
    marked = reviews.act("wang", "mark", items=[{"mark": 4}, {"mark": 5}]).data["items"]
    assert marked[1] == {"topic": "Leadership", "weight": Decimal(60), "mark": Decimal(5)}
    assert reviews.refused("wang", "rewrite", items=[{"mark": 3}])[0] == "form-fixed"
    assert reviews.refused("wang", "rewrite", items=[{"topic": "Else", "mark": 3}, {"mark": 3}]) == ["form-given"]
    again = reviews.act("wang", "rewrite", items=[{"mark": 3}, {"mark": 2}]).data["items"]
    assert [(row["topic"], row["mark"]) for row in again] == [("Ethics", 3), ("Leadership", 2)]
    reviews.roster.change("zhao", level=Decimal(2))
    assert [row["weight"] for row in reviews.start(subject="zhao").data["items"]] == [40, 60]


def test_rows_meant_for_nobody_knows_whom_are_waited_for_and_nothing_passes_meanwhile() -> None:
    reviews = Reviews(MARKS)
    assert reviews.start().data.get("items") is None  # the level is not known
    assert reviews.refused("wang", "mark", items__mark=[]) == ["form-missing"]
    assert reviews.refused("wang", "rewrite", items=[{"topic": "Own", "weight": 1, "mark": 3}]) == ["form-fixed"]
    assert reviews.refused("wang", "tick", later__done=[]) == ["form-missing"]
    assert reviews.act("wang", "say", kind="line").data["later"] == [{"topic": "A", "done": None}]
