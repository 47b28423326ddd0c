"""Several who decide as one: everybody's consent, votes with their quorum, agreement to the same text."""

from __future__ import annotations

import pytest

from tests.core.policies import HEAD, policy, titled
from tests.support.roster import Reviews, Roster

PANEL = (
    HEAD
    + """
  employers: {is: group('employers'), title: {en: Employers, zh: 资方}}
  staff: {is: group('staff'), title: {en: Staff, zh: 职工}}
  panel: {is: group('panel'), title: {en: Panel, zh: 合议组}}
"""
)


def deciding(
    by: str,
    *,
    tasks: str = "",
    data: str = "{verdict: {type: choice, options: [dismissed, upheld], title: {en: Verdict, zh: 结论}}}",
) -> str:
    return policy(
        f"""
        data: {data}
        initial: deciding
        states:
          deciding:
            {tasks}
            due: 5 business days
            on:
              decide:
                by: {by}
                choose:
                  - {{when: not filled(verdict) or verdict == 'upheld', to: upheld}}
                  - {{to: closed}}
              leave: {{by: hr, to: waiting}}
            after:
              - {{past: 10 business days, to: closed}}
          waiting: {{on: {{return: {{by: hr, to: deciding}}}}}}
          upheld: {{final: true}}
          closed: {{final: true}}
        """,
        PANEL,
    )


def roster() -> Roster:
    found = Roster()
    for id, group in (("e1", "employers"), ("e2", "employers"), ("s1", "staff"), ("s2", "staff")):
        found.add(id, manager="boss", groups=[group, "panel"])
    return found


def reviews(text: str) -> Reviews:
    made = Reviews(text, roster=roster())
    made.start()
    return made


def test_all_must_do_it_once_in_any_order() -> None:
    case = reviews(deciding("{all: [manager, employee]}"))
    first = case.act("li", "decide")
    assert (first.place, first.acts["decide"].count) == ("deciding", 0)
    assert case.act("li", "decide").place == "deciding"  # twice is not both
    done = case.act("wang", "decide")
    assert (done.place, done.acts["decide"].count, done.acts["decide"].by) == ("upheld", 1, ("li", "li", "wang"))


def test_of_a_role_one_holder_is_enough_unless_all_of_them_are_asked() -> None:
    one = reviews(deciding("{all: [manager, staff]}"))
    one.act("wang", "decide")
    assert one.act("s2", "decide").place == "upheld"
    everyone = reviews(deciding("{all: [manager, {all: staff}]}"))
    everyone.act("wang", "decide")
    assert everyone.act("s2", "decide").place == "deciding"
    assert everyone.act("s1", "decide").place == "upheld"


def test_what_was_said_in_an_earlier_visit_does_not_count() -> None:
    case = reviews(deciding("{all: [manager, employee]}"))
    case.act("li", "decide")
    case.act("mei", "leave")
    case.act("mei", "return")
    assert case.act("wang", "decide").place == "deciding"
    assert case.act("li", "decide").place == "upheld"


def test_somebody_who_loses_the_part_is_not_waited_for() -> None:
    case = reviews(deciding("{all: [manager, {all: staff}]}"))
    case.act("wang", "decide")
    case.act("s1", "decide")
    case.roster.change("s2", groups=[])
    assert case.raised("people.changed").place == "upheld"


def test_a_majority_is_more_than_half_of_all() -> None:
    case = reviews(deciding("{majority: panel}"))
    for each in ("e1", "s1"):
        assert case.act(each, "decide").place == "deciding"
    assert case.act("s2", "decide").place == "upheld"


VOTE = "{majority: panel, vote: verdict, quorum: {employers: 1, staff: 1}, tie: dismissed}"


def test_a_vote_is_settled_when_nobody_can_turn_it() -> None:
    case = reviews(deciding(VOTE))
    case.act("e1", "decide", verdict="upheld")
    voted = case.act("s1", "decide", verdict="upheld")
    assert (voted.place, voted.data["verdict"]) == ("deciding", None)  # two of four is no majority
    assert voted.answers["decide"] == {"e1": {"verdict": "upheld"}, "s1": {"verdict": "upheld"}}
    done = case.act("e2", "decide", verdict="upheld")
    assert (done.place, done.data["verdict"]) == ("upheld", "upheld")
    assert case.decisions[-1].entries[1].payload["votes"] == {"upheld": 3}


def test_a_vote_may_be_changed_until_it_is_settled_and_counts_once() -> None:
    case = reviews(deciding(VOTE))
    case.act("e1", "decide", verdict="upheld")
    case.act("e1", "decide", verdict="dismissed")
    case.act("e2", "decide", verdict="dismissed")
    done = case.act("s1", "decide", verdict="dismissed")
    assert (done.place, done.data["verdict"]) == ("closed", "dismissed")


def test_the_limit_closes_the_count_once_the_quorum_is_there() -> None:
    case = reviews(deciding(VOTE))
    case.act("e1", "decide", verdict="upheld")
    case.act("s1", "decide", verdict="upheld")
    assert case.pass_time("2026-03-09 23:59").place == "deciding"
    assert case.pass_time("2026-03-10 00:00").place == "upheld"


@pytest.mark.parametrize("voters", [("e1", "e2"), ("s1",)])
def test_without_its_quorum_nothing_is_settled(voters: tuple[str, ...]) -> None:
    case = reviews(deciding(VOTE))
    for each in voters:
        case.act(each, "decide", verdict="upheld")
    assert case.pass_time("2026-03-12").place == "deciding"
    assert case.pass_time("2026-03-17").place == "closed"  # as the file says, and no verdict
    assert case.of().data["verdict"] is None


def test_a_majority_of_all_does_not_replace_the_quorum_of_a_side() -> None:
    case = reviews(deciding("{majority: panel, vote: verdict, quorum: {staff: 2}}"))
    for each in ("e1", "e2", "s1"):
        assert case.act(each, "decide", verdict="upheld").place == "deciding"
    assert case.act("s2", "decide", verdict="dismissed").place == "upheld"


@pytest.mark.parametrize(("tie", "place"), [("dismissed", "closed"), ("upheld", "upheld"), ("chair", "upheld")])
def test_a_draw_is_decided_as_the_file_says_or_by_the_casting_vote(tie: str, place: str) -> None:
    text = deciding(VOTE.replace("dismissed", tie)).replace(
        "  panel:", "  chair: {first_of: [group('staff')], title: {en: Chair, zh: 主席}}\n  panel:"
    )
    case = reviews(text)
    for each, verdict in (("e1", "dismissed"), ("e2", "dismissed"), ("s1", "upheld"), ("s2", "upheld")):
        case.act(each, "decide", verdict=verdict)
    assert case.of().place == place


def test_a_draw_nobody_decides_stays_open() -> None:
    case = reviews(deciding("{majority: panel, vote: verdict}"))
    for each, verdict in (("e1", "dismissed"), ("e2", "dismissed"), ("s1", "upheld"), ("s2", "upheld")):
        case.act(each, "decide", verdict=verdict)
    assert case.of().place == "deciding"
    assert case.act("e2", "decide", verdict="upheld").place == "upheld"


@pytest.mark.parametrize("shared", ["", "shared: yes, "])  # whose outcome is one value anyhow
def test_a_vote_that_is_owed_is_one_task_a_person(shared: str) -> None:
    tasks = f"tasks: {{decide: {{for: {VOTE}}}}}"
    text = deciding("REMOVED", tasks=tasks).replace("      by: REMOVED\n", "")
    case = reviews(text.replace("{type: choice", f"{{{shared}type: choice"))
    assert case.open_tasks() == {"decide": ["e1", "e2", "s1", "s2"]}
    case.act("e1", "decide", verdict="upheld")
    assert case.open_tasks() == {"decide": ["e2", "s1", "s2"]}
    case.act("s1", "decide", verdict="upheld")
    done = case.act("s2", "decide", verdict="upheld")
    assert done.place == "upheld"
    assert {row.person: row.status for row in done.tasks} == {
        "e1": "done", "e2": "lapsed", "s1": "done", "s2": "done",
    }  # fmt: skip


def test_two_who_must_both_complete_one_task() -> None:
    case = Reviews(
        policy("""
        data: {comment: {type: text}}
        initial: reviewing
        states:
          reviewing:
            tasks: {review: {for: {all: [manager, hr]}, form: [comment]}}
            on: {done: {to: closed}}
          closed: {final: true}
        """)
    )
    case.start()
    assert case.act("mei", "review", comment="Mine").place == "reviewing"
    assert case.of().tasks[0].status == "open"
    done = case.act("wang", "review", comment="And mine")
    assert done.place == "closed"
    assert done.answers == {"review": {"mei": {"comment": "Mine"}, "wang": {"comment": "And mine"}}}


AGREE = policy("""
    data: {goals: {type: text}, comment: {type: text}}
    initial: drafting
    states:
      drafting:
        tasks:
          sign: {agree: [employee, manager], to_same: goals, form: [goals]}
        due: 5 business days
        on:
          correct: {by: hr, form: [goals], title: {en: Correct, zh: 修改}}
          comment_on: {by: hr, form: [comment], title: {en: Comment, zh: 备注}}
          done: {to: agreed}
        after:
          - {past: due, to: closed}
      agreed: {final: true}
      closed: {final: true}
    """)


def agreement() -> Reviews:
    made = Reviews(AGREE)
    made.start()
    return made


def test_both_agree_to_the_same_text() -> None:
    case = agreement()
    assert case.act("wang", "sign", goals="Sell").place == "drafting"
    assert case.act("li", "sign").place == "agreed"
    assert case.of().data["goals"] == "Sell"


def test_whoever_changes_the_text_voids_what_the_others_agreed_to() -> None:
    case = agreement()
    case.act("wang", "sign", goals="Sell")
    assert case.act("li", "sign", goals="Sell less").place == "drafting"
    assert case.open_tasks() == {"sign": ["wang"]}
    assert len(case.sent("new_task")) == 3  # the manager is asked again
    assert case.act("wang", "sign").place == "agreed"


def test_somebody_else_s_edit_voids_it_for_all_but_a_remark_does_not() -> None:
    case = agreement()
    case.act("wang", "sign", goals="Sell")
    case.act("mei", "comment_on", comment="Well done")
    assert case.open_tasks() == {"sign": ["li"]}
    case.act("mei", "correct", goals="Sell more")
    assert case.open_tasks() == {"sign": ["li", "wang"]}
    case.act("wang", "sign")
    assert case.act("li", "sign").place == "agreed"


def test_those_who_do_not_agree_fall_back_to_what_the_limit_says() -> None:
    case = agreement()
    case.act("wang", "sign", goals="Sell")
    assert case.pass_time("2026-03-10").place == "closed"


@pytest.mark.parametrize(("needs", "votes", "verdict"), [
    # four on the panel; u upheld, d dismissed, n neither: in the order of voting, "." has not voted when time is up
    ("two thirds", "uuud", "upheld"),
    ("two thirds", "uu..", "upheld"),
    ("two thirds", "uudd", "dismissed"),
    ("two thirds", "uund", "upheld"),  # two of three votes
    ("two thirds of all", "uund", "dismissed"),
    ("two thirds of all", "uu..", "dismissed"),
    ("half", "uud.", "upheld"),
    ("half of all", "uun.", "upheld"),
    ("more than half of all", "uunn", "dismissed"),
    ("more than half", "unnn", "upheld"),
    ("more than half", "nnnn", "dismissed"),
    ("75%", "uuun", "upheld"),
    ("3/4 of all", "uudn", "dismissed"),
    ("3", "uudn", "dismissed"),
    ("3", "uuud", "upheld"),
])  # fmt: skip
def test_an_outcome_takes_the_votes_it_needs(needs: str, votes: str, verdict: str) -> None:
    data = "{verdict: {type: choice, options: [dismissed, neither, upheld], title: {en: Verdict, zh: 结论}}}"
    by = f"{{majority: panel, vote: verdict, needs: {needs}, else: dismissed, abstain: neither, quorum: 1}}"
    case = reviews(deciding(by, data=data))
    for who, vote in zip(("e1", "e2", "s1", "s2"), votes, strict=True):
        if vote != "." and case.of().place == "deciding":
            case.act(who, "decide", verdict={"u": "upheld", "d": "dismissed", "n": "neither"}[vote])
    case.pass_time("2026-03-10 00:00")
    assert (case.of().data["verdict"], case.of().place) == (verdict, "upheld" if verdict == "upheld" else "closed")


def test_a_qualified_majority_is_settled_as_soon_as_it_is_sure_either_way() -> None:
    case = reviews(deciding("{majority: panel, vote: verdict, needs: 4, else: dismissed}"))
    assert case.act("e1", "decide", verdict="upheld").place == "deciding"
    assert case.act("e2", "decide", verdict="dismissed").place == "closed"
    case = reviews(deciding("{majority: panel, vote: verdict, needs: 3/4, else: dismissed}"))
    assert [case.act(each, "decide", verdict="upheld").place for each in ("e1", "e2")] == ["deciding", "deciding"]
    assert case.act("s1", "decide", verdict="upheld").place == "upheld"


@pytest.mark.parametrize(("said", "place"), [("counts", "upheld"), ("absent", "deciding")])
def test_whoever_abstains_counts_for_the_quorum_unless_the_file_says_otherwise(said: str, place: str) -> None:
    data = "{verdict: {type: choice, options: [dismissed, neither, upheld], title: {en: Verdict, zh: 结论}}}"
    by = f"{{majority: panel, vote: verdict, abstain: neither, abstaining: {said}, quorum: 2}}"
    case = reviews(deciding(by, data=data))
    case.act("e1", "decide", verdict="neither")
    case.act("s1", "decide", verdict="upheld")
    assert case.pass_time("2026-03-10 00:00").place == place


def test_exactly_two_of_a_group_besides_the_manager() -> None:
    case = reviews(deciding("{all: [manager, {any: panel, count: 2}]}"))
    case.act("wang", "decide")
    case.act("s1", "decide")
    assert case.act("s1", "decide").place == "deciding"
    done = case.act("e1", "decide")
    assert (done.place, done.acts["decide"].by) == ("upheld", ("wang", "s1", "s1", "e1"))


def test_a_number_nobody_can_make_up_is_an_incident() -> None:
    case = reviews(deciding("{all: [manager, {any: panel, count: 5}]}"))
    assert case.incidents == ["quorum-too-small"]


def test_a_draw_may_leave_what_stood_there() -> None:
    data = "{verdict: {type: choice, options: [dismissed, upheld], default: upheld, title: {en: Verdict, zh: 结论}}}"
    case = reviews(deciding("{majority: panel, vote: verdict, tie: unchanged}", data=data))
    for who, vote in (("e1", "upheld"), ("e2", "upheld"), ("s1", "dismissed"), ("s2", "dismissed")):
        case.act(who, "decide", verdict=vote)
    assert (case.of().data["verdict"], case.of().place) == ("upheld", "upheld")
    data = data.replace("default: upheld, ", "")
    empty = reviews(deciding("{majority: panel, vote: verdict, needs: 3, else: unchanged}", data=data))
    for who, vote in (("e1", "upheld"), ("e2", "dismissed"), ("s1", "dismissed"), ("s2", "upheld")):
        empty.act(who, "decide", verdict=vote)
    assert empty.of().place == "deciding"  # nothing stood there


EXTENDING = titled(policy(
    """
    initial: resolving
    states:
      resolving:
        tasks: {resolve: {for: hr}}
        due: 5 days
        on:
          done: {to: closed}
          prolong: {by: {all: [manager, employee]}, extends: due, at_most: 6 days}
          press: {by: {majority: panel}, extends: due}
      closed: {final: true}
    """,
    PANEL,
))  # fmt: skip


def limit_of(case: Reviews) -> str:
    return str(case.of().tasks[0].due_on)


def test_a_limit_that_several_extend_moves_once_when_all_consent_to_the_amount_first_named() -> None:
    case = reviews(EXTENDING)
    case.act("li", "prolong", amount="5 days")
    case.act("li", "prolong", amount="4 days")  # nobody has consented yet, so the wish may still be another
    assert limit_of(case) == "2026-03-07"
    assert case.refused("wang", "prolong", amount="3 days") == ["amount-differs"]
    done = case.act("wang", "prolong")
    assert (limit_of(case), done.acts["prolong"].count) == ("2026-03-11", 1)
    assert case.refused("wang", "prolong", amount="3 days") == ["amount-too-large"]
    case.act("wang", "prolong", amount="2 days")
    case.act("li", "prolong", amount="2 days")
    assert limit_of(case) == "2026-03-13"


def test_a_majority_extends_once_also_when_it_is_reached_because_somebody_left() -> None:
    case = reviews(EXTENDING)
    for who in ("e1", "s1"):
        case.act(who, "press", amount="2 days")
    assert limit_of(case) == "2026-03-07"
    case.roster.change("s2", groups=[])
    case.raised("people.changed")
    assert limit_of(case) == "2026-03-09"
