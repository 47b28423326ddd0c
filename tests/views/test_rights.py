"""Who sees what of an instance: nothing unless the definition says so, and no trace of what is hidden."""

from __future__ import annotations

import pytest

from engine.runtime.workspace import Workspace
from engine.views.history import History, history_of
from engine.views.show import contents
from engine.views.why import why
from engine.words.errors import NotFound
from tests.views.conftest import REVIEW, at

NOW = at("2026-12-14T09:00")


def names(found: History) -> list[tuple[str, str | None]]:
    return [(line.name, line.actor.id if line.actor else None) for line in found.lines if line.kind == "act"]


def test_the_subject_learns_neither_who_nor_when_nor_how_many_reviewed(reviewed: Workspace) -> None:
    found = history_of(reviewed, NOW, REVIEW, "E3")
    assert names(found) == [("self_review", "E3"), ("choose_peers", "E3")]
    assert [line.sequence for line in found.lines] == list(range(1, len(found.lines) + 1))
    assert found.lines[-1].at < at("2026-12-12T00:00")
    assert "同事" not in str([line.values for line in found.lines])


def test_the_manager_sees_the_reviews_and_their_authors(reviewed: Workspace) -> None:
    found = names(history_of(reviewed, NOW, REVIEW, "E2"))
    assert [each for each in found if each[0] == "peer_review"] == [
        ("peer_review", each) for each in ("E4", "E5", "E6")
    ]
    assert ("choose_peers", "E3") not in found  # nobody is said to see whom the employee chose


def test_a_peer_sees_the_own_answer_and_no_other(reviewed: Workspace) -> None:
    assert names(history_of(reviewed, NOW, REVIEW, "E4")) == [("peer_review", "E4")]
    shown = contents(reviewed, NOW, REVIEW, "E4")
    assert [(each.name, list(each.value)) for each in shown.answers if isinstance(each.value, dict)] == [
        ("peer_review", ["E4"])
    ]
    assert shown.fields == ()
    assert shown.roles == ()


def test_the_administrator_sees_all_of_it(reviewed: Workspace) -> None:
    found = history_of(reviewed, NOW, REVIEW)
    assert found.reader is None
    assert len(names(found)) == 6
    assert {each.role for each in contents(reviewed, NOW, REVIEW).roles} >= {"peers", "committee"}


@pytest.mark.parametrize("stranger", ["B2", "N2", "nobody"])
def test_for_whoever_has_no_part_it_does_not_exist(stranger: str, reviewed: Workspace) -> None:
    for view in (history_of, contents, why):
        with pytest.raises(NotFound) as refused:
            view(reviewed, NOW, REVIEW, stranger)
        assert refused.value.code == "instance-unknown"


def test_the_grade_is_the_employees_only_once_it_is_published(reviewed: Workspace) -> None:
    seen = {reader: {each.name for each in contents(reviewed, NOW, REVIEW, reader).fields} for reader in ("E3", "H1")}
    assert "grade" in seen["H1"]
    assert "grade" not in seen["E3"]


def test_why_shows_a_person_nothing_of_the_others(reviewed: Workspace) -> None:
    found = why(reviewed, NOW, REVIEW, "H1")
    assert {each.act for each in found.acts} == {"customer_review", "extend", "excuse"}
    assert {person.id for each in found.acts for person in each.people} == {"H1"}
    assert {each.person.id for each in found.tasks} == {"H1"}
    everything = why(reviewed, NOW, REVIEW)
    blocked = {each.act: [blocker.code for blocker in each.blockers] for each in everything.acts if each.blockers}
    assert blocked["report_review"] == ["task-closed", "role-empty"]
    assert everything.later[0].messages == ("task_due_soon",)
