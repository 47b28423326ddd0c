"""Messages and definitions fit, or the place in both is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.definition.house import Library
from engine.definition.library import read_library
from engine.definition.notices import always_before, notices
from engine.lab.messages import check_messages
from engine.words.problems import located
from notifications.catalogue import Catalogue, read_catalogue
from tests.definition.folders import right, shipped

TEMPLATES = Path(__file__).parents[2] / "notifications" / "templates"
NAMES = ("new_task", "task_due_soon", "task_overdue", "task_escalated")


def library(**changes: tuple[str, str]) -> Library:
    """The right folder, with passages of the process replaced."""
    text = right()["review.yaml"]
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    found, problems = read_library({**right(), "review.yaml": text})
    assert found is not None, [located(problem) for problem in problems]
    return found


def catalogue(**bodies: str) -> Catalogue:
    """A template for everything the right folder sends; `bodies` give some their text."""
    files = {
        f"{language}/{name}.txt": f"Subject: {name}\n\n{bodies.get(name, 'Hello.')}\n"
        for name in {*NAMES, *bodies}
        for language in ("en", "zh")
    }
    found, problems = read_catalogue(files)
    assert problems == []
    return found


def told(library: Library, catalogue: Catalogue, language: str = "en") -> list[str]:
    return [located(problem, language) for problem in check_messages(library, catalogue)]


def test_the_shipped_processes_and_messages_fit() -> None:
    found, _ = read_library(shipped())
    assert found is not None
    files = {str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in TEMPLATES.rglob("*.txt")}
    templates, problems = read_catalogue(files)
    assert problems == []
    assert told(found, templates) == []


def test_a_misspelt_template_is_told_where_it_is_used() -> None:
    found = told(library(x=("send: task_escalated", "send: task_escalatd")), catalogue())
    assert len(found) == 1
    assert found[0].startswith("review.yaml:69:27: error[template-unknown]:")
    assert "Did you mean “task_escalated”?" in found[0]


def test_a_language_that_is_missing_is_told() -> None:
    files = {f"en/{name}.txt": "Subject: x\n\nHello.\n" for name in NAMES}
    templates, _ = read_catalogue(files)
    assert {line.split("[")[1].split("]")[0] for line in told(library(), templates)} == {"template-language-missing"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("{{ data.ratng }}", "data.ratng"),
        ("{{ employee.name }}", "employee"),
        ("{% for goal in data.goals %}{{ goal.wight }}{% endfor %}", "data.goals[].wight"),
    ],
)
def test_a_variable_that_does_not_exist_is_told_in_the_template_and_with_its_use(body: str, path: str) -> None:
    found = told(library(), catalogue(task_escalated=body))
    assert len(found) == 2  # once in each language's template
    assert all("error[template-variable-unknown]" in line for line in found)
    assert all(f"“{path}”" in line for line in found)
    assert all("review.yaml:69:27" in line for line in found)
    assert found[0].startswith("en/task_escalated.txt:3:")


def test_only_a_notice_about_a_task_may_name_the_task() -> None:
    assert told(library(), catalogue(new_task="{{ task.title }}", task_due_soon="{{ task.due_on }}")) == []
    assert told(library(), catalogue(task_escalated="{{ task.title }}")) != []
    assert told(library(), catalogue(task_escalated="{% if task is defined %}{{ task.title }}{% endif %}")) == []


def test_a_field_shown_to_somebody_who_may_not_see_it_yet_leaks() -> None:
    sent = (
        "past: due, send: task_escalated, repeat: every business day",
        "past: due, send: {template: result, to: ROLE}",
    )
    shows = catalogue(result="{{ data.overall }}")
    to_hr = library(x=(sent[0], sent[1].replace("ROLE", "hr")))
    to_employee = library(x=(sent[0], sent[1].replace("ROLE", "employee")))
    assert told(to_hr, shows) == []
    assert told(to_employee, shows)[0] == (
        "en/result.txt:3:9: error[notice-leaks]: The message “result” shows “data.overall”, but “employee” may not "
        "see that in “deciding”. It is sent at review.yaml:69:27."
    )
    assert "“employee”在“deciding”中无权查看" in told(to_employee, shows, "zh")[0]
    meant = f"{sent[1].replace('ROLE', 'employee')}}}  # check: notice-leaks – told by word anyway\n#"
    accepted = library(x=(sent[0], meant))
    assert told(accepted, shows) == []
    guarded = catalogue(result="{% if data.overall is defined %}{{ data.overall }}{% endif %}")
    assert told(to_employee, guarded) == []


def test_a_field_that_is_visible_from_a_state_on_may_be_shown_from_then_on() -> None:
    published = library(x=("  published:\n", "  published:\n    entry: {send: {template: result, to: employee}}\n"))
    assert told(published, catalogue(result="{{ data.overall }}")) == []


def test_every_use_of_a_template_is_listed_with_its_readers() -> None:
    process = library().processes["review"]
    uses = [(use.template, use.to, use.state, use.about_task) for use in notices(process)]
    assert uses == [
        ("new_task", ("employee",), "reviewing", True),
        ("new_task", ("manager",), "reviewing", True),
        ("task_due_soon", ("employee", "manager"), "reviewing", True),
        ("task_overdue", ("employee", "manager", "hr"), "reviewing", True),
        ("new_task", ("hr",), "deciding", True),
        ("task_escalated", ("hr",), "deciding", False),
    ]


def test_what_surely_came_before_is_known_by_state() -> None:
    before = always_before(library().processes["review"])
    assert before["closed"] == {"reviewing", "published", "closed"}
    assert before["deciding"] == {"reviewing", "deciding"}
