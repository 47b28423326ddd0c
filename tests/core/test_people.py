"""Who holds which part, and what happens when people change."""

from __future__ import annotations

from datetime import date

from tests.core.policies import policy, titled
from tests.support.roster import Reviews, Roster, at

ROLES = """
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles:
  employee: subject
  hr: group('hr')
  manager: {is: subject.manager, must: person.certified, else: hr}
  upper_manager: {first_of: [subject.manager.manager, subject.manager, subject], must: person.certified, else: manager}
  mentor: {chosen_by: employee, among: employee.colleagues, must: person.certified, on_change: keep}
  reviewer: {is: subject.manager, on_change: keep}
  board: {is: group('board'), else: committee}
  committee: {is: group('committee'), else: board}
data:
  rating: {type: number}
  mentor: {type: person}
initial: open
states:
  open:
    tasks:
      review: {for: manager, form: [rating]}
      answer: {for: employee, form: [mentor]}
    due: 5 business days
    on:
      done: {to: waiting}
      decline: {by: hr, set: {mentor: none}}
  waiting:
    tasks: {confirm: {for: reviewer}, agree: {for: mentor}}
    on: {done: {to: closed}}
  closed: {final: yes}
"""


def started(roster: Roster | None = None) -> Reviews:
    reviews = Reviews(ROLES, roster=roster)
    reviews.start()
    return reviews


def test_parts_are_found_when_it_starts() -> None:
    assert started().of().roles == {
        "employee": ("li",),
        "hr": ("mei",),
        "manager": ("wang",),
        "upper_manager": ("boss",),
        "mentor": (),
        "reviewer": ("wang",),
        "board": (),  # each stands in for the other and nobody is there: nobody, not a circle
        "committee": (),
    }


def test_a_part_may_depend_on_a_setting_and_a_setting_on_a_part() -> None:
    reviews = Reviews(
        policy("""
        settings: {board: {default: hr, when: {"count(hr) > 1": calibration}}}
        initial: open
        states: {open: {}, closed: {final: yes}}
        """).replace("group('calibration')", "group(settings.board)")
    )
    assert reviews.start().roles["committee"] == ("mei",)
    assert reviews.incidents == []


def test_somebody_not_valid_is_passed_over() -> None:
    roster = Roster()
    roster.change("wang", certified=False)
    assert started(roster).of().roles["manager"] == ("mei",)
    roster.change("boss", certified=False)
    assert started(roster).of().roles["upper_manager"] == ("mei",)
    roster.change("wang", certified=True, active=False)
    assert started(roster).of().roles["manager"] == ("mei",)


def test_the_subject_is_never_the_first_of() -> None:
    roster = Roster()
    roster.change("wang", manager=None, certified=False)
    assert started(roster).of().roles["upper_manager"] == ("mei",)


def test_only_those_among_may_be_chosen_and_who_is_holds_the_part() -> None:
    reviews = started()
    assert reviews.refused("li", "answer", mentor="boss") == ["form-not-among"]
    reviews.roster.change("zhao", certified=False)
    assert reviews.refused("li", "answer", mentor="zhao") == ["form-not-among"]
    assert reviews.refused("li", "answer", mentor="li") == ["form-not-among"]
    assert reviews.act("li", "answer", mentor="chen").roles["mentor"] == ("chen",)
    assert reviews.act("mei", "decline").roles["mentor"] == ()


def test_a_new_manager_gets_the_open_task_and_is_told() -> None:
    reviews = started()
    reviews.pass_time("2026-03-04")
    reviews.roster.change("li", manager="boss")
    found = reviews.raised("people.changed")
    assert found.roles["manager"] == ("boss",)
    assert found.roles["reviewer"] == ("wang",)  # keeps it
    rows = [(task.person, task.status, str(task.due_on)) for task in found.tasks if task.name == "review"]
    assert rows == [("wang", "lapsed", "2026-03-09"), ("boss", "open", "2026-03-09")]  # the limit stays the state's
    assert reviews.sent("new_task")[-1] == ("2026-03-04", "boss")
    (entry,) = [entry for each in reviews.decisions for entry in each.entries if entry.kind == "people"]
    assert entry.payload == {"manager": ["boss"]}
    assert reviews.refused("wang", "review", rating=1) == ["not-your-role"]
    assert reviews.act("boss", "review", rating=1).answers == {}


def test_people_who_stay_change_nothing() -> None:
    reviews = started()
    before = reviews.of()
    reviews.roster.change("chen", department="HR")
    assert reviews.raised("people.changed") is before


def test_who_gets_a_task_back_has_one_row_and_is_told_again() -> None:
    reviews = started()
    for manager in ("boss", "wang", "boss", "wang"):
        reviews.roster.change("li", manager=manager)
        reviews.raised("people.changed")
    rows = [(task.person, task.status) for task in reviews.of().tasks if task.name == "review"]
    assert rows == [("wang", "open"), ("boss", "lapsed")]
    keys = [each.key for each in reviews.notices if each.template == "new_task"]
    assert len(keys) == len(set(keys)) == 6


def test_a_task_that_is_done_is_nobody_s_to_inherit() -> None:
    reviews = started()
    reviews.act("wang", "review", rating=4)
    reviews.roster.change("li", manager="boss")
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"answer": ["li"]}


def test_a_part_that_is_kept_is_held_after_a_departure() -> None:
    reviews = started()
    reviews.act("li", "answer", mentor="chen")
    reviews.act("wang", "review", rating=4)
    reviews.roster.change("chen", active=False)
    reviews.roster.change("wang", active=False)
    found = reviews.raised("people.changed")
    assert (found.roles["mentor"], found.roles["reviewer"]) == (("chen",), ("wang",))
    assert reviews.refused("chen", "agree") == ["actor-unknown"]


FIRST = policy("""
    data: {rating: {type: number}}
    initial: open
    states:
      open:
        tasks:
          review: {for: team, each: yes, first: 1, form: [rating]}
          answer: {for: manager, form: [rating]}
        on: {done: {to: closed}}
      closed: {final: yes}
    """)


def test_enough_answers_stay_enough_when_people_change() -> None:
    reviews = Reviews(FIRST)
    reviews.start()
    reviews.act("zhao", "review", rating=1)
    reviews.roster.add("new", manager="wang")
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"answer": ["wang"]}


def test_who_joins_a_group_that_each_answers_owes_one_too() -> None:
    reviews = Reviews(FIRST.replace(", first: 1", ""))
    reviews.start()
    reviews.act("zhao", "review", rating=1)
    reviews.roster.add("new", manager="wang")
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"review": ["chen", "new"], "answer": ["wang"]}
    reviews.roster.change("chen", active=False)
    reviews.raised("people.changed")
    assert reviews.open_tasks() == {"review": ["new"], "answer": ["wang"]}
    reviews.act("new", "review", rating=1)
    assert reviews.act("wang", "answer", rating=1).place == "closed"


def test_a_moved_holder_moves_the_limit() -> None:
    reviews = started()
    before = reviews.of().tasks[0].due_at
    reviews.roster.change("wang", site="New-York")
    after = reviews.raised("people.changed").tasks[0].due_at
    assert before is not None
    assert after is not None
    assert (after - before).total_seconds() == 12 * 3600  # clocks in New York have gone forward by the 9th


def test_facts_that_were_read_are_kept_with_the_event() -> None:
    reviews = started()
    (entry, *_) = reviews.decisions[0].entries
    assert entry.facts["li.manager"] == "wang"
    assert entry.facts["wang.certified"] is True
    assert entry.facts["group.hr"] == ["mei"]


HEARD = policy("""
    data:
      was: {type: text, optional: yes, title: {en: Was, zh: 原}}
      day: {type: date, optional: yes, title: {en: Day, zh: 日}}
      who: {type: person, optional: yes, title: {en: Who, zh: 谁}}
    initial: open
    on:
      employee.department.changed:
        - {when: new == 'HR', set: {was: = old, day: = since}, to: handed}
        - {set: {was: = old}}
      employee.manager.changed: {set: {who: = old}, send: {template: moved, to: manager}}
    states:
      open: {}
      handed: {title: {en: Handed over, zh: 已移交}, on: {manager.level.changed: {when: new > old, to: closed}}}
      closed: {final: yes}
    """)


def test_a_change_of_somebodys_fact_is_an_event_with_what_was_what_is_and_since_when() -> None:
    reviews = Reviews(HEARD)
    reviews.roster.change("wang", level=5)
    reviews.start()
    reviews.roster.change("li", on="2026-03-02", department="Finance")
    assert reviews.raised("people.changed").data == {"was": "Sales"}
    assert reviews.raised("people.changed").data["was"] == "Sales"  # heard once
    reviews.now = at("2026-03-05 09:00")
    reviews.roster.change("li", on="2026-03-04", department="HR", manager="boss")
    found = reviews.raised("people.changed")
    assert (found.place, found.data["was"], str(found.data["day"]), found.data["who"]) == (
        "handed", "Finance", "2026-03-04", "wang",
    )  # fmt: skip
    assert [person for _, person in reviews.sent("moved")] == ["boss"]
    reviews.roster.change("boss", level=7)
    assert reviews.raised("people.changed").place == "handed"  # whoever is new was nothing before
    reviews.roster.change("boss", level=8)
    assert reviews.raised("people.changed").place == "closed"


def test_no_event_of_a_fact_is_triggered_by_hand() -> None:
    reviews = Reviews(HEARD)
    reviews.start()
    assert reviews.refused("wang", "employee.department.changed") == ["act-unknown"]


MANDATED = titled(
    policy(
        """
  chair:
    chosen_by: employee
    among: group('calibration')
    must: person.hired_on >= moment('2 weeks before today')
    else: hr
    title: {en: Chair, zh: 主席}
data: {chair: {type: person}, verdict: {type: text, optional: yes}}
initial: open
states:
  open:
    tasks: {name: {for: employee, form: [chair]}}
    due: 5 days
    on: {done: {to: rating}}
  rating: {tasks: {rate: {for: chair, form: [verdict]}}, due: 9 days, on: {done: {to: closed}}}
  closed: {final: yes}
"""
    )
)


def test_whoever_time_alone_disqualifies_has_no_part_any_more() -> None:
    reviews = Reviews(MANDATED)
    reviews.roster.change("sun", hired_on=date(2026, 2, 20))
    reviews.start()
    reviews.act("li", "name", chair="sun")
    assert reviews.pass_time("2026-03-06").roles["chair"] == ("sun",)
    reviews.pass_time("2026-03-07")
    assert reviews.refused("sun", "rate", verdict="Good.") == ["not-your-role"]
    reviews.act("mei", "rate", verdict="Good.")


def test_the_day_a_part_is_lost_its_task_goes_to_whoever_stands_in() -> None:
    """Nobody does anything, and yet somebody else owes the answer from that day on."""
    reviews = Reviews(MANDATED)
    reviews.roster.change("sun", hired_on=date(2026, 2, 20))
    reviews.start()
    reviews.act("li", "name", chair="sun")
    ahead = reviews.timers([reviews.id_of()])[reviews.id_of()]
    assert ("roles", at("2026-03-03 00:00")) in [(each.rule, each.due_at) for each in ahead]
    reviews.pass_time("2026-03-07")
    assert [(row.name, row.person) for row in reviews.of().tasks if row.status == "open"] == [("rate", "mei")]
