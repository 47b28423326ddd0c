"""What is found beside wrong words: each finding by its own examples, and what a comment makes of it."""

from __future__ import annotations

import pytest

from engine.definition.examples import problems_with
from engine.definition.findings import FINDINGS, LASTING, OF_MESSAGES
from engine.definition.library import read_library
from engine.words.problems import located
from tests.definition.folders import changed, shipped

SHOWN = [code for code, finding in FINDINGS.items() if finding.where]
LOST = "silence-leads-nowhere"


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_is_told_and_the_right_one_is_not(code: str) -> None:
    finding = FINDINGS[code]
    assert [located(each) for each in problems_with(finding.where, finding.right)] == []
    wrong = problems_with(finding.where, finding.wrong)
    assert [(each.code, each.severity) for each in wrong] == [(code, finding.severity)]
    assert all(each.text("zh") != each.text("en") for each in wrong)


_LARGE = {"chosen-by-nobody", "cycle-lacks-date", "few-answers-shown", "answers-one-by-one"}


def test_only_what_takes_more_than_one_place_has_no_example() -> None:
    assert FINDINGS.keys() - set(SHOWN) == _LARGE | OF_MESSAGES


def test_the_shipped_processes_are_clean() -> None:
    assert [located(each) for each in read_library(dict(shipped()))[1]] == []


def told(code: str, comment: str, *, above: bool = False) -> list[str]:
    """The problems of an example of a finding whose line bears a comment."""
    finding = FINDINGS[code]
    (plain,) = problems_with(finding.where, finding.wrong)
    assert plain.span is not None
    files = dict(_folder(finding.where, finding.wrong))
    lines = files[plain.span.file].splitlines()
    if above:
        lines.insert(plain.span.line - 1, comment)
    else:
        lines[plain.span.line - 1] += f"  {comment}"
    files[plain.span.file] = "\n".join(lines) + "\n"
    return [each.code for each in read_library(files)[1]]


def _folder(where: str, lines: str) -> dict[str, str]:
    from engine.definition.examples.folder import folder_with

    return folder_with(where, lines)


@pytest.mark.parametrize("comment", [
    f"# check: {LOST} – HR closes it once a year",
    f"# check: {LOST} because HR closes it once a year",
    f"# check：{LOST}：人力资源部每年统一关闭",
])  # fmt: skip
def test_a_comment_with_a_reason_accepts_a_finding(comment: str) -> None:
    assert told(LOST, comment) == []
    assert told(LOST, comment, above=True) == []


@pytest.mark.parametrize("code", [each for each in SHOWN if each not in LASTING])
def test_every_finding_can_be_accepted(code: str) -> None:
    assert told(code, f"# check: {code} – meant so") == []


@pytest.mark.parametrize(("comment", "codes"), [
    (f"# check: {LOST}", {LOST, "silence-without-reason"}),
    (f"# check: {LOST} –", {LOST, "silence-without-reason"}),
    ("# check: silence-leads-nowher – typo", {LOST, "silence-unknown"}),
    ("# check: dead-end – another one", {LOST, "silence-unused"}),
    ("# a remark about a check of ours", {LOST}),
])  # fmt: skip
def test_a_comment_that_accepts_nothing_is_told(comment: str, codes: set[str]) -> None:
    assert set(told(LOST, comment)) == codes


def test_what_could_not_run_cannot_be_accepted() -> None:
    assert set(told("zero-delay-loop", "# check: zero-delay-loop – never mind")) == {
        "zero-delay-loop",
        "silence-lasting",
    }


def test_a_wrong_word_cannot_be_accepted() -> None:
    files = changed("initial: ", "initail: reviewing  # check: unknown-key-near – we write it so\n# ")
    assert {each.code for each in read_library(files)[1]} >= {"unknown-key-near", "silence-unknown"}


@pytest.mark.parametrize(("whens", "code", "case"), [
    (("grade == 'A'", "grade == 'B'"), "guard-hole", "grade = D"),
    (("grade >= 'C'", "grade < 'C'"), None, ""),
    (("grade in ['A', 'B']", "grade in ['C', 'D']"), None, ""),
    (("score > 60", "score < 60"), "guard-hole", "score = 60"),
    (("score >= 60", "score < 60"), None, ""),
    (("score >= 75", "score >= 60", "score < 60"), None, ""),
    (("score >= 60", "score >= 75", "score < 60"), "guard-never", ""),
    (("score > 40", "score < 60"), "guard-overlap", ""),
    (("sure", "not sure"), None, ""),
    (("filled(score)", "filled(grade)", "sure or not sure"), None, ""),  # different questions: the order tells
    (("sure and score > 50", "not sure"), "guard-hole", "sure = yes"),
    (("filled(score)", "not filled(score)"), None, ""),
    (("score > 0", "score < 101"), None, ""),  # scores end at 100
    (("sum([score, 1]) > 3", "score < 1"), None, ""),  # not decidable: nothing is said
])  # fmt: skip
def test_alternatives_are_decided_over_choices_flags_and_ranges(whens: tuple[str, ...], code: str, case: str) -> None:
    choices = "".join(f'            - {{id: c{at}, when: "{when}", to: closed}}\n' for at, when in enumerate(whens))
    text = f"""\
process: guarded
version: 1
title: {{en: Guarded, zh: 分支}}
subject: employee
roles: {{employee: subject}}
data:
  grade: {{type: choice, options: [D, C, B, A]}}
  score: {{type: number, min: 0, max: 100}}
  sure: {{type: yes_no, title: {{en: Sure, zh: 确定}}}}
initial: open
states:
  open:
    after: [{{past: 9 days, to: closed}}]
    on:
      submit:
        by: employee
        form: [grade, score, sure]
        choose:
{choices}  closed: {{final: yes}}
"""
    _, found = read_library({**shipped(), "guarded.yaml": text})
    assert [each.code for each in found] == ([code] if code else [])
    assert not found or case in str(found[0].facts.get("case", ""))


@pytest.mark.parametrize(("file", "old", "new", "places"), [
    ("review.yaml", "when: filled(grade)", "when: rating > 3", ["58:49"]),
    ("review.yaml", 'else: {en: "The', 'else: {en: "{{ comment }} The', []),  # its own form asks for it
    ("review.yaml", "sum(goals, 'weight') == 100", "rating > 1", []),
    ("review.yaml", "to: deciding, reason: req", "when: rating > 3, to: deciding, reason: req", ["74:70"]),
    ("review.yaml", "combine: {self_review.rating: 40%, manager_review.rating: 60%}\n    missing: share out",
     "compute: rating * 2", ["28:14"]),
    ("cycles/year.yaml", "share('grade', 'A')", "average('rating')", ["19:20"]),
])  # fmt: skip
def test_a_field_of_several_tasks_is_not_read_by_its_plain_name(
    file: str, old: str, new: str, places: list[str]
) -> None:
    found = [each for each in read_library(changed(old, new, file))[1] if each.code == "answers-apart"]
    assert [f"{each.span.line}:{each.span.column}" for each in found if each.span] == places


@pytest.mark.parametrize(("old", "new"), [
    ("must: person.certified", "must: person.certified, as_of: 1 month before cycle.start"),  # people as they were then
    ("past: later of due and cycle.results_out", "at: 2020-01-01"),  # which happens at once
])  # fmt: skip
def test_a_day_in_the_past_that_is_meant_is_no_finding(old: str, new: str) -> None:
    assert [each.code for each in read_library(changed(old, new))[1]] == []


def test_other_processes_do_not_read_it_either() -> None:
    other = """\
process: other
version: 1
title: {en: Other, zh: 另一}
subject: employee
roles: {employee: subject}
data:
  before: {type: number, from: review.rating, title: {en: Before, zh: 此前}}
initial: open
states:
  open:
    after:
      - {past: 5 days, when: siblings.review.rating > last('review').rating, to: closed}
      - {past: 9 days, when: "sum(history('review', 'rating', 2)) > 3", to: closed}
      - {past: 20 days, to: closed}
  closed: {final: yes}
"""
    found = read_library({**changed("version: 1", "version: 1"), "other.yaml": other})[1]
    assert [(each.code, each.span.line) for each in found if each.span] == [
        ("answers-apart", at) for at in (7, 12, 12, 13)
    ]


MET = """\
process: met
version: 1
title: {en: Met, zh: 遇到}
subject: employee
roles: {employee: subject, manager: employee.manager, hr: group('hr')}
data: {grade: {type: choice, options: [C, B, A], title: {en: Grade, zh: 等级}}}
initial: one
states:
  one:
    title: {en: One, zh: 一}
    due: 6 months
    initial: half
    states:
      half:
        title: {en: Half, zh: 上半}
        tasks: {place: {for: manager, form: [grade], when: "WHEN", title: {en: Place, zh: 评定}}}
        on: {done: [{when: GUARD == 'A', to: two}, {to: fin}]}
        after: [{past: 3 months, to: rest}]
      rest: {title: {en: Rest, zh: 下半}, after: [{past: due, to: fin}]}
  two:
    title: {en: Two, zh: 二}
    tasks: {decide: {for: hr, form: [grade], title: {en: Decide, zh: 决定}}}
    due: 5 days
    on: {replace: {by: hr, form: [grade], title: {en: Replace, zh: 改定}}, done: {to: fin}}
    after: [{past: due, to: fin}]
  fin: {final: yes, title: {en: Fin, zh: 完}}
"""


@pytest.mark.parametrize(("guard", "when", "codes"), [
    ("place.grade", "count(manager) == 1", []),  # an inherited limit goes on beside the state that is left
    ("grade", "count(manager) == 1", ["answers-apart"]),  # what only a later act writes is empty here
    ("place.grade", "1 > 2", ["condition-never"]),
    ("place.grade", "no", ["condition-never"]),
])  # fmt: skip
def test_what_readers_of_the_manual_met(guard: str, when: str, codes: list[str]) -> None:
    text = MET.replace("GUARD", guard).replace("WHEN", when)
    found = read_library({**shipped(), "met.yaml": text})[1]
    assert [each.code for each in found] == codes
