"""What a scenario says of the beginning: people beside the subject, facts left open, units, other instances, dates."""

from __future__ import annotations

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library, read_scenarios
from engine.lab.naming import check_names
from engine.lab.scenarios import play
from tests.definition.folders import shipped

HOUSE = """\
organisation: small
title: {en: Small, zh: 小单位}
person:
  first_job: {type: yes_no, optional: yes, title: {en: First job, zh: 首次就业}}
  under_notice: {type: yes_no, title: {en: Under notice, zh: 已受通知}}
  trained: {type: yes_no, title: {en: Trained, zh: 受训}}
  relatives: {type: people, optional: yes, title: {en: Relatives, zh: 亲属}}
unit:
  unit_grade: {type: choice, options: [normal, excellent], optional: yes, title: {en: Grade of the unit, zh: 单位等次}}
groups: {jury: {en: Jury, zh: 评审组}, admins: {en: Administrators, zh: 管理员}}
admins: admins
sites: {Beijing: {title: {en: Beijing, zh: 北京}, calendar: CN, time_zone: Asia/Shanghai, language: zh, hours: "09:00-18:00"}}
"""  # noqa: E501
AWARD = """\
process: award
version: 1
title: {en: Award, zh: 评奖}
subject: candidate
roles:
  candidate: {is: subject, title: {en: Candidate, zh: 候选人}}
  team: {is: candidate.colleagues, title: {en: Team, zh: 团队}}
  judge: {is: candidate.manager, must: person.trained, title: {en: Judge, zh: 评委}}
  jury: {is: group('jury'), unless: person in candidate.relatives, title: {en: Jury, zh: 评审组}}
data:
  open: {type: yes_no, title: {en: Open, zh: 未知}, compute: not filled(candidate.first_job)}
  noticed: {type: yes_no, title: {en: Noticed, zh: 受通知}, compute: candidate.under_notice}
  before: {type: number, title: {en: Before, zh: 此前}, compute: "count(history('award', 'prize', 5))"}
  best: {type: yes_no, title: {en: Best, zh: 最高}, compute: "last('award').prize >= 'silver' and last('award').kept and last('award').state == 'closed'"}
  elsewhere: {type: yes_no, title: {en: Elsewhere, zh: 另有}, compute: current('award').kept}
  prize: {type: choice, options: [bronze, silver, gold], title: {en: Prize, zh: 奖项}}
  kept: {type: yes_no, optional: yes, title: {en: Kept, zh: 保留}}
initial: choosing
states:
  choosing:
    title: {en: Choosing, zh: 评选}
    tasks: {choose: {for: judge, form: [prize], title: {en: Choose, zh: 评选}}}
    due: cycle.chosen_by
    on: {done: {to: closed}}
    after: [{past: cycle.period.to, to: closed}]
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""  # noqa: E501
YEAR = """\
cycle: year
title: {en: Year, zh: 年度}
start: 2026-01-01
repeat: every 1 year
period: {from: start, to: 12 months after start}
people: {include: employee.active}
dates: {chosen_by: {title: {en: Chosen by, zh: 评选截止}, default: 2026-03-31}}
starts: [{process: award, at: start}]
limits:
  - from: award.choose
    over: department
    that: share('prize', 'gold') <= 0.5
    unless: department.unit_grade == 'excellent'
    else: {en: Too many golds., zh: 金奖过多。}
"""
HEAD = """\
scenario: a beginning
process: award
given:
  start: 2026-03-02
  people: {candidate: Cora, team: [Tia, Tom], others: [Olga], jury: [Ja, Jo]}
  cycle: {chosen_by: 2026-03-31, period: {to: 2026-12-31}}
"""


@pytest.fixture(scope="module")
def library() -> Library:
    texts = {name: text for name, text in shipped().items() if name == "calendars/CN.yaml"}
    texts |= {"organisation.yaml": HOUSE, "award.yaml": AWARD, "cycles/year.yaml": YEAR}
    found, problems = read_library(texts)
    assert found is not None, problems
    return found


def told(library: Library, given: str, steps: str) -> list[str]:
    """What the names of the scenario, or its playing, come to."""
    scenarios, problems = read_scenarios("tests/x.yaml", f"{HEAD}{given}steps:\n{steps}")
    assert not problems
    wrong = check_names(library, scenarios[0])
    return [each.text("en") for each in wrong or play(library, scenarios[0]).failures]


def test_people_are_who_the_scenario_says_and_what_it_leaves_open_is_open(library: Library) -> None:
    given = "  facts: {Olga: {manager: Tia, groups: [admins]}}\n"
    people = "team: [Tia, Tom], jury: [Ja, Jo], judge: [Manager]"
    steps = f"  - {{on: 2026-03-02, expect: {{data: {{open: yes, noticed: no}}, roles: {{{people}}}}}}}\n"
    assert told(library, given, steps) == []
    given = "  facts: {Cora: {first_job: no, under_notice: yes, relatives: [Ja]}}\n"
    steps = "  - {on: 2026-03-02, expect: {data: {open: no, noticed: yes}, roles: {jury: [Jo]}}}\n"
    assert told(library, given, steps) == []


def test_other_instances_are_read_with_their_types(library: Library) -> None:
    given = """\
  history: {award: [{prize: silver, kept: yes, state: closed}, {prize: bronze}]}
  running: {award: {kept: yes}}
"""
    steps = "  - {on: 2026-03-02, expect: {data: {before: 2, best: yes, elsewhere: yes}}}\n"
    assert told(library, given, steps) == []


@pytest.mark.parametrize(
    ("grade", "gold"), [("excellent", ""), ("normal", "refused: Too many"), ("", "refused: Too many")]
)
def test_a_rule_may_ask_for_the_unit_and_an_exception_nobody_is_sure_of_is_none(
    library: Library, grade: str, gold: str
) -> None:
    given = "  subjects: [Cora, Carl]\n  rules: year\n"
    given += f"  units: {{Department: {{unit_grade: {grade}}}}}\n" if grade else ""
    steps = """\
  - {on: 2026-03-03, subject: Carl, as: judge, do: choose, with: {prize: silver}}
  - {on: 2026-03-03, subject: Carl, expect: {state: closed}}
"""
    assert told(library, given, steps) == []  # the rule holds, whatever the exception
    steps = f"  - {{on: 2026-03-03, subject: Cora, as: judge, do: choose, with: {{prize: gold}}, {gold}}}\n"
    assert told(library, given, steps.replace(", }", "}")) == []


@pytest.mark.parametrize(
    ("given", "told_of"),
    [
        ("facts: {Cora: {colleagues: [Tia]}}", "“colleagues” is worked out of who is there."),
        ("facts: {Nobody: {trained: yes}}", "“award” knows no role or person “Nobody”."),
        ("cycle: {period.to: 2026-12-31}", "“award” knows no date of the cycle “period.to”. Nearest: period."),
        ("units: {Department: {unit_grad: normal}}", "Nearest: unit_grade."),
        ("history: {award: [{price: gold}]}", "Nearest: prize."),
    ],
)
def test_what_a_beginning_cannot_say_is_told(library: Library, given: str, told_of: str) -> None:
    text = (
        HEAD.replace("  cycle: {chosen_by: 2026-03-31, period: {to: 2026-12-31}}\n", "") if "cycle" in given else HEAD
    )
    scenarios, problems = read_scenarios("tests/x.yaml", f"{text}  {given}\nsteps:\n  - {{on: 2026-03-02}}\n")
    assert not problems
    (found,) = (each.text("en") for each in check_names(library, scenarios[0]))
    assert told_of in found
