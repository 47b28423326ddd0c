"""Coverage: what a scenario reaches is counted, what none reaches is named with its line."""

from __future__ import annotations

import pytest

from engine.definition.library import read_library, read_scenarios
from engine.lab.coverage import Covered, coverage_of
from engine.lab.scenarios import play
from tests.definition.folders import shipped

PROCESS = """\
process: note
version: 1
title: {en: Note, zh: 便条}
subject: employee
roles: {employee: subject, hr: group('hr')}
data:
  text: {type: text, title: {en: Text, zh: 内容}}
visible: {text: [{to: [employee, hr]}]}
initial: writing
on:
  subject_left: {to: dropped}
states:
  writing:
    title: {en: Writing, zh: 撰写}
    tasks:
      write:
        for: employee
        title: {en: Write, zh: 撰写}
        form: [text]
        require:
          - {that: "text != 'no'", else: {en: "Not “{{ text }}”.", zh: "不能写“{{ text }}”。"}}
    due: 3 business days
    reminders:
      - {at: due, send: task_due_today}
    on:
      done: {to: reading}
    after:
      - {past: due, to: dropped}
  reading:
    title: {en: Reading, zh: 阅读}
    on:
      agree: {by: hr, to: kept, title: {en: Agree, zh: 同意}}
      send_back: {by: hr, times: 1, reason: required, to: writing, title: {en: Send back, zh: 退回}}
    after:
      - {past: 2 business days after entry, to: kept}
  kept: {final: yes, title: {en: Kept, zh: 留存}}
  dropped: {final: yes, title: {en: Dropped, zh: 放弃}}
"""
HEAD = "scenario: x\nprocess: note\ngiven: {start: 2027-03-01, people: {hr: [Hu Ran]}}\nsteps:\n"
WRITE = "  - {on: 2027-03-02, as: employee, do: write, with: {text: hello}}\n"


def covered(steps: str) -> Covered:
    files = {path: text for path, text in shipped().items() if path == "organisation.yaml" or "calendars/" in path}
    library, problems = read_library({**files, "note.yaml": PROCESS})
    assert library is not None, [problem.text() for problem in problems]
    scenarios, faults = read_scenarios("tests/x.yaml", HEAD + steps)
    assert not faults, [fault.text() for fault in faults]
    outcome = play(library, scenarios[0])
    assert outcome.stage is not None
    assert not outcome.failures, [failure.text() for failure in outcome.failures]
    [found] = coverage_of(library, [outcome.stage])
    return found


ALL = {
    "transition note: subject_left",
    "transition writing: done",
    "transition writing: write",
    "transition reading: agree",
    "transition reading: send_back",
    "timer writing: task_due_today",
    "timer writing: past due → dropped",
    "timer reading: past 2 business days after entry → kept",
    "refusal writing: write: text != 'no'",
    "refusal reading: send_back: times",
    "refusal reading: send_back: reason",
    "notice writing: write: new_task",
    "notice writing: task_due_today: task_due_today",
}


@pytest.mark.parametrize(
    ("steps", "reached"),
    [
        ("  - {on: 2027-03-01}\n", {"notice writing: write: new_task"}),
        (WRITE, {"notice writing: write: new_task", "transition writing: write", "transition writing: done"}),
        (
            "  - {until: 2027-03-05}\n",
            {"notice writing: write: new_task", "notice writing: task_due_today: task_due_today",
             "timer writing: task_due_today", "timer writing: past due → dropped"},
        ),
        (
            "  - {on: 2027-03-02, as: employee, do: write, with: {text: no}, refused: required}\n",
            {"notice writing: write: new_task", "refusal writing: write: text != 'no'"},
        ),
        (
            WRITE + "  - {on: 2027-03-02, as: hr, do: send_back, refused: reason-missing}\n",
            {"notice writing: write: new_task", "transition writing: write", "transition writing: done",
             "refusal reading: send_back: reason"},
        ),
        (
            "  - {on: 2027-03-02, change: {employee: {left_on: 2027-03-01}}}\n",
            {"notice writing: write: new_task", "transition note: subject_left"},
        ),
    ],
)  # fmt: skip
def test_only_what_was_reached_counts(steps: str, reached: set[str]) -> None:
    found = covered(steps)
    assert {f"{item.kind} {item.name}" for item in found.reached} == ALL
    assert {f"{item.kind} {item.name}" for item, was in found.reached.items() if was} == reached
    assert found.percent == 100 * len(reached) // len(ALL)


def test_what_is_missing_is_named_with_its_line() -> None:
    problems = {each.facts["name"]: each for each in covered(WRITE).problems()}
    problem = problems["reading: send_back: times"]
    assert (problem.code, problem.severity) == ("uncovered-refusal", "warning")
    assert problem.span is not None
    assert "send_back:" in PROCESS.splitlines()[problem.span.line - 1]


def test_a_table_plays_the_scenario_once_for_each_row() -> None:
    rows = "table:\n  - {name: some, with: {text: yes please}}\n  - {name: none, with: {text: no}, refused: required}\n"
    scenarios, faults = read_scenarios("tests/x.yaml", HEAD + WRITE + rows)
    assert not faults
    assert [each.name for each in scenarios] == ["x: some", "x: none"]
    assert [(each.steps[0].form["text"], each.steps[0].refused) for each in scenarios] == [
        ("yes please", None),
        ("no", "required"),
    ]


def test_interventions_the_file_speaks_of_are_to_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "PROCESS", PROCESS + "interventions: {skip: hr, cancel: no}\n")
    names = {"interventions: skip", "interventions: cancel"}
    assert names <= {each.name for each in covered(WRITE).missing}
    skip = "  - {on: 2027-03-02, as: hr, intervene: skip, reason: known}\n"
    cancel = "  - {on: 2027-03-02, as: hr, intervene: cancel, reason: known, refused: intervention-forbidden}\n"
    assert names.isdisjoint({each.name for each in covered(cancel + skip).missing})
