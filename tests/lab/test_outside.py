"""Somebody from outside, named by name and mail: may do what their role may, and nothing else."""

from __future__ import annotations

import pytest

from engine.core.outside import outsider
from engine.definition.library import read_library, read_scenarios
from engine.lab.scenarios import play
from engine.words.problems import Problem, located
from tests.definition.folders import shipped

PROCESS = """\
process: opinion
version: 1
title: {en: Expert opinion, zh: 专家意见}
subject: employee
roles:
  employee: subject
  hr: group('hr')
  expert: {chosen_by: hr, outside: yes, title: {en: Expert, zh: 专家}}
  mentor: {chosen_by: hr, among: employee.colleagues, title: {en: Mentor, zh: 导师}}
data:
  comment: {type: text, title: {en: Comment, zh: 评语}}
visible:
  comment: {to: hr}
initial: naming
states:
  naming:
    title: {en: Naming, zh: 指定}
    tasks: {name_them: {for: hr, form: [expert, mentor], title: {en: Name them, zh: 指定人员}}}
    due: 5 business days
    on: {done: {to: writing}}
    after: [{past: due, to: closed}]
  writing:
    title: {en: Writing, zh: 撰写}
    tasks: {write_it: {for: expert, form: [comment], title: {en: Write, zh: 撰写}}}
    due: 5 business days
    on:
      close: {by: hr, to: closed}
      done: {to: closed}
    after: [{past: due, to: closed}]
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
STORY = """\
scenario: an expert from outside
process: opinion
given: {start: 2026-07-01, site: Shanghai, people: {employee: Li Na, hr: Hu Ran, colleagues: [Zhao Min]}}
steps:
"""
EVA = "Eva Braun <eva@example.org>"
NAMED = f"  - {{on: 2026-07-02, as: hr, do: name_them, with: {{expert: [{EVA}], mentor: [Zhao Min]}}}}\n"


def told(steps: str) -> list[Problem]:
    library, problems = read_library({**shipped(), "opinion.yaml": PROCESS})
    assert library is not None, [located(each) for each in problems]
    scenarios, wrong = read_scenarios("tests/opinion.yaml", STORY + steps)
    assert not wrong
    return play(library, scenarios[0]).failures


@pytest.mark.parametrize(
    "steps",
    [
        f"  - {{until: 2026-07-02, expect: {{roles: {{expert: [{EVA}]}}, tasks: {{expert: [write_it]}}}}}}\n",
        "  - {until: 2026-07-02, expect: {sent: [{template: new_task, to: expert}]}}\n",
        "  - {on: 2026-07-03, as: expert, do: write_it, with: {comment: Sound.}, expect: {state: closed}}\n",
        "  - {on: 2026-07-03, as: expert, do: close, refused: not-your-role}\n",
    ],
)
def test_whoever_is_named_so_takes_part(steps: str) -> None:
    assert [located(each) for each in told(NAMED + steps)] == []


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (f"{{expert: [{EVA}], mentor: [{EVA}]}}", "form-person"),
        ("{expert: [Eva Braun], mentor: [Zhao Min]}", "form-person"),
        ("{expert: [Eva <eva>], mentor: [Zhao Min]}", "form-person"),
    ],
)
def test_only_where_the_file_says_so_and_only_with_a_mail(form: str, code: str) -> None:
    assert told(f"  - {{on: 2026-07-02, as: hr, do: name_them, with: {form}, refused: {code}}}\n") == []


@pytest.mark.parametrize("text", ["E1", "Eva <eva@example>", "<eva@example.org>", "E|x <e@example.org>", "a" * 200])
def test_an_id_of_ours_is_nobody_from_outside(text: str) -> None:
    assert outsider(text) is None
