"""Who may hold a part: approved choices, independence, rank, exceptions, parts that hang on others or on data."""

from __future__ import annotations

from tests.support.roster import Reviews, Roster

PARTS = """
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles:
  second: {is: first.manager, title: {en: Second, zh: 二}}
  first: {is: subject.manager, title: {en: First, zh: 一}}
  employee: subject
  hr: group('hr')
  manager: {is: subject.manager, on_change: both, else: hr}
  peers: {chosen_by: employee, among: employee.colleagues, approved_by: manager, unless: person.level == 1}
  board: {is: group('calibration'), unless: person.department == subject.department, else: hr}
  arbiter: {first_of: [subject.manager, subject.manager.manager], above: [manager], title: {en: Arbiter, zh: 仲裁}, else: hr}
  outsider:
    chosen_by: hr
    among: "[employee.manager, employee.colleagues]"
    independent_of: [peers, open_it]
    above: employee
    title: {en: Outsider, zh: 局外人}
  expert: {is: "named if filled(named) else employee.manager", title: {en: Expert, zh: 专家}}
data:
  named: {type: person, optional: yes, title: {en: Named, zh: 指定}}
  rating: {type: number}
initial: open
states:
  open:
    tasks:
      choose: {for: employee, form: [peers], require: {that: count(peers) == 2, else: {en: Two., zh: 两名。}}}
      look: {for: expert, form: [rating], title: {en: Look, zh: 看}}
    on:
      confirm: {by: manager, form: [peers]}
      open_it: {by: [manager, team], title: {en: Open, zh: 开}}
      name_one: {by: [hr, employee], form: [named], title: {en: Name, zh: 指定}}
      assign: {by: hr, form: [outsider], title: {en: Assign, zh: 指派}}
      done: {to: closed}
  closed: {final: yes}
""".replace("roles:", "roles:\n  team: {is: subject.colleagues, optional: yes}")  # noqa: E501


def started(roster: Roster | None = None) -> Reviews:
    reviews = Reviews(PARTS, roster=roster)
    reviews.roster.add("wu", manager="wang", level=1)
    for person in ("zhao", "chen"):
        reviews.roster.change(person, level=5)
    reviews.start()
    return reviews


def test_a_part_may_ask_for_another_wherever_it_stands() -> None:
    assert started().of().roles["second"] == ("boss",)


def test_a_choice_holds_once_it_is_approved() -> None:
    reviews = started()
    reviews.act("li", "choose", peers=["zhao", "chen"])
    assert reviews.of().roles["peers"] == ()
    assert reviews.of().data["peers"] == ["zhao", "chen"]
    reviews.roster.change("zhao", department="HR")
    assert reviews.raised("people.changed").roles["peers"] == ()  # nothing approves by itself
    assert reviews.act("wang", "confirm").roles["peers"] == ("zhao", "chen")
    reviews.act("wang", "confirm", peers=["chen"])
    assert reviews.of().roles["peers"] == ("chen",)


def test_whoever_is_excepted_cannot_be_named() -> None:
    reviews = started()
    refusal = reviews.refusal("li", "choose", peers=["zhao", "wu"])
    assert [each.code for each in refusal.blockers] == ["named-excepted"]
    assert "Wu" in refusal.blockers[0].text()


def test_an_exception_that_cannot_be_worked_out_excepts() -> None:
    roster = Roster()
    roster.change("sun", department=None)
    assert started(roster).of().roles["board"] == ("ann",)
    roster.change("ann", department="Sales")
    assert started(roster).of().roles["board"] == ("mei",)


def test_only_somebody_above_holds_a_part_that_needs_rank() -> None:
    assert started().of().roles["arbiter"] == ("boss",)
    roster = Roster()
    roster.change("wang", manager=None)
    assert started(roster).of().roles["arbiter"] == ("mei",)


def test_who_is_named_must_be_independent_and_above() -> None:
    reviews = started()
    reviews.act("li", "choose", peers=["zhao", "chen"])
    reviews.act("wang", "confirm")
    assert reviews.refused("mei", "assign", outsider="zhao") == ["named-not-independent", "named-not-above"]
    reviews.act("wang", "open_it")
    assert reviews.refused("mei", "assign", outsider="wang") == ["named-not-independent"]


def test_a_part_that_hangs_on_data_moves_with_it_and_so_do_its_tasks() -> None:
    reviews = started()
    assert reviews.open_tasks()["look"] == ["wang"]
    reviews.act("mei", "name_one", named="ann")
    assert reviews.of().roles["expert"] == ("ann",)
    assert reviews.open_tasks()["look"] == ["ann"]
    assert reviews.sent("new_task")[-1] == ("2026-03-02", "ann")
    reviews.act("mei", "name_one", named=None)
    assert reviews.open_tasks()["look"] == ["wang"]


def test_both_the_old_and_the_new_hold_a_part_until_one_leaves() -> None:
    reviews = started()
    reviews.roster.change("li", manager="boss")
    assert reviews.raised("people.changed").roles["manager"] == ("wang", "boss")
    reviews.act("wang", "open_it")
    reviews.act("boss", "open_it")
    reviews.roster.change("wang", active=False)
    assert reviews.raised("people.changed").roles["manager"] == ("boss",)


ABOVE = """
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles: {employee: subject, manager: subject.manager, hr: group('hr'), board: group('calibration')}
data: {rating: {type: number}}
initial: open
states:
  open:
    tasks: {review: {for: manager, form: [rating]}, decide: {for: [board, hr], above: review}}
    on: {done: {to: closed}, raise: {by: [manager, hr], above: [review], title: {en: Raise, zh: 提级}, to: closed}}
  closed: {final: yes}
"""


def test_an_act_may_need_somebody_above_whoever_did_another() -> None:
    roster = Roster()
    roster.change("wang", manager="sun")
    reviews = Reviews(ABOVE, roster=roster)
    reviews.start()
    reviews.act("wang", "review", rating=3)
    assert reviews.refused("ann", "decide") == ["not-above"]
    assert reviews.refused("wang", "raise") == ["not-above"]
    assert reviews.act("sun", "decide").place == "closed"


KEPT = """
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles:
  employee: subject
  hr: group('hr')
  reviewer: {is: subject.manager, on_change: keep, else: hr}
  lonely: {is: subject.manager, on_change: keep, title: {en: Lonely, zh: 无人}}
data: {rating: {type: number}}
initial: open
states:
  open:
    tasks: {review: {for: reviewer, form: [rating]}, look: {for: lonely, title: {en: Look, zh: 看}}}
    on: {done: {to: closed}}
  closed: {final: yes}
"""


def test_a_leavers_task_goes_to_whoever_stands_in_and_else_somebody_is_told() -> None:
    reviews = Reviews(KEPT)
    reviews.start()
    reviews.roster.change("li", manager="boss")
    assert reviews.raised("people.changed").roles["reviewer"] == ("wang",)
    reviews.roster.change("wang", active=False)
    found = reviews.raised("people.changed")
    assert found.roles["reviewer"] == ("wang", "mei")
    assert reviews.open_tasks() == {"review": ["mei"]}
    assert reviews.incidents == ["nobody-holds-role"]
    reviews.act("mei", "review", rating=3)


def test_a_part_kept_by_a_leaver_opens_no_task_for_them() -> None:
    reviews = Reviews(KEPT.replace("initial: open", "initial: waiting").replace(
        "states:", "states:\n  waiting: {on: {go: {by: hr, to: open, title: {en: Go, zh: 去}}}}"))  # fmt: skip
    reviews.start()
    reviews.roster.change("wang", active=False)
    reviews.raised("people.changed")
    reviews.act("mei", "go")
    assert reviews.open_tasks() == {"review": ["mei"]}
