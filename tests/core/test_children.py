"""Other processes: started with data, heard of when they end, called off; and an end that comes late."""

from __future__ import annotations

from decimal import Decimal

from engine.core.values import StartChild, Tell
from tests.core.policies import policy
from tests.support.roster import Reviews, at

PARENT = policy("""
    data:
      score: {type: number}
      grade: {type: choice, options: [C, B, A], compute: "band(score, C=0, B=1, A=2)", corrected_by: [appeal.ended]}
      goals: {type: list, item: {title: {type: text}, score: {type: number}, notes: {type: text, optional: yes}}}
      statement: {type: text, optional: yes}
    initial: open
    on: {subject_left: {to: closed_early}}
    states:
      open:
        on:
          submit: {by: employee, form: [score, goals]}
          appeal:
            by: employee
            start: {process: appeal, with: {goals: "= goals | where('score', '<', 2)", target: = score + 1, reason: unfair}}
          cancel: {by: hr, cancel: appeal}
          close: {by: hr, to: closed}
          appeal.heard: {set: {statement: heard}}
          appeal.ended:
            - {when: appeal.verdict == 'upheld', set: {grade: = appeal.grade}, send: {template: corrected, to: employee}}
            - {send: {template: stands, to: employee}}
        after: [{past: 30 days, when: not running('appeal'), to: closed}]
      closed:
        final: yes
        on:
          appeal.ended: {when: appeal.verdict == 'upheld', set: {grade: = appeal.grade}, send: {template: corrected, to: employee}}
      closed_early: {final: yes}
    """)  # fmt: skip  # noqa: E501

CHILD = """
process: appeal
version: 1
title: {en: Appeal, zh: 申诉}
subject: employee
roles: {employee: subject, hr: "group('hr')", manager: {is: parent.manager}}
data:
  goals: {type: list, item: {title: {type: text}, score: {type: number}}}
  target: {type: number}
  reason: {type: text}
  verdict: {type: choice, options: [rejected, upheld]}
  grade: {type: choice, options: [C, B, A], optional: yes}
  comment: {type: text, optional: yes}
initial: deciding
CANCELLED
states:
  deciding:
    tasks: {decide: {for: hr, form: [verdict, grade, comment]}}
    on:
      statement: {by: employee, emit: heard, title: {en: Speak, zh: 陈述}}
      withdraw: {by: employee, to: withdrawn}
      agree: {by: manager, when: parent.score >= 2, to: closed}
      done: {to: closed}
  closed: {final: yes}
  withdrawn: {final: yes}
  cancelled: {final: yes}
"""
ROWS = [{"title": "Sell", "score": 1, "notes": "Not for the appeal."}, {"title": "Learn", "score": 2}]


def appealed(cancelled: str = "", score: int = 1) -> Reviews:
    reviews = Reviews(PARENT, CHILD.replace("CANCELLED", cancelled))
    reviews.start()
    reviews.act("li", "submit", score=score, goals=ROWS)
    reviews.act("li", "appeal", of="review")
    return reviews


def test_a_child_begins_with_what_it_is_given() -> None:
    reviews = appealed()
    child = reviews.of("appeal")
    assert (child.id, child.parent, child.subject) == ("review/li/appeal", "review/li", "li")
    assert child.data["goals"] == [{"title": "Sell", "score": Decimal(1)}]  # its own columns, no other
    assert (child.data["target"], child.data["reason"]) == (2, "unfair")
    assert child.roles["manager"] == ("wang",)
    (known,) = reviews.of().children
    assert (known.id, known.status, known.data) == (child.id, "running", {})


def test_an_upheld_appeal_corrects_and_a_rejected_one_does_not() -> None:
    for verdict, grade, told in (("upheld", "A", "corrected"), ("rejected", "B", "stands")):
        reviews = appealed()
        reviews.act("mei", "decide", of="appeal", verdict=verdict, grade="A", comment="x" * 300)
        found = reviews.of()
        assert found.data["grade"] == grade
        assert reviews.sent(told) == [("2026-03-02", "li")]
        (known,) = found.children
        assert (known.status, known.state, known.data["verdict"]) == ("ended", "closed", verdict)
        assert known.data.keys().isdisjoint({"comment", "goals"})  # long texts and lists stay where they are


def test_an_appeal_that_ends_late_corrects_a_closed_review() -> None:
    reviews = appealed()
    reviews.act("mei", "close", of="review")
    assert reviews.of().status == "ended"
    reviews.pass_time("2026-03-20")
    reviews.act("mei", "decide", of="appeal", verdict="upheld", grade="C")
    found = reviews.of()
    assert (found.place, found.status, found.data["grade"], found.corrected) == ("closed", "ended", "C", {"grade"})
    correction = next(entry for each in reviews.decisions for entry in each.entries if entry.kind == "corrected")
    assert (correction.name, correction.payload, correction.at) == ("grade", {"from": "B", "to": "C"}, at("2026-03-20"))
    assert reviews.sent("corrected") == [("2026-03-20", "li")]


def test_the_parent_waits_for_the_child_s_end() -> None:
    reviews = appealed()
    assert reviews.pass_time("2026-04-20").place == "open"
    reviews.act("li", "withdraw", of="appeal")
    assert reviews.of().place == "closed"


def test_an_end_that_nobody_handles_is_remembered_all_the_same() -> None:
    reviews = Reviews(PARENT.replace("appeal.ended", "feedback.ended"), CHILD.replace("CANCELLED", ""))
    reviews.start()
    reviews.act("li", "submit", score=1, goals=ROWS)
    reviews.act("li", "appeal", of="review")
    reviews.act("mei", "decide", of="appeal", verdict="rejected")
    assert [child.status for child in reviews.of().children] == ["ended"]
    assert reviews.pass_time("2026-04-20").place == "closed"


def test_two_appeals_are_two_and_the_latest_is_read() -> None:
    reviews = appealed()
    reviews.act("mei", "decide", of="appeal", verdict="rejected")
    reviews.act("li", "appeal", of="review")
    assert reviews.id_of("appeal") == "review/li/appeal-2"
    reviews.act("mei", "decide", of="appeal", verdict="rejected")
    assert len({each.key for each in reviews.notices if each.template == "stands"}) == 2  # told of each
    assert [child.status for child in reviews.of().children] == ["ended", "ended"]


def test_a_child_speaks_to_its_parent_before_it_ends() -> None:
    reviews = appealed()
    reviews.act("li", "statement", of="appeal")
    assert reviews.of().data["statement"] == "heard"
    assert reviews.of().children[0].status == "running"


def test_a_child_reads_its_parent_as_it_is_now() -> None:
    reviews = appealed()
    assert reviews.refused("wang", "agree", of="appeal") == ["condition-not-met"]
    reviews.act("li", "submit", of="review", score=2)
    assert reviews.act("wang", "agree", of="appeal").place == "closed"


def test_calling_off_a_child_that_says_nothing_of_it_stops_it() -> None:
    reviews = appealed()
    reviews.act("mei", "cancel", of="review")
    child = reviews.of("appeal")
    assert (child.status, child.place) == ("cancelled", "deciding")
    assert {task.status for task in child.tasks} == {"lapsed"}
    assert [each.status for each in reviews.of().children] == ["cancelled"]
    assert reviews.timers([child.id])[child.id] == ()
    assert reviews.refused("mei", "decide", of="appeal", verdict="upheld") == ["act-not-now"]


def test_only_what_still_runs_is_called_off() -> None:
    reviews = appealed()
    reviews.act("mei", "decide", of="appeal", verdict="rejected")
    reviews.act("mei", "cancel", of="review")
    assert [each.status for each in reviews.of().children] == ["ended"]
    assert reviews.decisions[-1].signals == ()


def test_a_child_may_say_what_calling_off_means() -> None:
    reviews = appealed("on: {cancelled: {to: withdrawn}}")
    reviews.act("mei", "cancel", of="review")
    child = reviews.of("appeal")
    assert (child.status, child.place) == ("ended", "withdrawn")
    assert reviews.pass_time("2026-04-20").place == "closed"


def test_who_leaves_ends_what_does_not_speak_of_it_and_its_parent_hears() -> None:
    reviews = appealed()
    reviews.raised("subject_left", of="appeal")
    assert reviews.of("appeal").status == "cancelled"
    assert [each.status for each in reviews.of().children] == ["cancelled"]
    assert reviews.raised("subject_left", of="review").place == "closed_early"


def test_signals_are_asked_for_never_done() -> None:
    reviews = appealed()
    signals = [signal for each in reviews.decisions for signal in each.signals]
    assert [type(each) for each in signals] == [StartChild]
    reviews.act("mei", "cancel", of="review")
    last = reviews.decisions[-2].signals
    assert [type(each) for each in last] == [Tell]


WATCHING = policy("""
    data: {open_ones: {type: number, title: {en: Open, zh: 未结}, compute: "count(children('appeal') | where('state', '!=', 'withdrawn'))"}}
    initial: open
    states:
      open:
        on:
          appeal: {by: employee, start: {process: appeal, with: {reason: unfair, target: 3}}}
          close:
            by: hr
            require: [{each: "children('appeal') | where('reason', '==', 'unfair')", that: item.state == 'withdrawn', else: {en: Not yet., zh: 尚未。}}]
            to: closed
      closed: {final: yes}
    """)  # fmt: skip  # noqa: E501


def test_a_parent_that_reads_its_children_sees_them_from_their_first_moment_and_as_they_are() -> None:
    child = CHILD.replace("CANCELLED", "").replace("rejected, upheld", "rejected, upheld, later")
    reviews = Reviews(WATCHING, child.replace("done: {to", "done: {when: verdict != 'later', to"))
    reviews.start()
    reviews.act("li", "appeal")
    assert reviews.refused("mei", "close", of="review") == ["required-in-row"]
    (known,) = reviews.of("review").children
    assert (known.state, known.data["reason"], known.data["target"]) == ("deciding", "unfair", 3)
    reviews.act("mei", "decide", of="appeal", verdict="later")
    assert reviews.of("review").children[0].data["verdict"] == "later"
    assert reviews.of("review").data["open_ones"] == 1
    reviews.act("li", "withdraw", of="appeal")
    assert reviews.of("review").data["open_ones"] == 0
    assert reviews.act("mei", "close", of="review").status == "ended"
