"""Acts over HTTP: done once, refused with every reason, never with somebody else's eyes or hands."""

from __future__ import annotations

import pytest

from engine.api.client import Problem
from tests.api.conftest import Served

REVIEW = "goal_setting/2026-h2/E3"
BRIEF = {"unit_goals": [{"title": "Sales"}]}


def test_an_act_is_done_once_however_often_it_is_asked(served: Served) -> None:
    with served.client(person="E2") as manager:
        first = manager.act(REVIEW, "brief", BRIEF, key="k1")
        assert first["state"] == "drafting"
        assert not first["repeated"]
        again = manager.act(REVIEW, "brief", BRIEF, key="k1")
        assert again == {**first, "repeated": True}
        with pytest.raises(Problem) as other:
            manager.act(REVIEW, "brief", {"unit_goals": [{"title": "Other"}]}, key="k1")
        assert (other.value.status, other.value.code) == (422, "request-key-reused")
    names = [line["name"] for line in served.admin.history(REVIEW)["lines"]]
    assert names.count("brief") == 1


def test_the_history_names_the_key_that_acted_for_a_person(served: Served) -> None:
    with served.client(person="E2") as manager:
        manager.act(REVIEW, "brief", BRIEF)
        line = next(each for each in manager.history(REVIEW)["lines"] if each["name"] == "brief")
    assert line["actor"]["id"] == "E2"
    assert line["via"].startswith("all (")


def test_a_refusal_says_every_reason_in_the_readers_language_and_changes_nothing(served: Served) -> None:
    with served.client(person="E3", language="zh") as employee:
        before = served.admin.instance(REVIEW)["revision"]
        with pytest.raises(Problem) as refused:
            employee.act(REVIEW, "propose", {"goals": []})
        assert refused.value.status == 422
        assert refused.value.blockers
        assert all(each["code"] and each["text"] for each in refused.value.blockers)
        assert served.admin.instance(REVIEW)["revision"] == before


def test_whoever_saw_an_older_revision_loses(served: Served) -> None:
    with served.client(person="E2") as manager:
        seen = served.admin.instance(REVIEW)["revision"]
        manager.act(REVIEW, "brief", BRIEF, revision=seen)
        with pytest.raises(Problem) as stale:
            manager.act(REVIEW, "withdraw", revision=seen)
        assert (stale.value.status, stale.value.code) == (412, "revision-stale")


def test_a_rehearsal_says_what_would_happen_and_does_nothing(served: Served) -> None:
    with served.client(person="E2") as manager:
        would = manager.act(REVIEW, "brief", BRIEF, dry_run=True)
        assert would["state"] == "drafting"
        assert served.admin.instance(REVIEW)["about"]["state"] == "briefing"
        assert manager.act(REVIEW, "brief", BRIEF)["revision"] == would["revision"]


def test_a_key_acts_only_for_whom_it_says(served: Served) -> None:
    own = served.token("instances:read", "acts:write", acts_for="E3")
    with served.client(own, person="E2") as thief, pytest.raises(Problem) as refused:
        thief.act(REVIEW, "brief", BRIEF)
    assert (refused.value.status, refused.value.code) == (403, "token-acts-for-others")
    reader = served.token("instances:read", acts_for="E3")
    with served.client(reader) as employee:
        assert employee.instance(REVIEW)["reader"]["id"] == "E3"
        with pytest.raises(Problem) as refused:
            employee.act(REVIEW, "propose", {})
        assert refused.value.code == "token-lacks-scope"
        with pytest.raises(Problem) as hidden:
            employee.instance("goal_setting/2026-h2/E4")
        assert (hidden.value.status, hidden.value.code) == (404, "instance-unknown")
        assert {each["about"]["subject"]["id"] for each in employee.instances()} == {"E3"}


def test_many_at_once_each_for_itself(served: Served) -> None:
    items = [
        {"instance": f"goal_setting/2026-h2/{person}", "act": "brief", "as": "E2", "form": BRIEF, "key": person}
        for person in ("E3", "E4", "E99")
    ]
    found = served.admin.call("POST", "/acts", json={"items": items})
    assert (found["done"], found["refused"]) == (2, 1)
    assert found["results"][2]["error"]["code"] == "instance-unknown"


def test_a_draft_is_kept_for_its_author_and_proposed_again(served: Served) -> None:
    with served.client(person="E2") as manager, served.client(person="E3") as employee:
        manager.act(REVIEW, "brief", BRIEF)
        employee.call("PUT", f"/instances/{REVIEW}/drafts/propose", json={"as": "E3", "form": {"goals": [{}]}})
        paper = employee.call("GET", f"/instances/{REVIEW}/acts/propose/form", params={"as": "E3"})
        assert paper["present"]["goals"] == [{}]
        owed = employee.tasks("E3")["tasks"]
        assert any(each["begun"] for each in owed)
