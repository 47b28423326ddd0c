"""Names in scenarios: whatever nobody knows is told before anything is played, with its place and the nearest."""

from __future__ import annotations

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.naming import check_names
from tests.definition.folders import shipped

SCENARIO = """\
scenario: an appeal
process: evaluation
given:
  start: 2027-03-01
  site: Shanghai
  people: {employee: Li Na, appeal_board: [Chen Jing]}
  facts: {Li Na: {certified: yes}}
  state: published
  data: {grade: C}
steps:
  - {on: 2027-03-02, as: employee, do: appeal, expect: {children: {appeal: filing}, visible: {employee: [grade]}}}
  - {on: 2027-03-02, in: appeal, as: Li Na, do: file, with: {ground: facts, account: x, wished_grade: B}}
  - {in: appeal, expect: {tasks: {hr: [examine]}, sent: [{template: appeal_received, to: Li Na}], roles: {board: Chen Jing}}}
"""  # noqa: E501


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = read_library(shipped())
    assert found is not None
    return found


def told(library: Library, text: str) -> list[tuple[str, str]]:
    scenarios, faults = read_scenarios("tests/x.yaml", text)
    assert not faults, [fault.text() for fault in faults]
    return [(str(each.span), each.text()) for each in check_names(library, scenarios[0])]


def test_known_names_are_no_finding(library: Library) -> None:
    assert told(library, SCENARIO) == []


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("process: ", "evaluation", "evalution"),
        ("site: ", "Shanghai", "Shanghay"),
        ("Li Na, ", "appeal_board", "apeal_board"),
        ("{Li Na: {", "certified", "certfied"),
        ("facts: {", "Li Na", "Li Nan"),
        ("state: ", "published", "publshed"),
        ("data: {", "grade", "grad"),
        ("do: ", "appeal", "apeal"),
        ("{appeal: ", "filing", "filling"),
        ("visible: {employee: [", "grade", "grades"),
        ("in: ", "appeal", "appeall"),
        ("as: ", "employee", "employe"),
        ("account: x, ", "wished_grade", "wishd_grade"),
        ("{hr: [", "examine", "exmine"),
        ("template: ", "appeal_received", "appeal_recieved"),
        ("to: ", "Li Na", "Li Nu"),
        ("roles: {", "board", "bord"),
    ],
)
def test_a_name_nobody_knows_is_told_with_its_place_and_the_nearest(
    library: Library, before: str, right: str, wrong: str
) -> None:
    at = SCENARIO.index(before + right) + len(before)
    text = SCENARIO[:at] + wrong + SCENARIO[at + len(right) :]
    line, column = SCENARIO[:at].count("\n") + 1, at - SCENARIO.rfind("\n", 0, at)
    [(span, said)] = told(library, text)
    assert span == f"tests/x.yaml:{line}:{column}"
    assert f"“{wrong}”" in said
    assert f"Nearest: {right}." in said


def test_a_role_that_a_rule_finds_is_not_named_in_people(library: Library) -> None:
    named = SCENARIO.replace("employee: Li Na, appeal", "employee: Li Na, upper_manager: Zhao Lei, appeal")
    ((place, said),) = told(library, named)
    assert place == "tests/x.yaml:6:29"
    assert "is a role whose rule finds its holder" in said
