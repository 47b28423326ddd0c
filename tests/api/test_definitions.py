"""Definitions over HTTP: checked with all the others, taken as a whole or not at all, in force for what begins then."""

from __future__ import annotations

import pytest

from engine.api.client import Client, Problem
from tests.api.conftest import Served


def _upload(admin: Client, files: dict[str, str], key: str) -> dict[str, list[str]]:
    done: dict[str, list[str]] = admin.call(
        "POST", "/definitions", json={"files": files}, headers={"Idempotency-Key": key}
    )
    return done


def test_an_uploaded_definition_is_in_force_at_once_and_a_faulty_one_never(served: Served) -> None:
    admin = served.admin
    present = admin.call("GET", "/definitions/feedback")
    raised = present["text"].replace(f"version: {present['version']}", f"version: {present['version'] + 1}")
    assert raised != present["text"]
    faulty = raised.replace("states:", "sates:")
    checked = admin.call("POST", "/definitions/check", json={"files": {"feedback.yaml": faulty}})
    assert not checked["sound"]
    assert all(each["line"] for each in checked["findings"])
    with pytest.raises(Problem) as refused:
        _upload(admin, {"feedback.yaml": faulty}, "k1")
    assert refused.value.status == 422
    assert refused.value.document["problems"]
    assert admin.call("GET", "/definitions/feedback") == present
    assert _upload(admin, {"feedback.yaml": raised}, "k2") == {"written": ["feedback.yaml"]}
    assert admin.call("GET", "/definitions/feedback")["version"] == present["version"] + 1


@pytest.mark.parametrize("path", ["../feedback.yaml", "/etc/feedback.yaml", "feedback.txt", "a/../b.yaml", ".x.yaml"])
def test_no_path_leads_out_of_the_folder(shared: Served, path: str) -> None:
    with pytest.raises(Problem) as refused:
        _upload(shared.admin, {path: "process: x"}, path)
    assert (refused.value.status, refused.value.code) == (400, "upload-path")


def test_tables_are_taken_as_a_whole_or_told_whole(served: Served) -> None:
    with served.http() as http:
        headers = {"Content-Type": "text/csv"}
        good = "id,name,mail,language,site,department,manager,hired_on\nZ1,Zoe,z@e.com,en,Berlin,Sales,E2,2026-06-01\n"
        tried = http.post("/people/import?dry_run=true", content=good, headers=headers)
        assert (tried.status_code, tried.json()["joined"]) == (200, 1)
        assert http.post("/people/import", content=good, headers=headers).json()["joined"] == 1
        assert http.post("/people/import", content=good, headers=headers).json()["joined"] == 0
        bad = good.replace("Berlin", "Atlantis").replace("2026-06-01", "yesterday")
        refused = http.post("/people/import", content=bad, headers=headers)
        assert refused.status_code == 422
        assert len(refused.json()["problems"]) == 2
        assert {each["line"] for each in refused.json()["problems"]} == {2}
