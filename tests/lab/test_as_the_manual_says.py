"""What readers who had the manual alone wrote, and what once came out another way than it says."""

from __future__ import annotations

from tests.support.stories import HEAD, ROLES, WAIT, told

APART = (
    HEAD
    + """
roles:
  employee: subject
  manager: employee.manager
  hearer: {is: group('calibration'), independent_of: propose, title: {en: Hearer, zh: 听证人}}
  senior: {is: group('calibration'), above: propose, optional: yes, title: {en: Senior, zh: 上级}}
data: {t: {type: text, title: {en: T, zh: T}}}
initial: one
states:
  one:
    title: {en: One, zh: 一}
    on: {propose: {by: manager, form: [t], to: two, title: {en: Propose, zh: 提议}}}
    after: [{past: 9 days, to: fin}]
  two:
    title: {en: Two, zh: 二}
    on:
      decide: {by: hearer, to: fin, title: {en: Decide, zh: 决定}}
      confirm: {by: senior, to: fin, title: {en: Confirm, zh: 确认}}
    after: [{past: 9 days, to: fin}]
  fin: {final: yes, title: {en: Fin, zh: 完}}
"""
)


def test_a_part_that_hangs_on_who_did_an_act_is_found_anew_once_it_is_done() -> None:
    story = """\
scenario: who proposed does not hear it, and who is above them may confirm
process: small
given:
  start: 2026-03-02
  people: {employee: Ann, manager: Bob, calibration: [Bob, Max, Ada]}
  facts: {Bob: {manager: Ada}}
steps:
  - {on: 2026-03-03, as: manager, do: propose, with: {t: hi}, expect: {roles: {hearer: [Ada, Max], senior: [Ada]}}}
  - {on: 2026-03-04, as: Bob, do: decide, refused: not-your-role}
  - {on: 2026-03-04, as: Max, do: confirm, refused: not-your-role}
  - {on: 2026-03-04, as: Ada, do: confirm, expect: {state: fin}}
"""
    assert told(APART, story) == []
    assert told(APART, story.replace("senior: [Ada]", "senior: none"))  # “none” is nobody, and not what is found


def test_whoever_is_met_in_a_fact_has_facts_too() -> None:
    up = APART.replace("above: propose, optional: yes", "above: manager, optional: yes").replace(
        "group('calib", "group('calib"
    )
    story = """\
scenario: two levels up
process: small
given:
  start: 2026-03-02
  people: {employee: Ann, manager: Bob, calibration: [Ada]}
  facts: {Bob: {manager: Sue}, Sue: {manager: Ada}}
steps:
  - {on: 2026-03-03, expect: {roles: {senior: [Ada]}}}
"""
    assert told(up, story) == []


def test_a_message_of_a_return_goes_to_whoever_has_to_do_it_again() -> None:
    process = f"""{HEAD}{ROLES}
initial: drafting
states:
  drafting:
    title: {{en: Drafting, zh: 起草}}
    tasks: {{draft: {{for: manager, title: {{en: Draft, zh: 起草}}}}}}
    due: 5 days
    on: {{done: {{to: approving}}}}
    after: [{{past: due, to: fin}}]
  approving:
    title: {{en: Approving, zh: 审批}}
    tasks: {{look: {{for: hr, ends_with: [approve, return], title: {{en: Look, zh: 审阅}}}}}}
    due: 5 days
    on:
      approve: {{by: hr, to: fin, title: {{en: Approve, zh: 批准}}}}
      return: {{by: hr, to: drafting, send: returned, title: {{en: Return, zh: 退回}}}}
    after: [{{past: due, to: fin}}]
  fin: {{final: yes, title: {{en: Fin, zh: 完}}}}
"""
    story = """\
scenario: returned
process: small
given: {start: 2026-06-01, people: {manager: Bob, hr: Hal}}
steps:
  - {on: 2026-06-02, as: manager, do: draft}
  - on: 2026-06-04
    as: Hal
    do: return
    expect: {sent_exactly: [{template: returned, to: manager}, {template: new_task, to: manager}]}
"""
    assert told(process, story) == []


LATER = f"""{HEAD}{ROLES}
data: {{stopped: {{type: yes_no, optional: yes, title: {{en: Stopped, zh: 停}}}}}}
initial: one
states:
  one:
    title: {{en: One, zh: 一}}
    paused_by: employee.on_leave
    tasks:
      t1: {{for: manager, from: 10 days, due: 14 days after entry, title: {{en: T1, zh: T1}}}}
      t2: {{for: manager, due: 5 days after entry, title: {{en: T2, zh: T2}}}}
      t3: {{for: manager, follows: t2, due: 14 days after entry, title: {{en: T3, zh: T3}}}}
      t4: {{for: manager, follows: t2, due: 14 days, title: {{en: T4, zh: T4}}}}
      ev: {{for: employee, from: 10 days, every: 10 days, optional: yes, title: {{en: Ev, zh: Ev}}}}
    due: 60 days
    on: {{done: {{to: fin}}}}
    after: [{{past: 90 days, to: fin}}]
  fin: {{final: yes, title: {{en: Fin, zh: 完}}}}
"""


def test_after_entry_means_the_entry_of_the_state_and_a_length_alone_the_opening() -> None:
    story = """\
scenario: limits of tasks that open later
process: small
given: {start: 2026-06-01}
steps:
  - {on: 2026-06-04, as: manager, do: t2}
  - {until: 2026-06-15, expect: {overdue: []}}
  - {until: 2026-06-16, expect: {overdue: [t1, t3]}}
  - {until: 2026-06-18, expect: {overdue: [t1, t3]}}
  - {until: 2026-06-19, expect: {overdue: [t1, t3, t4]}}
"""
    assert told(LATER, story) == []


def test_what_comes_again_waits_while_the_clock_stands() -> None:
    story = """\
scenario: away for five days
process: small
given: {start: 2026-06-01}
steps:
  - {on: 2026-06-12, as: employee, do: ev, expect: {tasks: {employee: []}}}
  - {on: 2026-06-15, change: {employee: {on_leave: yes}}}
  - {on: 2026-06-20, change: {employee: {on_leave: no}}}
  - {until: 2026-06-25, expect: {tasks: {employee: []}}}
  - {until: 2026-06-26, expect: {tasks: {employee: [ev]}}}
"""
    assert told(LATER, story) == []


VOTE = (
    HEAD
    + """
roles:
  employee: subject
  manager: employee.manager
  board: {is: group('calibration'), unless: person in recused, title: {en: Board, zh: 委员会}}
data:
  recused: {type: people, optional: yes, title: {en: Recused, zh: 回避}}
  verdict: {type: choice, options: [keep, drop], title: {en: Verdict, zh: 裁决}}
initial: one
states:
  one:
    title: {en: One, zh: 一}
    tasks:
      decide:
        for: {majority: board, vote: verdict, quorum: more than half, tie: keep}
        due: 5 days
        title: {en: Decide, zh: 表决}
    on:
      recuse: {by: manager, form: [recused], title: {en: Recuse, zh: 回避}}
      done: {to: fin}
    after: [{past: 30 days, to: fin}]
  fin: {final: yes, title: {en: Fin, zh: 完}}
"""
)


def test_a_quorum_may_be_a_share_of_those_who_may_vote_by_then() -> None:
    """Of five three must vote; of four, when one is recused, three; of three, two. A majority of all must be sure."""
    for recused, second, third in (("[]", "one", "fin"), ("[Cy]", "one", "fin"), ("[Cy, Dot]", "fin", "fin")):
        states = {"Ann": "one", "Ben": second, "Eve": third}
        votes = "".join(
            f"  - {{on: 2026-06-02, as: {who}, do: decide, with: {{verdict: keep}}, expect: {{state: {state}}}}}\n"
            for who, state in states.items()
            if "fin" not in [states[each] for each in states if each < who]
        )
        story = f"""\
scenario: a board of five
process: small
given: {{start: 2026-06-01, people: {{manager: Max, calibration: [Ann, Ben, Cy, Dot, Eve]}}}}
steps:
  - {{on: 2026-06-01 18:00, as: Max, do: recuse, with: {{recused: {recused}}}}}
{votes}"""
        assert told(VOTE, story) == [], recused


RANKED = """\
process: small
version: 1
title: {en: Ranking, zh: 排序}
subject: employee
roles: {employee: subject, manager: employee.manager}
data:
  rank: {type: number, title: {en: Rank, zh: 名次}}
  below: {type: number, title: {en: Below, zh: 下级}, compute: "count(members('small', employee.reports) | where('state', '==', 'fin'))"}
initial: one
states:
  one:
    title: {en: One, zh: 一}
    tasks:
      place:
        for: manager
        form: [rank]
        title: {en: Place, zh: 排名}
        require:
          that: every(members('small', employee.reports), 'state', '==', 'fin')
          else: {en: First those below., zh: 请先完成下级的。}
    on: {done: {to: fin}}
    after: [{past: 30 days, to: fin}]
  fin: {final: yes, title: {en: Fin, zh: 完}}
"""  # noqa: E501
CYCLE = """\
cycle: turn
title: {en: Turn, zh: 一期}
start: 2026-01-01
period: {from: start, to: 2026-12-31}
people: {include: employee.active}
starts: [{process: small, at: start}]
limits:
  - {from: small.place, that: all_different('rank'), else: {en: Two of one rank., zh: 名次重复。}}
  - from: small.place
    that: count_of('rank', 1) <= round_up(0.05 * headcount())
    else: {en: Too many., zh: 过多。}
"""


def test_ones_reports_are_read_and_no_two_have_one_rank() -> None:
    files = {"cycles/turn": CYCLE}
    story = """\
scenario: whose reports come first
process: small
given:
  start: 2026-06-01
  rules: turn
  subjects: [Boss, Ann, Ben]
  facts: {Ann: {manager: Boss}, Ben: {manager: Boss}, Boss: {manager: Top}}
steps:
  - {on: 2026-06-02, subject: Ann, as: Boss, do: place, with: {rank: 2}, expect: {state: fin}}
  - {on: 2026-06-02, subject: Boss, as: Top, do: place, with: {rank: 1}, refused: First those below.}
  - {on: 2026-06-02, subject: Ben, as: Boss, do: place, with: {rank: 2}, refused: Two of one rank.}
  - {on: 2026-06-02, subject: Ben, as: Boss, do: place, with: {rank: 3}, expect: {state: fin}}
  - {on: 2026-06-02, subject: Boss, as: Top, do: place, with: {rank: 1}, expect: {state: fin, data: {below: 2}}}
"""
    assert told(RANKED, story, **files) == []


def test_a_task_has_reminders_of_its_own_for_those_who_owe_it() -> None:
    process = f"""{HEAD}{ROLES}
initial: one
states:
  one:
    title: {{en: One, zh: 一}}
    tasks:
      write:
        for: employee
        title: {{en: Write, zh: 撰写}}
        due: 10 days
        reminders: [{{at: 2 days before due, send: task_due_soon}}, {{at: 1 day after due, send: task_overdue, cc: hr}}]
      look:
        for: manager
        title: {{en: Look, zh: 审阅}}
        due: 20 days
        reminders: [{{at: 2 days before due, send: task_due_soon}}]
    due: 30 days
    on: {{done: {{to: fin}}}}
    after: [{{past: 60 days, to: fin}}]
  fin: {{final: yes, title: {{en: Fin, zh: 完}}}}
"""
    story = """\
scenario: each by its own limit
process: small
given: {start: 2026-06-01, people: {employee: Li, manager: Bob, hr: Hal}, time_zone: UTC}
steps:
  - {until: 2026-06-08, expect: {sent_exactly: [{template: new_task, to: Li}, {template: new_task, to: Bob}]}}
  - {until: 2026-06-09, expect: {sent_exactly: [{template: task_due_soon, to: Li}]}}
  - {until: 2026-06-12, expect: {sent_exactly: [{template: task_overdue, to: Li}, {template: task_overdue, to: Hal}]}}
  - {on: 2026-06-13, as: Li, do: write}
  - {until: 2026-06-19, expect: {sent_exactly: [{template: task_due_soon, to: Bob}]}}
  - {on: 2026-06-20, as: Bob, do: look, expect: {state: fin}}
"""
    assert told(process, story) == []


def test_a_part_with_one_holder_counts_as_one() -> None:
    process = WAIT.replace("after: [{past: 5 days", "after: [{when: count(manager) == 1, to: two}, {past: 5 days")
    story = (
        "scenario: x\nprocess: small\ngiven: {start: 2026-03-02}\nsteps:\n  - {on: 2026-03-03, expect: {state: two}}\n"
    )
    assert told(process, story) == []
