"""A step may open a process by hand: as whoever may, with its form, refused with the reasons."""

from __future__ import annotations

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.coverage import coverage_of
from engine.lab.naming import check_names
from engine.lab.scenarios import play
from engine.words.problems import located
from tests.definition.folders import right

TALK = """\
process: talk
version: 1
title: {en: Talk, zh: 谈话}
subject: employee
start:
  by: [employee, manager]
  form: [topic]
  require: {that: topic != 'nothing', else: {en: A talk needs a topic., zh: 谈话需要话题。}}
roles: {employee: subject, manager: employee.manager, hr: group('hr')}
data: {topic: {type: text, title: {en: Topic, zh: 话题}}}
initial: talking
states:
  talking:
    title: {en: Talking, zh: 谈话中}
    on: {close: {by: manager, to: closed, title: {en: Close, zh: 结束}}}
    after: [{past: 5 business days, to: closed}]
  closed: {final: yes}
"""
STORY = """\
scenario: talks beside a review
process: review
given: {start: 2026-03-02, people: {employee: Li Lei, manager: Chen Bo, hr: Wu Min}}
steps:
  - {on: 2026-03-03, as: hr, open: talk, with: {topic: Pay}, refused: start-not-yours}
  - {on: 2026-03-03, as: manager, open: talk, with: {topic: nothing}, refused: A talk needs a topic.}
  - {on: 2026-03-03, as: manager, open: talk, with: {topic: Pay}, expect: {state: talking, data: {topic: Pay}}}
  - {on: 2026-03-04, as: Li Lei, open: talk, with: {topic: Time}, refused: start-running}
  - {on: 2026-03-04, as: Chen Bo, do: close, in: talk, expect: {state: closed}}
  - {on: 2026-03-05, as: employee, open: talk, with: {topic: Time}, expect: {state: talking}}
  - {until: 2026-03-12, in: talk, expect: {state: talking}}
  - {until: 2026-03-13, in: talk, expect: {state: closed, data: {topic: Time}}}
"""


@pytest.fixture(scope="module")
def library() -> Library:
    found, problems = read_library({**right(), "talk.yaml": TALK})
    assert found is not None, [located(each) for each in problems]
    return found


def told(library: Library, story: str) -> list[str]:
    found, problems = read_scenarios("tests/mine.yaml", story)
    problems = [*problems, *(problem for each in found for problem in check_names(library, each))]
    problems += [problem for each in found for problem in play(library, each).failures] if not problems else []
    return [each.code for each in problems]


def test_who_may_opens_it_and_the_others_are_refused(library: Library) -> None:
    assert told(library, STORY) == []


@pytest.mark.parametrize(("old", "new", "codes"), [
    ("refused: start-not-yours", "refused: start-running", ["scenario-refused-otherwise"]),
    ("as: hr, open", "as: manager, open", ["scenario-not-refused"]),
    ("{topic: Pay}, expect", "{topic: nothing}, expect", ["scenario-refused"]),
    ("open: talk, with: {topic: nothing}", "open: tlak, with: {topic: nothing}", ["scenario-process"]),
    ("with: {topic: nothing}, refused", "with: {topc: nothing}, refused", ["scenario-unknown"]),
])  # fmt: skip
def test_what_is_not_so_is_told(library: Library, old: str, new: str, codes: list[str]) -> None:
    assert old in STORY
    assert told(library, STORY.replace(old, new))[:1] == codes


@pytest.mark.parametrize("topic", ["nothing", "Pay"])
def test_coverage_asks_for_what_opening_refuses(library: Library, topic: str) -> None:
    asked = {"nothing": "refused: A talk needs a topic.", "Pay": "expect: {state: talking}"}[topic]
    steps = f"  - {{on: 2026-03-03, as: manager, open: talk, with: {{topic: {topic}}}, {asked}}}\n"
    if topic == "nothing":
        steps += "  - {on: 2026-03-05, as: employee, open: talk, with: {topic: Time}, expect: {state: talking}}\n"
    (story,), problems = read_scenarios("tests/mine.yaml", STORY.partition("steps:\n")[0] + "steps:\n" + steps)
    assert not problems
    outcome = play(library, story)
    assert not outcome.failures
    assert outcome.stage is not None
    (talk,) = [each for each in coverage_of(library, [outcome.stage]) if each.process.name == "talk"]
    named = {item.name: was for item, was in talk.reached.items()}
    assert named["start: topic != 'nothing'"] is (topic == "nothing")
