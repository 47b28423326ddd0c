"""`trigger` and `form`: acts, their forms, every refusal, many at once."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import BAD_GOALS, GOALS, UNIT_GOALS, Shell

REVIEW = "goal_setting/2026-h2/E3"


@pytest.fixture
def drafting(shell: Shell) -> Shell:
    """E3 is to propose goals."""
    shell.ok("trigger", REVIEW, "brief", "--as", "E2", "--form", shell.write("brief.yaml", UNIT_GOALS))
    return shell


def test_an_act_says_where_the_review_is_and_who_owes_what(shell: Shell) -> None:
    form = shell.write("brief.yaml", UNIT_GOALS)
    said = shell.speaking("zh").ok("trigger", REVIEW, "brief", "--as", "E2", "--form", form)
    assert "拟定目标 (drafting)" in said
    assert "李雷（E3）" in said


def test_a_refusal_lists_every_reason_with_its_code_in_the_readers_language(drafting: Shell) -> None:
    form = drafting.write("goals.yaml", BAD_GOALS)
    for language, sum_said in (("en", "they are 110"), ("zh", "目前为110")):
        result = drafting.speaking(language).run("trigger", REVIEW, "propose", "--as", "E3", "--form", form)
        assert result.exit_code == 3
        assert result.stdout == ""
        assert sum_said in result.stderr
        assert result.stderr.count("[required-in-row]") == 4
        assert "Traceback" not in result.stderr
    as_json = drafting.run("trigger", REVIEW, "propose", "--as", "E3", "--form", form, "--json")
    error = json.loads(as_json.stdout)["error"]
    assert len(error["blockers"]) == 5
    assert error["blockers"][0]["code"] == "required"


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["goal_setting/2026-h2/E99", "propose", "--as", "E3"], "instance-unknown", 4),
        ([REVIEW, "propse", "--as", "E3"], "act-unknown", 3),
        ([REVIEW, "agree", "--as", "E2"], "act-not-now", 3),
        ([REVIEW, "propose", "--as", "E4"], "not-your-role", 3),
        ([REVIEW, "propose", "--as", "nobody"], "actor-unknown", 3),
        ([REVIEW, "propose", "--as", "E3", "--with", "wages=1"], "form-unknown-field", 3),
        ([REVIEW, "extend", "--as", "H1", "--reason", "illness"], "amount-missing", 3),
        ([REVIEW, "extend", "--as", "H1", "--reason", "ilness", "--amount", "2 business days"], "reason-unknown", 3),
        ([REVIEW, "propose", "--as", "E3", "--with", "goals"], "with-unreadable", 2),
        ([REVIEW, "propose", "--as", "E3", "--with", "a=1", "--with", "a=2"], "with-twice", 2),
        ([REVIEW, "propose", "--as", "E3", "--with", "goals=[1,"], "form-unreadable", 2),
        ([REVIEW, "propose", "--as", "E3", "--form", "nothing.yaml"], "file-unreadable", 6),
        (["propose", "--as", "E3"], "which-reviews", 2),
        ([REVIEW, "propose", "--as", "E3", "--process", "goal_setting"], "which-reviews", 2),
        (["propose", "--as", "E3", "--where", "true"], "where-without-process", 2),
        (["propose", "--as", "E3", "--process", "goals"], "no-such-process", 4),
        (["propose", "--as", "E3", "--process", "goal_setting", "--where", "state =="], "where-unreadable", 2),
        (["propose", "--as", "E3", "--process", "goal_setting", "--where", "stat == 'x'"], "where-unknown-name", 2),
        (
            ["propose", "--as", "E3", "--process", "goal_setting", "--where", "employee.departmnt == 'x'"],
            "where-unknown-name",
            2,
        ),
        (
            ["propose", "--as", "E3", "--process", "goal_setting", "--where", "state == 'draft'"],
            "where-unknown-name",
            2,
        ),
        ([REVIEW, "propose"], "misuse", 2),
        ([REVIEW, "propose", "--as"], "misuse-option-value", 2),
        ([REVIEW, "propose", "--as", "E3", "--because"], "misuse", 2),
    ],
)
def test_what_cannot_be_done_has_a_code_an_exit_and_words_in_both_languages(
    words: list[str], code: str, expected: int, drafting: Shell
) -> None:
    result = drafting.run("trigger", *words)
    assert result.exit_code == expected, result.output
    assert f"[{code}]" in result.stderr
    as_json = drafting.speaking("zh").run("trigger", *words, "--json")
    error = json.loads(as_json.stdout)["error"]
    assert (as_json.exit_code, error["code"]) == (expected, code)
    assert error["text"].splitlines()[0] not in result.stderr


def test_a_key_lets_the_same_request_be_done_once_and_no_other(drafting: Shell) -> None:
    form = drafting.write("goals.yaml", GOALS)
    words = ("trigger", REVIEW, "propose", "--as", "E3", "--form", form, "--key", "k1")
    first, second = drafting.json(*words), drafting.json(*words)
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert second["revision"] == first["revision"]
    other = drafting.run("trigger", REVIEW, "extend", "--as", "H1", "--reason", "leave", "--key", "k1")
    assert (other.exit_code, "[request-key-reused]" in other.stderr) == (5, True)


def test_forms_come_as_yaml_json_or_typed_and_keep_every_digit(drafting: Shell) -> None:
    typed = json.dumps({"goals": [{**ROW, "weight": 60, "target": "1200.50"}, {**ROW, "weight": 40}]})
    drafting.ok("trigger", REVIEW, "propose", "--as", "E3", "--form", "-", typed=typed)
    shown = drafting.json("show", REVIEW)
    goals = next(each["value"] for each in shown["fields"] if each["name"] == "goals")
    assert [row["target"] for row in goals] == ["1200.50", "0.1"]
    assert goals[0]["title"] == "010"


ROW = {
    "title": "010", "dimension": "finance", "term": "short", "supports": "华东区销售额", "indicator": "a", "unit": "b",
    "better": "higher", "target": "0.1", "due_on": "2026-12-20", "standard": "c",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("form.json", '{"goals": 1, "goals": 2}', "form-unreadable"),
        ("form.json", '{"goals": NaN}', "form-unreadable"),
        ("form.json", "[1]", "form-not-fields"),
        ("form.yaml", "just words", "form-not-fields"),
        ("form.yaml", "goals: 1\ngoals: 2\n", "yaml-duplicate-key"),
    ],
)
def test_a_form_that_cannot_be_read_is_told_and_nothing_is_done(
    name: str, text: str, code: str, drafting: Shell
) -> None:
    result = drafting.run("trigger", REVIEW, "propose", "--as", "E3", "--form", drafting.write(name, text))
    assert result.exit_code in (1, 2)
    assert f"[{code}]" in result.stderr
    assert drafting.json("show", REVIEW)["about"]["state"] == "drafting"


def test_a_column_takes_one_value_for_each_row(agreed: Shell) -> None:
    words = ("trigger", REVIEW, "report_progress", "--as", "E3", "--with", "progress_note=好")
    agreed.ok(*words, "--with", "goals.actual=500.5,2", "--with", "goals.progress=40,50")
    goals = next(each["value"] for each in agreed.json("show", REVIEW)["fields"] if each["name"] == "goals")
    assert [row["actual"] for row in goals] == ["500.5", "2"]
    short = agreed.run(*words, "--with", "goals.actual=1", "--with", "goals.progress=1")
    assert (short.exit_code, "[form-rows]" in short.stderr) == (3, True)


def test_a_change_of_strategy_reopens_the_goals_it_touches(agreed: Shell) -> None:
    chosen = ("--process", "goal_setting", "--where", "employee.department == 'Sales' and state == 'in_force'")
    words = ("trigger", "strategy_changed", "--as", "H1", "--reason", "新战略", *chosen)
    assert agreed.json(*words, "--dry-run")["instances"] == [REVIEW, "goal_setting/2026-h2/E4"]
    assert agreed.json("show", REVIEW)["about"]["state"] == "in_force"
    answer = agreed.json(*words)
    assert (answer["done"], answer["refused"]) == (2, 0)
    assert {each["outcome"]["state"] for each in answer["results"]} == {"briefing"}
    assert agreed.json(*words)["results"] == []


def test_what_is_refused_does_not_keep_the_others(agreed: Shell) -> None:
    every = ("trigger", "strategy_changed", "--as", "H1", "--reason", "x", "--process", "goal_setting")
    result = agreed.run(*every, "--cycle", "2026-h2")
    assert result.exit_code == 3
    assert "2 done, 10 refused." in result.stdout
    assert result.stdout.count("[act-not-now]") == 10


def test_named_reviews_are_done_one_by_one(shell: Shell) -> None:
    form = shell.write("brief.yaml", UNIT_GOALS)
    result = shell.run("trigger", REVIEW, "goal_setting/2026-h2/E99", "brief", "--as", "E2", "--form", form)
    assert result.exit_code == 4
    assert f"done     {REVIEW} → drafting" in result.stdout
    assert "[instance-unknown]" in result.stdout


def test_a_form_is_printed_filled_with_what_is_there_and_taken_back(drafting: Shell) -> None:
    drafting.ok("trigger", REVIEW, "propose", "--as", "E3", "--form", drafting.write("goals.yaml", GOALS))
    blank = drafting.ok("form", REVIEW, "agree", "--as", "E2")
    filled = blank.replace("plan:  #", "plan: []  #").replace("  - task:", "#").replace("    due_on:  #", "#")
    filled = filled.replace("talked_on:", "talked_on: 2026-07-01")
    drafting.ok("trigger", REVIEW, "agree", "--as", "E2", "--form", drafting.write("agree.yaml", filled))
    assert drafting.json("show", REVIEW)["about"]["state"] == "committing"


def test_a_form_shows_titles_kinds_and_options(drafting: Shell) -> None:
    said = drafting.speaking("zh").ok("form", REVIEW, "propose")
    assert "weight:  # 权重（%） · 数字" in said
    assert "finance | customer | process | learning" in said
    assert drafting.run("form", REVIEW, "propos").exit_code == 4
    assert drafting.run("form", REVIEW, "propose", "--as", "B2").exit_code == 4
    assert drafting.json("form", REVIEW, "propose")["blanks"][0]["type"] == "list"


def test_what_is_begun_is_kept_shown_again_and_gone_once_it_is_done(drafting: Shell) -> None:
    form = drafting.write("begun.yaml", GOALS.replace("销售额增长", "老客户留存"))
    said = drafting.ok("trigger", REVIEW, "propose", "--as", "E3", "--form", form, "--draft")
    assert "Kept for later" in said
    assert drafting.json("why", REVIEW)["about"]["state"] == "drafting"
    assert "老客户留存" in drafting.ok("form", REVIEW, "propose", "--as", "E3")
    assert "老客户留存" not in drafting.ok("form", REVIEW, "propose", "--as", "E2")
    assert "(begun)" in drafting.ok("inbox", "E3")
    for who, act, code in (("E2", "propose", "act-not-found"), ("E3", "nothing", "act-not-found")):
        assert f"[{code}]" in drafting.run("trigger", REVIEW, act, "--as", who, "--draft").output
    wrong = drafting.run("trigger", REVIEW, "propose", "--as", "E3", "--with", "goalz=1", "--draft")
    assert "[form-unknown-field]" in wrong.output
    whole = drafting.write("goals.yaml", GOALS)
    drafting.ok("trigger", REVIEW, "propose", "--as", "E3", "--form", whole)
    drafting.ok("trigger", REVIEW, "return", "--as", "E2", "--reason", "再想想")
    assert "老客户留存" not in drafting.ok("form", REVIEW, "propose", "--as", "E3")
