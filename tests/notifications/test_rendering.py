"""Rendering: values as each language writes them, failures by name, and nothing that can hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from engine.words.errors import NotFound
from notifications.catalogue import read_catalogue
from notifications.message import LetterInvalid, Party
from notifications.rendering import TemplateFailed, render
from tests.notifications.samples import NOW, catalogue_of, letter, rendered

MOMENT = datetime(2026, 12, 31, 18, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize(
    ("expression", "value", "en", "zh"),
    [
        ("v|date", date(2026, 12, 31), "31 December 2026", "2026年12月31日"),
        ("v|date", "2026-12-31", "31 December 2026", "2026年12月31日"),
        ("v|date('iso')", date(2026, 2, 1), "2026-02-01", "2026-02-01"),
        ("v|date", MOMENT, "31 December 2026", "2026年12月31日"),
        ("v|moment", MOMENT, "Thursday, 31 December 2026, 18:05", "2026年12月31日（星期四）18:05"),
        ("v", date(2026, 12, 31), "31 December 2026", "2026年12月31日"),
        ("v|number", Decimal("1234567.50"), "1,234,567.50", "1,234,567.50"),
        ("v|number(1)", Decimal("0.25"), "0.2", "0.2"),
        ("v|number(2)", 12, "12.00", "12.00"),
        ("v", Decimal("1E+2"), "100", "100"),
        ("v", Decimal("87.50"), "87.50", "87.50"),
        ("v", True, "yes", "是"),
        ("v", None, "", ""),
        ("v", ["甲", "乙"], "甲, 乙", "甲、乙"),
        ("v|join(' / ')", ["a", 1], "a / 1", "a / 1"),
        ("v|lines", ["a", "b"], "- a\n- b", "- a\n- b"),
        ("v|lines('')", [], "", ""),
        ("v|length", [1, 2], "2", "2"),
        ("v + 0.5", Decimal("0.1"), "0.6", "0.6"),
        ("v * 3", Decimal("0.1"), "0.3", "0.3"),
        ("v|upper", "a", "A", "A"),
    ],
)
def test_values_are_written_as_the_language_writes_them(expression: str, value: object, en: str, zh: str) -> None:
    for language, expected in (("en", en), ("zh", zh)):
        assert rendered(f"|{{{{ {expression} }}}}|", language=language, v=value).text == f"|{expected}|\n"


def test_a_field_is_found_even_if_it_is_named_as_something_of_python() -> None:
    data = {"items": "a", "keys": "b", "pop": "c", "count": "d"}
    assert rendered("{{ data.items }}{{ data.keys }}{{ data.pop }}{{ data['count'] }}", data=data).text == "abcd\n"


def test_loops_know_where_they_are() -> None:
    body = "{% for r in v %}{{ loop.index }}/{{ loop.length }}{{ ', ' if not loop.last else '.' }}{% endfor %}"
    assert rendered(body, v=["a", "b"]).text == "1/2, 2/2.\n"


def test_the_recipient_is_there_without_being_said() -> None:
    assert rendered("{{ recipient.name }} {{ recipient.language }}", language="zh").text == "李娜 zh\n"


def test_values_are_never_templates_themselves() -> None:
    assert rendered("{{ v }}", v="{{ link }}{% raw %}").text == "{{ link }}{% raw %}\n"


def test_plain_text_is_not_escaped() -> None:
    assert rendered("{{ v }}", v="a < b & c").text == "a < b & c\n"


@pytest.mark.parametrize(
    ("asked", "used"), [("zh", "zh"), ("zh-CN", "zh"), ("ZH-hans", "zh"), ("en", "en"), ("de", "en")]
)
def test_the_nearest_language_is_used_and_said(asked: str, used: str) -> None:
    catalogue, _ = read_catalogue({f"t/{each}/x.txt": f"Subject: {each}\n\n{{{{ due_on }}}}" for each in ("en", "zh")})
    message = render(catalogue, letter("x", asked), NOW)
    assert (message.subject, message.language) == (used, used)


def test_the_same_letter_gives_the_same_bytes() -> None:
    catalogue = catalogue_of("{{ data.goals|length }} {{ sent_on|date }}")
    assert render(catalogue, letter("x"), NOW).as_bytes() == render(catalogue, letter("x"), NOW).as_bytes()


def test_an_unknown_template_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="Did you mean “x”") as refused:
        render(catalogue_of("a"), letter("X"), NOW)
    assert refused.value.code == "template-unknown"


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("a\n{{ nobody.name }}", 4, "'nobody' is undefined"),
        ("a\n\n{{ data.nothing }}", 5, "nothing"),
        ("{% for g in data.goals %}\n{{ g.nothing }}\n{% endfor %}", 4, "nothing"),
        ("{% for g in nobody %}{% endfor %}", 3, "'nobody' is undefined"),
        ("{{ nobody|join }}", 3, "'nobody' is undefined"),
        ("{{ link|date }}", 3, "isoformat"),
        ("{{ data.score|date }}", 3, "a date is needed"),
        ("{{ link|number }}", 3, ""),
        ("{{ data }}", 3, "dict cannot be printed"),
        ("{{ data.goals }}", 3, "dict cannot be printed"),
        ("{{ none > 3 }}", 3, "not supported"),
        ("{{ data.score / 0 }}", 3, ""),
        ("{% for x in link %}{% endfor %}", 3, "a list is needed"),
        ("{{ data.goals[7].title }}", 3, "no item 7"),
    ],
)
def test_a_failure_names_template_language_line_and_reason(body: str, line: int, reason: str) -> None:
    with pytest.raises(TemplateFailed) as failed:
        rendered(body)
    facts = failed.value.facts
    assert failed.value.code == "template-failed"
    assert (facts["template"], facts["language"], facts["line"]) == ("x", "en", line)
    assert reason in str(facts["reason"])
    assert f"en/x.txt:{line}" in failed.value.text("zh")


def test_a_faulty_template_fails_by_its_first_fault() -> None:
    with pytest.raises(TemplateFailed, match=r"en/x.txt:3: .*There is no filter “dat”"):
        rendered("{{ link|dat }}")


def test_a_poisoned_letter_does_not_stop_the_next() -> None:
    catalogue = catalogue_of("{{ data.grade }}")
    with pytest.raises(TemplateFailed):
        render(catalogue, letter("x", data={}), NOW)
    with pytest.raises(LetterInvalid):
        render(catalogue, replace(letter("x"), recipient=Party(name="a\nb", address="a@b.c")), NOW)
    assert render(catalogue, letter("x"), NOW).text == "B\n"


def test_a_line_break_in_a_value_cannot_leave_the_subject() -> None:
    message = rendered("a", subject="{{ v }}", v="x\r\nBcc: all@example.com\r\n\r\nbody")
    assert message.subject == "x Bcc: all@example.com body"
    assert "Bcc" not in message.headers


HOSTILE = [
    "{{ 'a' * 10**9 }}",
    "{{ 10**10**8 }}",
    "{{ [0] * 10 }}",
    "{{ link * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ link % 1 }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ '{:>1000000000}'.format('x') }}",
    "{{ ''.__class__.__mro__ }}",
    "{{ link['__class__'] }}",
    "{{ data|attr('__class__') }}",
    "{{ data.goals|map(attribute='__class__')|list }}",
    "{{ link.format }}",
    "{{ link.format(1) }}",
    "{{ self }}",
    "{{ self.__init__ }}",
    "{{ cycler }}",
    "{{ lipsum(1000) }}",
    "{{ namespace() }}",
    "{{ range.__class__ }}",
    "{{ loop }}",
    "{% for x in range(10**9) %}a{% endfor %}",
    "{% for x in range(1001) %}a{% endfor %}",
    "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
    "{% for a in range(10) recursive %}{{ loop([1]) }}{% endfor %}",
    "{% for a in range(1000) %}{{ v }}{% endfor %}",
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = [a, a]|join %}" * 40,
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40,
    "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a|lines }}",
    "{% set a = 9 %}" + "{% set a = a * a %}" * 40,
    "{% set a %}x{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% block b %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call x() %}{% endcall %}",
    "{% for a, b in data %}{% endfor %}",
    "{% for k in data %}{{ k }}{% endfor %}",
    "{% set ns.x = 1 %}",
    "{{ _budget }}",
    "{% set _budget = [10000000] %}",
    "{{ v|_counted }}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "9" * 5000 + " }}",
    "{{ 1e999999|number }}",
    "{{ " + "not " * 5000 + "1 }}",
    "{% if 1 %}" * 500 + "{% endif %}" * 500,
    "{{ debug }}",
    "{{ huge|number }}",
]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:40])
def test_a_hostile_template_ends_in_a_coded_failure(body: str) -> None:
    with pytest.raises(TemplateFailed) as failed:
        rendered(body, v="x" * 1000, huge=Decimal("1E+999999"))
    assert failed.value.text("en")
    assert len(failed.value.text("zh")) < 1000


def test_a_message_may_be_long_but_not_endless() -> None:
    assert len(rendered("{{ v }}", v="x" * 199_000).text) == 199_001
    with pytest.raises(TemplateFailed, match="longer than 200000"):
        rendered("{{ v }}", v="x" * 200_001)


def test_the_sandbox_leaves_the_variables_alone() -> None:
    goals = [{"title": "a"}]
    with pytest.raises(TemplateFailed):
        rendered("{{ data.goals.append(1) }}", data={"goals": goals})
    assert goals == [{"title": "a"}]


def test_the_clock_of_a_message_is_the_callers() -> None:
    assert render(catalogue_of("a"), letter("x"), NOW).sent_at == NOW == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
