"""A small sound folder, and where in it an example of each kind of map is put."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.definition.library import read_library, read_scenarios
from engine.words.problems import Problem

PROCESS = "review.yaml"
CYCLE = "cycles/year.yaml"
ORGANISATION = "organisation.yaml"
CALENDAR = "calendars/works.yaml"
FAMILY = "indicators/output.yaml"
SCENARIO = "tests/review.yaml"

FOLDER: Mapping[str, str] = {
    PROCESS: """\
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
settings:
  period: 5 business days
  # setting
roles:
  employee: subject
  manager: employee.manager
  hr: group('hr')
  # role
data:
  goals:
    type: list
    title: {en: Goals, zh: 目标}
    item:
      weight: {type: percent, title: {en: Weight, zh: 权重}}
      measured_by: {type: indicator, optional: yes, title: {en: Indicator, zh: 指标}}
      # column
  rating: {type: number, min: 1, max: 5, title: {en: Rating, zh: 评分}}
  score: {type: number, min: 1, max: 5, title: {en: Score, zh: 得分}}
  comment: {type: text, title: {en: Comment, zh: 评语}}
  helpers: {type: people, optional: yes, title: {en: Helpers, zh: 协助人}}
  # field
visible:
  goals: {to: [manager, hr]}
  # visible
initial: reviewing
on:
  subject_left: {to: waiting}
states:
  reviewing:
    tasks:
      self_review: {for: employee, form: [goals, score, comment]}
      peer_review: {for: hr, form: [score], each: yes}
      # task
    due: 10 business days
    reminders:
      - {at: 2 business days before due, send: task_due_soon}
      # reminder
    on:
      done: {to: deciding}
      submit: {by: hr, to: deciding}
      # act
    after:
      - {past: due, to: deciding}
      # after
  deciding:
    tasks:
      decide: {for: manager, form: [rating], ends_with: [close, return]}
    due: settings.period
    on:
      close: {by: manager, to: closed}
      return: {by: manager, to: reviewing, reason: required}
    after:
      - {past: due, to: closed}
  waiting: {final: yes}  # state
  closed: {final: yes}
# start_by_hand
# hidden_from_subject
""",
    "second.yaml": """\
process: second
version: 1
title: {en: Second look, zh: 复核}
subject: employee
roles: {employee: subject, hr: group('hr')}
data:
  why: {type: text, optional: yes, title: {en: Why, zh: 原因}}
initial: reviewing
states:
  reviewing:
    due: 5 business days
    tasks:
      review: {for: hr}
    on:
      done: {to: closed}
    after:
      - {past: due, to: closed}
  closed: {final: yes}
""",
    CYCLE: """\
cycle: year
title: {en: Year, zh: 年度}
start: 2026-01-01
period: {from: start, to: 2026-12-31}
people: {include: employee.active}
units: {include: unit.active}
dates:
  results_out: 2027-01-25
  # cycle_date
starts:
  - {process: review, at: results_out}
  # cycle_start
limits:
  - {from: review.close, that: headcount() > 0, else: {en: Nobody., zh: 无人。}}
  # cycle_limit
""",
    ORGANISATION: """\
organisation: example
title: {en: Example, zh: 示例}
person:
  level: {type: number, title: {en: Level, zh: 职级}}
groups:
  hr: {en: Human resources, zh: 人力资源部}
admins: hr
sites:
  Shanghai: {title: {en: Shanghai, zh: 上海}, calendar: plain, time_zone: Asia/Shanghai}
  # site
""",
    "calendars/plain.yaml": """\
calendar: plain
title: {en: Plain, zh: 普通}
first_year: 2026
last_year: 2027
""",
    CALENDAR: """\
calendar: works
title: {en: Works, zh: 工厂}
first_year: 2026
last_year: 2027
""",
    FAMILY: """\
family: output
title: {en: Output, zh: 产出}
measurements:
  made: {title: {en: Made, zh: 产量}, unit: count, of: [person, department], source: {en: Counter, zh: 计数器}}
  good: {title: {en: Good, zh: 合格数}, unit: count, of: [person, department], source: {en: Counter, zh: 计数器}}
  # measurement
indicators:
  pass_rate:
    title: {en: Pass rate, zh: 合格率}
    level: [person, department]
    formula: good / made
    unit: percent
    better: higher
    period: month
  # indicator
""",
    SCENARIO: """\
scenario: a silent employee does not stop the review
process: review
given:
  start: 2026-03-02
steps:
  - {until: 2026-03-16, expect: {state: deciding}}
""",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a map stands. `head` is what stands before it; `given` are the lines it has without an example."""

    file: str
    head: str = ""
    given: str = ""


_TITLE = "title: {en: Example, zh: 示例}"
_PLACES: Mapping[str, _Place] = {
    "process": _Place(PROCESS),
    "cycle": _Place(CYCLE),
    "organisation": _Place(ORGANISATION),
    "calendar": _Place(CALENDAR),
    "scenario": _Place(SCENARIO),
    "setting": _Place(PROCESS, "example:", "default: 3"),
    "role": _Place(PROCESS, "example:", _TITLE),
    "field": _Place(PROCESS, "example:", f"type: text\n{_TITLE}"),
    "column": _Place(PROCESS, "example:", f"type: text\n{_TITLE}"),
    "visible": _Place(PROCESS, "peer_review.score:", "to: employee"),
    "start_by_hand": _Place(PROCESS, "start:", "by: hr"),
    "hidden_from_subject": _Place(PROCESS, "hidden_from_subject:", "until: reviewing"),
    "state": _Place(
        PROCESS,
        "waiting:",
        f"{_TITLE}\non: {{check: {{by: hr, to: closed, title: {{en: Do, zh: 办}}}}}}\n"
        "after: [{past: 60 days, to: closed}]",
    ),
    "task": _Place(PROCESS, "example:", f"for: hr\n{_TITLE}"),
    "reminder": _Place(PROCESS, "-", "id: example\nat: due\nsend: task_due_today"),
    "after": _Place(PROCESS, "-", "past: due\nid: example"),
    "act": _Place(PROCESS, "example:", f"by: hr\n{_TITLE}"),
    "cycle_date": _Place(CYCLE, "example:", f"{_TITLE}\ndefault: start"),
    "cycle_start": _Place(CYCLE, "-", "process: second\nat: start"),
    "cycle_limit": _Place(CYCLE, "-", "from: review.close\nthat: headcount() > 0\nelse: {en: No., zh: 不行。}"),
    "family": _Place(FAMILY),
    "measurement": _Place(
        FAMILY, "example:", f"{_TITLE}\nunit: count\nof: person\nsource: {{en: Counter, zh: 计数器}}"
    ),
    "indicator": _Place(
        FAMILY,
        "example:",
        f"{_TITLE}\nlevel: person\nformula: good / made\nunit: percent\nbetter: higher\nperiod: month\ntarget: 95",
    ),
    "site": _Place(ORGANISATION, "Berlin:", f"{_TITLE}\ncalendar: plain\ntime_zone: Europe/Berlin"),
}
# Maps within a value of another map: what stands before the lines there, and the lines without an example.
_WITHIN: Mapping[str, tuple[str, str, str]] = {
    "message_rules": ("organisation", "messages:", ""),
    "target": ("indicator", "target:", "default: 95"),
    "scale": ("indicator", "score:", ""),
    "matrix": (
        "process",
        (
            "data:\n goals: {type: list, title: {en: Goals, zh: 目标}, item: {weight: {type: percent}}}\n"
            " rating: {type: number}\n score: {type: number}\n comment: {type: text}\n"
            " depth: {type: choice, options: [low, high], optional: yes, title: {en: Depth, zh: 深度}}\n"
            " width: {type: yes_no, optional: yes, title: {en: Width, zh: 广度}}\n"
            f" example:\n  {_TITLE}\n  type: choice\n  options: [D, C, B, A]\n  matrix:"
        ),
        "rows: depth\ncolumns: width\ncells: {low: {no: D, yes: C}, high: {no: B, yes: A}}",
    ),
    "region": (
        "state",
        f"regions:\n  other: {{{_TITLE}, initial: ready, states: {{ready: {{{_TITLE}, final: yes}}}}}}\n  example:",
        f"{_TITLE}\ninitial: first\nstates: {{first: {{{_TITLE}, final: yes}}}}",
    ),
    "requirement": ("act", "require:", "that: rating > 1\nelse: {en: No., zh: 不行。}"),
    "message": ("act", "send:", "template: returned\nto: employee"),
    "child": ("act", "start:", "process: second"),
    "together": ("act", "by:", "all: [manager, hr]"),
    "party": ("together", "all:\n  -", "all: hr"),
    "choice": ("act", "choose:\n  -", "to: deciding"),
    "given": ("scenario", "given:", "start: 2026-03-02"),
    "step": ("scenario", "steps:\n  -", "on: 2026-03-02"),
    "given_instance": ("given", "instances:\n second:\n  Li Na:", "state: done"),
    "measured": ("given", "measurements:\n  -", "name: made\nperiod: 2026-02\nvalue: 90"),
    "row": ("scenario", "table:\n  -", "name: again"),
    "expect": ("step", "expect:", ""),
    "expected_message": ("expect", "sent:\n  -", "template: task_due_soon"),
    "interventions": ("process", "interventions:", "skip: admins"),
    "cycle_period": ("cycle", "period:", "from: start\nto: 2026-12-31"),
    "cycle_units": ("cycle", "units:", "include: unit.active"),
    "pause": ("state", "paused_by:", "when: employee.level > 5"),
    "term": ("calendar", "terms:\n  autumn:", "from: 2026-09-01\nto: 2026-12-18"),
    "cycle_people": ("cycle", "people:", "include: employee.active"),
}
_KEY = re.compile(r"^([\w.]+):", re.MULTILINE)
_EITHER = ({"at", "past"}, {"all", "majority"}, {"all", "any"}, {"for", "agree"})  # of each, a map has one


def folder_with(map_name: str, lines: str, beside: str = "") -> dict[str, str]:
    """The folder's files, with `lines` in the place of that map, instead of lines of the same keys there.

    `beside` are further lines of the process, for examples that need a neighbour.
    """
    if map_name in _WITHIN:
        outer, head, given = _WITHIN[map_name]
        inner = "\n".join(f"    {line}" for line in _laid_over(given, lines).splitlines())
        return folder_with(outer, f"{head}\n{inner}", beside)
    place = _PLACES[map_name]
    text = FOLDER[place.file]
    if not place.head:
        return {**FOLDER, place.file: _laid_over(text, lines)}
    mark = re.search(rf"^( *).*# {map_name}$", text, re.MULTILINE)
    assert mark is not None, map_name
    body = "\n".join(f"{mark[1]}  {line}" for line in _laid_over(place.given, lines).splitlines())
    made = f"{text[: mark.start()]}{mark[1]}{place.head}\n{body}{text[mark.end() :]}"
    return {**FOLDER, place.file: _laid_over(made, beside)}


def problems_with(map_name: str, lines: str, beside: str = "") -> list[Problem]:
    """Everything the folder is told with these lines in that place."""
    files = folder_with(map_name, lines, beside)
    return [*read_library(files)[1], *read_scenarios(SCENARIO, files[SCENARIO])[1]]


def _laid_over(given: str, lines: str) -> str:
    """Lines of both, those of the example winning; a key's lines reach to the next key that is not indented."""
    keys = set(_KEY.findall(lines))
    keys = keys.union(*(each for each in _EITHER if keys & each))
    kept = [block for block in re.split(r"^(?=[\w.#])", given, flags=re.MULTILINE) if _head(block) not in keys]
    return "".join(block if block.endswith("\n") else f"{block}\n" for block in [*kept, lines] if block.strip())


def _head(block: str) -> str | None:
    found = _KEY.match(block)
    return found[1] if found else None
