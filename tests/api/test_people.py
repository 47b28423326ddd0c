"""People, units and who stands in for whom, read and changed as JSON."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.api.client import Problem
from engine.runtime.importing import import_people
from engine.runtime.importing_units import import_units
from tests.api.conftest import NOW, Served

REVIEW = "goal_setting/2026-h2/E3"


def test_everybody_is_listed_page_by_page(shared: Served) -> None:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = shared.admin.call("GET", "/people", params={"limit": 5, "cursor": cursor})
        found += [each["id"] for each in page["people"]]
        cursor = page["next"]
    assert found == sorted(found)
    assert len(found) == 13


def test_a_person_has_a_past(served: Served) -> None:
    import_people(served.workspace, "id,name,manager\nE3,李雷,H1\n".encode(), NOW)
    known = served.admin.call("GET", "/people/E3")
    assert (known["person"]["name"], known["person"]["manager"], known["person"]["facts"]["kind"]) == (
        "李雷", "H1", "regular",
    )  # fmt: skip
    assert [(each["value"], each["until_on"]) for each in known["past"]["manager"]] == [
        ("E2", "2026-07-01"),
        ("H1", None),
    ]
    with pytest.raises(Problem) as unknown:
        served.admin.call("GET", "/people/E4711")
    assert unknown.value.status == 404


def test_units_are_listed(served: Served) -> None:
    import_units(served.workspace, b"id,name,lead\nSales,Sales,E2\n", NOW)
    assert [(each["id"], each["lead"]) for each in served.admin.call("GET", "/units")["units"]] == [("Sales", "E2")]


def test_a_key_that_may_not_look_sees_nobody(shared: Served) -> None:
    with shared.http(shared.token("instances:read", acts_for="E3")) as http:
        assert [http.get(path).status_code for path in ("/people", "/people/E3", "/units")] == [403] * 3


def test_somebody_stands_in_and_no_longer(served: Served) -> None:
    with served.client(person="E2") as manager, served.client(person="E4") as deputy:
        asked = {"as": "E2", "to": "E4", "process": "goal_setting"}
        made = manager.call("POST", "/delegations", json=asked, headers={"Idempotency-Key": "k"})
        assert (made["delegation"]["from_on"], made["open_tasks"] > 0) == ("2026-07-01", True)
        assert manager.call("POST", "/delegations", json=asked, headers={"Idempotency-Key": "k"}) == made
        with pytest.raises(Problem) as twice:
            manager.call("POST", "/delegations", json=asked, headers={"Idempotency-Key": "another"})
        assert twice.value.code == "delegate-twice"
        for who in ("E2", "E4"):
            listed = served.admin.call("GET", "/delegations", params={"as": who})["delegations"]
            assert [(each["person"], each["to"]) for each in listed] == [("E2", "E4")]
        assert served.admin.call("GET", "/delegations", params={"as": "E5"})["delegations"] == []
        assert deputy.act(REVIEW, "brief", {"unit_goals": [{"title": "Sales"}]})["state"] == "drafting"
        assert manager.call("DELETE", "/delegations/E4", params={"as": "E2"}) == {"ended": 1}
        with pytest.raises(Problem) as gone:
            manager.call("DELETE", "/delegations/E4", params={"as": "E2"})
        assert gone.value.status == 404


def test_nobody_hands_over_what_is_anothers(served: Served) -> None:
    with served.http(served.token("acts:write", acts_for="E3")) as http:
        later = str((NOW + timedelta(days=3)).date())
        asked = {"as": "E2", "to": "E3", "from_on": later}
        answer = http.post("/delegations", json=asked, headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json()["code"]) == (403, "token-acts-for-others")


def test_what_was_measured_is_read_with_what_was_corrected(served: Served) -> None:
    for value in (90, 95):
        rows = [{"measurement": "sales_actual", "subject": "E3", "period": "2026-07", "value": value}]
        done = served.admin.call("POST", "/measurements/import", json=rows)
        assert done["added"] + done["corrected"] == 1
    found = served.admin.call("GET", "/measurements", params={"subject": "E3"})["measurements"]
    assert [(each["value"], each["corrected_at"] is None) for each in found] == [("90", False), ("95", True)]
    assert served.admin.call("GET", "/measurements", params={"subject": "E4"})["measurements"] == []


def test_every_model_has_a_name_of_its_own(shared: Served) -> None:
    """Two of one name would be told apart by where they are in our code, and generators of clients lose one."""
    document = shared.admin.call("GET", "/openapi.json")
    assert [name for name in document["components"]["schemas"] if "__" in name] == []
