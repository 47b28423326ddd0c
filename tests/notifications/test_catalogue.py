"""The check before anything is sent: every fault with its place, what is known and the nearest word."""

from __future__ import annotations

import pytest

from engine.words.problems import Span, located
from notifications import offered
from notifications.catalogue import Catalogue, read_catalogue
from notifications.offered import Known

KNOWN: Known = offered.about_task(
    {"grade": True, "goals": [{"title": True, "score": True, "steps": [{"title": True}]}], "tags": [True]}, {}
)


def both(body: str, subject: str = "Hello") -> tuple[Catalogue, list[str]]:
    text = f"Subject: {subject}\n\n{body}"
    catalogue, problems = read_catalogue({"t/en/x.txt": text, "t/zh/x.txt": text})
    return catalogue, [located(problem) for problem in problems if problem.span and "/en/" in problem.span.file]


def faults(body: str, subject: str = "Hello", known: Known = KNOWN) -> list[tuple[int, int, str]]:
    """(line, column, code) in the English file."""
    return [
        (problem.span.line, problem.span.column, problem.code)
        for problem in both(body, subject)[0].check("x", known, None)
        if problem.span and "/en/" in problem.span.file
    ]


UNKNOWN = "template-variable-unknown"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Dear {{ recipient.name }}", []),
        ("Dear {{ recipient.nmae }}", [(3, 19, UNKNOWN)]),
        ("a\nb {{ recpient.name }}", [(4, 6, UNKNOWN)]),
        ("{{ data.grade }} {{ data.grad }} {{ data.grad }}", [(3, 26, UNKNOWN), (3, 42, UNKNOWN)]),
        ("{# data.grad #}{{ 'data.grad' }}{{ data.grad }}", [(3, 41, UNKNOWN)]),
        ("{{ data['grad'] }}", [(3, 8, UNKNOWN)]),
        ("{% for g in data.goals %}{{ g.titel }}{% endfor %}", [(3, 31, UNKNOWN)]),
        ("{% for g in data.goals if g.sc > 3 %}x{% endfor %}", [(3, 29, UNKNOWN)]),
        (
            "{% for g in data.goals %}{% for s in g.steps %}{{ loop.index }}{{ s.no }}{% endfor %}{% endfor %}",
            [(3, 69, UNKNOWN)],
        ),
        ("{% for g in data.gaols %}{{ g.title }}{% endfor %}", [(3, 18, UNKNOWN)]),
        ("{% for g in data.tags %}{{ g }}{% endfor %}", []),
        ("{% for g in data.tags %}{{ g.x }}{% endfor %}", [(3, 30, "template-value-has-no-parts")]),
        ("{% for g in data.grade %}{{ g.x }}{% endfor %}", [(3, 18, "template-not-a-list")]),
        ("{% set d = data %}{{ d.grade }}{{ d.grad }}", [(3, 37, UNKNOWN)]),
        ("{{ data.goals[0].titel }}", [(3, 18, UNKNOWN)]),
        ("{{ (data.goals|first).titel }}", [(3, 1, UNKNOWN)]),
        ("{{ due_on.year }}", [(3, 11, "template-value-has-no-parts")]),
        ("{{ task }}", [(3, 4, "template-value-is-group")]),
        ("{{ data.goals }}", [(3, 9, "template-value-is-group")]),
        ("{{ data.tags }}", []),
        ("{% if actor %}{{ actor.name }}{% endif %}", []),
        ("{{ g.title }}{% for g in data.goals %}{{ g.title }}{% endfor %}", [(3, 4, UNKNOWN)]),
        ("{{ data.none|default('x') }}", []),
        ("{{ dta.none|default('x') }}", [(3, 4, UNKNOWN)]),
        ("{% if extra.w is defined %}{{ extra.w.a }}{% endif %}", []),
        ("{% if extra.w is defined and extra.w.a %}x{% endif %}", []),
        ("{{ extra.w if extra.w is defined else 'x' }}", []),
        ("{% if extra.w is defined %}a{% else %}{{ extra.w }}{% endif %}", [(3, 48, UNKNOWN)]),
        ("{% if extra.w is defined or link %}{{ extra.w }}{% endif %}", [(3, 45, UNKNOWN)]),
        ("{% if extr.w is defined %}{{ extr.w.a }}{% endif %}", [(3, 7, UNKNOWN)]),
    ],
)
def test_unknown_variables_are_found_where_they_stand(body: str, expected: list[tuple[int, int, str]]) -> None:
    assert faults(body) == expected


def test_the_subject_is_checked_as_the_text_is() -> None:
    assert faults("x", subject="{{ tsk.title }}") == [(1, 13, UNKNOWN)]


def test_a_finding_says_what_is_known_what_was_meant_and_where_it_is_used() -> None:
    catalogue, _ = both("{{ recipient.nmae }}")
    problem = catalogue.check("x", KNOWN, Span("processes/e.yaml", 12, 5))[0]
    assert located(problem) == (
        "t/en/x.txt:3:14: error[template-variable-unknown]: “recipient.nmae” does not exist here "
        "(processes/e.yaml:12:5). Did you mean “name”? Known: language, name."
    )
    assert problem.text("zh") == (
        "此处没有“recipient.nmae” (processes/e.yaml:12:5)。是否想写“name”？可用：language, name。"
    )


def test_a_task_is_known_only_to_notices_about_one_unless_the_template_asks() -> None:
    without = offered.about_process({}, {})
    assert faults("{{ task.title }}", known=without) == [(3, 4, UNKNOWN)]
    assert faults("{% if task is defined %}{{ task.title }}{% endif %}", known=without) == []


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("Hello\n\nx", (1, 1), "template-subject-missing"),
        ("", (1, 1), "template-subject-missing"),
        ("Subject:\n\nx", (1, 1), "template-subject-missing"),
        ("Subject: a\nx", (2, 1), "template-blank-line-missing"),
        ("Subject: a\n\n", (2, 1), "template-body-missing"),
        ("Subject: a", (1, 1), "template-body-missing"),
        ("Subject: a\n\nx\n{{ b", (4, 1), "template-syntax"),
        ("Subject: {% if %}\n\nx", (1, 1), "template-syntax"),
        ("Subject: a\n\n{% if a %}\n{% endfor %}", (4, 1), "template-syntax"),
        ("Subject: a\n\n{{ a|dat }}", (3, 6), "template-filter-unknown"),
        ("Subject: a\n\n{{ a is definde }}", (3, 9), "template-test-unknown"),
        ("Subject: a\n\n{{ a._b }}", (3, 6), "template-name-private"),
        ("Subject: a\n\nb\n{% include 'c' %}", (4, 1), "template-forbidden"),
        ("Subject: a\n\n" + "x" * 60_000, (1, 1), "template-too-long"),
    ],
)
def test_faults_of_form_are_found_while_reading(text: str, place: tuple[int, int], code: str) -> None:
    catalogue, problems = read_catalogue({"t/en/x.txt": text})
    assert [(p.code, p.span and (p.span.line, p.span.column)) for p in problems] == [(code, place)]
    assert problems[0].code in {problem.code for problem in catalogue.check("x", KNOWN, None)}


def test_all_faults_of_a_file_come_at_once_in_the_order_of_the_text() -> None:
    _, problems = both("{{ a|dat }}\n{% macro b() %}{% endmacro %}\n{{ c.__class__ }}", subject="{{ _x }}")
    assert [line.split(":")[1] for line in problems] == ["1", "3", "4", "5"]


def test_a_template_missing_in_a_language_is_found() -> None:
    catalogue, problems = read_catalogue({"t/en/x.txt": "Subject: a\n\nb", "t/zh/y.txt": "Subject: a\n\nb"})
    assert problems == []
    assert [(p.code, p.facts["name"], p.facts["language"]) for p in catalogue.problems(KNOWN)] == [
        ("template-language-missing", "x", "zh"),
        ("template-language-missing", "y", "en"),
    ]


def test_a_name_that_does_not_exist_is_refused_where_it_is_used_with_the_nearest() -> None:
    catalogue, _ = read_catalogue({"t/en/review_due_soon.txt": "Subject: a\n\nb"})
    span = Span("processes/e.yaml", 3, 7)
    (problem,) = catalogue.check("review_due_son", KNOWN, span)
    assert problem.span == span
    assert "Did you mean “review_due_soon”?" in problem.text()
    assert catalogue.missing("review_due_son") == ("review_due_soon",)
    assert catalogue.missing("zzz") == ()


def test_the_owners_folder_wins_and_the_rest_stays() -> None:
    shipped, _ = read_catalogue({"s/en/a.txt": "Subject: s\n\ns", "s/zh/a.txt": "Subject: s\n\ns"})
    own, _ = read_catalogue({"o/zh/a.txt": "Subject: o\n\no", "o/en/b.txt": "Subject: o\n\no"})
    whole = own.over(shipped)
    assert whole.names() == ("a", "b")
    assert whole.languages("a") == ("en", "zh")
    assert {key: template.file for key, template in whole.templates.items()} == {
        ("a", "en"): "s/en/a.txt",
        ("a", "zh"): "o/zh/a.txt",
        ("b", "en"): "o/en/b.txt",
    }


def test_other_files_of_the_folder_are_left_alone() -> None:
    catalogue, problems = read_catalogue({"t/en/.x.txt": "?", "t/en/x.txt~": "?", "readme.txt": "?", "t/en/x.md": "?"})
    assert (catalogue.names(), problems) == ((), [])


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ("{{ data.grade }}{{ link }}", {("data", "grade"), ("link",)}),
        ("{% for g in data.goals %}{{ g.score }}{% endfor %}", {("data", "goals"), ("data", "goals", "score")}),
        ("{% set d = data %}{{ d.grade }}", {("data",), ("data", "grade")}),
        ("{{ (data.goals|last)['score'] }}", {("data", "goals"), ("data", "goals", "score")}),
        ("{% if data.grade is defined %}x{% endif %}", {("data", "grade")}),
        ("{{ data.grade|default(data.other) }}", {("data", "grade"), ("data", "other")}),
        ("{% for t in data.tags %}{{ t }}{% endfor %}", {("data", "tags")}),
    ],
)
def test_paths_name_everything_a_template_reads(body: str, paths: set[tuple[str, ...]]) -> None:
    assert both(body)[0].paths("x") == paths


def test_paths_are_the_union_of_the_languages() -> None:
    catalogue, _ = read_catalogue(
        {"t/en/x.txt": "Subject: {{ data.a }}\n\nb", "t/zh/x.txt": "Subject: b\n\n{{ data.c }}"}
    )
    assert catalogue.paths("x") == {("data", "a"), ("data", "c")}


@pytest.mark.parametrize(
    "body",
    [
        "{% if link %}{% set x = data %}{% else %}{% set x = extra %}{% endif %}{{ x.grade }}",
        "{% set x = data if link else extra %}{{ x.grade }}",
        "{% for x in [data] %}{{ x.grade }}{% endfor %}",
        "{{ (data or extra).grade }}",
        "{{ data[link] }}",
        "{{ (data|default(extra)).grade }}",
        "{% if link %}{% set data = extra %}{% endif %}{{ data.grade }}",
    ],
)
def test_what_cannot_be_followed_is_refused_so_that_nothing_is_read_unseen(body: str) -> None:
    assert both(body)[1] != []
