"""Inboxes, numbers and selections: right, and at a price that does not grow with what exists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from engine.core.values import Incident
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.incidents import open_incidents as write_incidents
from engine.store.tasks import save_draft
from engine.views.inbox import inbox
from engine.views.incidents import troubles
from engine.views.progress import progress
from engine.views.selection import select
from engine.words.errors import Misuse, NotFound
from tests.views.conftest import REVIEW, act, at

NOW = at("2026-12-14T09:00")


@contextmanager
def statements(workspace: Workspace) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(workspace.database, "before_cursor_execute", note)
    yield asked
    event.remove(workspace.database, "before_cursor_execute", note)


def test_numbers_of_a_cycle(reviewed: Workspace) -> None:
    found = progress(reviewed, at("2026-12-23T09:00"), reviewed.library, "2026-h2")
    evaluation = next(each for each in found.processes if each.process == "evaluation")
    assert [(each.state, each.count, each.overdue) for each in evaluation.states] == [
        ("preparing", 11, 11),
        ("reviewing", 1, 0),
    ]
    assert evaluation.running == {1: 12}
    assert [each.process for each in found.processes] == ["evaluation", "goal_setting", "mid_period_check_in"]
    assert sum(found.messages.values()) > 12
    assert found.cycles[0].title["zh"] == "2026-07-01起半年度绩效周期"


def test_the_announcement_counts_and_other_cycles_do_not(workspace: Workspace) -> None:
    assert (
        progress(workspace, NOW, workspace.library).messages
        == progress(workspace, NOW, workspace.library, "2026-h2").messages
    )
    with pytest.raises(NotFound, match="cycle-unknown"):
        progress(workspace, NOW, workspace.library, "2027-h1")


def test_numbers_cost_the_same_however_many_there_are(reviewed: Workspace) -> None:
    with statements(reviewed) as asked:
        progress(reviewed, NOW, reviewed.library, "2026-h2")
    read = [each for each in asked if each.lstrip().upper().startswith("SELECT")]
    assert len(read) <= 6
    assert not [each for each in read if "memory" in each or "instance.data" in each]


def test_incidents_are_counted_and_listed(workspace: Workspace) -> None:
    incident = Incident(code="nobody-holds-role", facts={"role": "manager"}, state="reviewing")
    with transaction(workspace.database) as connection:
        about = {REVIEW: [incident], "template x": [incident], "2026-h2": [incident]}
        write_incidents(connection, about, NOW)
    assert progress(workspace, NOW, workspace.library, "2026-h2").incidents == {"nobody-holds-role": 2}
    assert progress(workspace, NOW, workspace.library).incidents == {"nobody-holds-role": 3}
    assert [each.about for each in troubles(workspace)] == [(REVIEW,), ("template x", "2026-h2")]


def test_an_inbox_is_ordered_by_limit_and_leaves_out_columns_without_rows(workspace: Workspace) -> None:
    found = inbox(workspace, NOW, "E3")
    assert found.zone == "Asia/Shanghai"
    assert [each.task for each in found.tasks] == ["choose_peers", "self_review"]
    own = next(each for each in found.tasks if each.task == "self_review")
    # There are no goals, so nothing is asked of their columns.
    assert [each.name for each in own.ways[0].form] == ["achievements", "quality", "cooperation", "initiative"]
    limits = [each.due_at for each in inbox(workspace, NOW, "E1").tasks if each.due_at]
    assert limits == sorted(limits)


def test_what_is_done_leaves_the_inbox(workspace: Workspace) -> None:
    act(workspace, "E3", "choose_peers", "2026-12-11T10:10", peers="E4,E5,E6")
    assert [each.task for each in inbox(workspace, NOW, "E3").tasks] == ["self_review"]


def test_what_somebody_began_is_marked(workspace: Workspace) -> None:
    with transaction(workspace.database) as connection:
        save_draft(connection, REVIEW, "self_review", "E3", {"quality": "4"}, NOW)
    assert {each.task: each.begun for each in inbox(workspace, NOW, "E3").tasks} == {
        "choose_peers": False,
        "self_review": True,
    }


def test_an_inbox_of_many_costs_few_statements(workspace: Workspace) -> None:
    with statements(workspace) as asked:
        found = inbox(workspace, NOW, "E2")
    assert len(found.tasks) >= 5
    assert len(asked) < 30


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("employee.department == 'Sales'", ["E2", "E3", "E4", "E5", "E6"]),
        ("employee.site == 'Berlin' and state == 'preparing'", ["B1", "B2", "H2"]),
        ("filled(achievements)", ["E3"]),
        ("overall > 70", ["E3"]),  # whoever has no score yet is not meant
        ("manager.id == 'N1'", ["N2"]),
        (None, ["B1", "B2", "E1", "E2", "E3", "E4", "E5", "E6", "H1", "H2", "N1", "N2"]),
    ],
)
def test_a_selection_takes_those_it_is_true_for(where: str | None, expected: list[str], reviewed: Workspace) -> None:
    found = select(reviewed, NOW, "evaluation", where, "2026-h2")
    assert [each.rpartition("/")[2] for each in found] == expected
    assert select(reviewed, NOW, "evaluation", where, "2027-h1") == ()


@pytest.mark.parametrize(
    ("where", "name"),
    [("grad == 'A'", "grad"), ("employee.kind == 'interm'", "interm"), ("grade == 'E'", "E"), ("state == 'x'", "x")],
)
def test_a_misspelt_name_selects_nobody_aloud(where: str, name: str, workspace: Workspace) -> None:
    with pytest.raises(Misuse) as refused:
        select(workspace, NOW, "evaluation", where)
    assert refused.value.facts["name"] == name
