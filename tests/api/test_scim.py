"""Directories push people and groups: as the protocol says, as the big ones really write, and as a file would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from engine.core.roster import PersonRecord
from engine.runtime.importing import import_people
from engine.runtime.keys import make_token
from engine.store.database import snapshot
from engine.store.directory import entries
from engine.store.instances import load_instance
from engine.store.people import persons
from tests.api.conftest import NOW, Served

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
WORK = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OWN = "urn:reviewflow:scim:schemas:1.0:Person"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
REVIEW = "goal_setting/2026-h2/E3"


@pytest.fixture
def scim(served: Served) -> Iterator[httpx2.Client]:
    with talking(served) as client:
        yield client


def talking(served: Served, key: str = "", **headers: str) -> httpx2.Client:
    given = {"Authorization": f"Bearer {key or served.key}", "content-type": "application/scim+json", **headers}
    return httpx2.Client(base_url=f"{served.url}/scim/v2", headers=given, timeout=30)


def user(name: str = "fang.wang@company.example", **more: Any) -> dict[str, Any]:
    """As Okta creates one."""
    return {
        "schemas": [USER, WORK],
        "userName": name,
        "externalId": "00u1",
        "active": True,
        "name": {"givenName": "芳", "familyName": "王"},
        "emails": [{"value": name, "type": "work", "primary": True}],
        "locale": "zh-CN",
        "preferredLanguage": "zh-CN",
        "phoneNumbers": [{"value": "+86 10 1234", "type": "work"}],
        "groups": [],
        "password": "never kept",
        WORK: {"employeeNumber": "E900", "department": "Sales", "manager": {"value": "E2"}},
        **more,
    }


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def person(served: Served, id: str) -> PersonRecord:
    with snapshot(served.workspace.database) as connection:
        return persons(connection, [id])[id]


def state(served: Served, id: str = REVIEW) -> object:
    with snapshot(served.workspace.database) as connection:
        return load_instance(connection, id).state


def test_the_public_tester_is_content(scim: httpx2.Client) -> None:
    found = check_server(SyncSCIMClient(scim))
    assert [(each.title, each.reason) for each in found if each.status is not Status.SUCCESS] == []
    assert len(found) > 100


def test_a_person_joins_moves_and_leaves(served: Served, scim: httpx2.Client) -> None:
    made = scim.post("/Users", json=user())
    assert made.status_code == 201
    assert made.headers["location"].endswith("/Users/E900")
    known = person(served, "E900")
    assert (known.name, known.mail, known.language) == ("王芳", "fang.wang@company.example", "zh")
    assert (known.department, known.manager, known.left_on) == ("Sales", "E2", None)
    assert not {"phoneNumbers", "password", "groups"} & made.json().keys()

    # Okta replaces the whole; what was said and is not said any more is taken away.
    moved = user(displayName="Wang Fang")
    moved[WORK] = {"employeeNumber": "E900", "manager": {"value": "H1"}}
    assert scim.put("/Users/E900", json=moved).status_code == 200
    known = person(served, "E900")
    assert (known.name, known.department, known.manager) == ("Wang Fang", None, "H1")

    gone = scim.patch("/Users/E900", json=patch({"op": "replace", "value": {"active": False}}))
    assert gone.is_success
    assert person(served, "E900").left_on == NOW.date() - timedelta(days=1)
    back = scim.patch("/Users/E900", json=patch({"op": "replace", "value": {"active": True}}))
    assert back.is_success
    assert person(served, "E900").left_on is None


def test_as_entra_writes(served: Served, scim: httpx2.Client) -> None:
    """It asks before it pushes, capitalises, writes booleans as texts, and a manager as a bare id."""
    asked = scim.get("/Users", params={"filter": 'userName eq "E3@Example.com"'}).json()
    assert [each["id"] for each in asked["Resources"]] == ["E3"]
    done = scim.patch(
        "/Users/E3",
        json=patch(
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "lei@company.example"},
            {"op": "Add", "path": f"{WORK}:manager", "value": "H1"},
            {"op": "Add", "path": "externalId", "value": "8a5c"},
            {"op": "Replace", "path": "active", "value": "True"},
        ),
    )
    assert done.is_success, done.text
    known = person(served, "E3")
    assert (known.mail, known.manager, known.department, known.left_on) == ("lei@company.example", "H1", "Sales", None)
    found = scim.get("/Users", params={"filter": 'externalId eq "8a5c"'}).json()
    assert found["totalResults"] == 1
    assert scim.patch("/Users/E3", json=patch({"op": "Replace", "path": "active", "value": "False"})).is_success
    assert person(served, "E3").left_on == NOW.date() - timedelta(days=1)


def test_reviews_hear_of_it_as_of_a_file(served: Served, scim: httpx2.Client) -> None:
    """E3's review ends when E3 leaves; E4's is another manager's to brief, as after an import."""
    assert state(served) == ("briefing",)
    assert scim.patch("/Users/E3", json=patch({"op": "replace", "value": {"active": False}})).is_success
    assert state(served) != ("briefing",)
    assert scim.patch(
        "/Users/E4", json=patch({"op": "add", "path": f"{WORK}:manager", "value": {"value": "H1"}})
    ).is_success
    with snapshot(served.workspace.database) as connection:
        tasks = load_instance(connection, "goal_setting/2026-h2/E4").tasks
    import_people(served.workspace, b"id,name,manager\nE5,\xe5\xbc\xa0\xe4\xbc\x9f,H1\n", NOW)
    with snapshot(served.workspace.database) as connection:
        alike = load_instance(connection, "goal_setting/2026-h2/E5").tasks
    assert [(each.name, each.person, each.status) for each in tasks] == [
        (each.name, each.person, each.status) for each in alike
    ]
    assert "H1" in {each.person for each in tasks}


def test_what_the_organisation_knows_besides_has_an_extension(served: Served, scim: httpx2.Client) -> None:
    own = {"site": "Berlin", "hired_on": "2026-06-01", "kind": "intern", "certified": True}
    made = scim.post("/Users", json=user(**{"schemas": [USER, WORK, OWN], OWN: own}))
    assert made.status_code == 201, made.text
    known = person(served, "E900")
    assert (known.site, str(known.hired_on), known.facts["kind"], known.facts["certified"]) == (
        "Berlin", "2026-06-01", "intern", True,
    )  # fmt: skip
    assert made.json()[OWN] == own


def test_a_directory_owns_what_it_has_said_itself(served: Served, scim: httpx2.Client) -> None:
    """E3's language and department came by file; a directory that never names them takes none away."""
    mine = {"schemas": [USER], "userName": "lei", "displayName": "Li Lei", "active": True}
    assert scim.put("/Users/E3", json=mine).status_code == 200
    known = person(served, "E3")
    assert (known.name, known.language, known.department) == ("Li Lei", "zh", "Sales")
    # Nor does one whose first change reads the whole person and writes it back.
    assert scim.patch("/Users/E4", json=patch({"op": "add", "path": "externalId", "value": "x"})).is_success
    assert scim.put("/Users/E4", json={**mine, "userName": "mei"}).status_code == 200
    assert person(served, "E4").department == "Sales"
    # A file says otherwise of what the directory did say: what is shown is so.
    import_people(served.workspace, "id,name\nE3,李雷\n".encode(), NOW)
    assert scim.get("/Users/E3").json()["displayName"] == "李雷"


def test_members_of_our_groups_are_in_them(served: Served, scim: httpx2.Client) -> None:
    listed = scim.get("/Groups", params={"filter": 'displayName eq "hr"'}).json()
    assert [each["id"] for each in listed["Resources"]] == ["hr"]
    added = scim.patch("/Groups/hr", json=patch({"op": "Add", "path": "members", "value": [{"value": "E6"}]}))
    assert added.is_success, added.text
    assert "hr" in person(served, "E6").groups
    assert {each["value"] for each in scim.get("/Groups/hr").json()["members"]} == {"H1", "H2", "E6"}
    taken = scim.patch("/Groups/hr", json=patch({"op": "Remove", "path": "members", "value": [{"value": "H2"}]}))
    assert taken.is_success, taken.text
    assert person(served, "H2").groups == ("appeal_board",)
    strange = scim.patch("/Groups/hr", json=patch({"op": "add", "path": "members", "value": [{"value": "nobody"}]}))
    assert (strange.status_code, strange.json()["scimType"]) == (400, "invalidValue")


def test_who_is_deleted_is_gone_and_may_come_again(served: Served, scim: httpx2.Client) -> None:
    scim.post("/Users", json=user())
    assert scim.delete("/Users/E900").status_code == 204
    assert person(served, "E900").left_on == NOW.date() - timedelta(days=1)
    assert scim.get("/Users/E900").status_code == 404
    assert scim.delete("/Users/E900").status_code == 404
    with snapshot(served.workspace.database) as connection:
        gone = entries(connection, "User", ["E900"])["E900"]
    assert (gone.content, gone.external_id, gone.name_key) == ({}, None, None)
    assert scim.get("/Users", params={"filter": 'externalId eq "00u1"'}).json()["totalResults"] == 0
    assert scim.post("/Users", json={**user(), "active": None}).status_code == 201
    assert person(served, "E900").left_on is None
    assert scim.delete("/Users/E3").status_code == 204  # who came by file, too
    assert scim.get("/Users/E3").status_code == 404


def test_a_name_is_one_persons(served: Served, scim: httpx2.Client) -> None:
    assert scim.post("/Users", json=user("e3@EXAMPLE.com")).json()["scimType"] == "uniqueness"
    assert scim.post("/Users", json=user()).status_code == 201
    again = scim.post("/Users", json=user("other@company.example"))
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")  # the number is taken
    named = scim.patch(
        "/Users/E4", json=patch({"op": "replace", "path": "userName", "value": "Fang.Wang@company.example"})
    )
    assert named.status_code == 409


def test_whoever_saw_an_older_version_loses(scim: httpx2.Client) -> None:
    seen = scim.get("/Users/E3").headers["etag"]
    assert scim.get("/Users/E3", headers={"If-None-Match": seen}).status_code == 304
    change = patch({"op": "replace", "path": "displayName", "value": "Li"})
    assert scim.patch("/Users/E3", json=change, headers={"If-Match": seen}).is_success
    assert scim.patch("/Users/E3", json=change, headers={"If-Match": seen}).status_code == 412


def test_faults_are_told_in_the_readers_words_and_change_nothing(served: Served, scim: httpx2.Client) -> None:
    bad = user()
    bad["emails"][0]["value"] = "no address"
    bad[WORK]["manager"] = {"value": "nobody"}
    refused = scim.post("/Users", json=bad, headers={"Accept-Language": "zh"})
    assert (refused.status_code, refused.json()["scimType"]) == (400, "invalidValue")
    assert refused.headers["content-type"].startswith("application/scim+json")
    assert "nobody" in refused.json()["detail"]
    assert "no address" in refused.json()["detail"]
    assert scim.get("/Users/E900").status_code == 404
    for path, status in (("/Nobodies", 404), ("/Users/none", 404), ("/Me", 501)):
        assert scim.get(path).status_code == status
    assert scim.post("/Users", content=b"{").json()["scimType"] == "invalidSyntax"
    assert scim.get("/Users", params={"filter": "userName what"}).json()["scimType"] == "invalidFilter"


def test_of_many_each_fails_alone(served: Served, scim: httpx2.Client) -> None:
    operations = [
        {"method": "POST", "path": "/Users", "bulkId": "a", "data": user()},
        {"method": "POST", "path": "/Users", "bulkId": "b", "data": user("e3@example.com")},
        {
            "method": "PATCH",
            "path": "/Users/E4",
            "data": patch({"op": "replace", "path": "displayName", "value": "Mei"}),
        },
    ]
    asked = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations}
    done = scim.post("/Bulk", json=asked).json()["Operations"]
    assert [str(each["status"]) for each in done] == ["201", "409", "200"]
    assert person(served, "E900").name == "王芳"
    assert person(served, "E4").name == "Mei"


def test_a_key_opens_what_its_scopes_say(served: Served) -> None:
    with talking(served, "nonsense") as stranger:
        answer = stranger.get("/Users")
        assert (answer.status_code, answer.json()["schemas"]) == (401, ["urn:ietf:params:scim:api:messages:2.0:Error"])
        assert "WWW-Authenticate" in answer.headers
    for scope, read, write in (("people:read", 200, 403), ("people:write", 200, 201), ("acts:write", 403, 403)):
        key = make_token(served.workspace, "idp", [scope], timedelta(days=9), NOW)[1]
        with talking(served, key) as client:
            assert client.get("/Users/E3").status_code == read
            assert client.post("/Users", json=user()).status_code == write


def test_pages_and_order(scim: httpx2.Client) -> None:
    ids = [each["id"] for each in scim.get("/Users").json()["Resources"]]
    assert ids == sorted(ids)
    paged = [
        each["id"]
        for start in range(1, len(ids) + 1, 5)
        for each in scim.get("/Users", params={"startIndex": start, "count": 5}).json()["Resources"]
    ]
    assert paged == ids
    names = [
        each["userName"]
        for each in scim.get("/Users", params={"sortBy": "userName", "sortOrder": "descending"}).json()["Resources"]
    ]
    assert names == sorted(names, reverse=True)
    found = scim.get(
        "/Users", params={"filter": 'emails.value co "@example.com" and active eq true', "count": 3}
    ).json()
    assert (found["totalResults"], len(found["Resources"])) == (13, 3)


@pytest.mark.parametrize("asked", ['emails.value eq "B1@example.com"', 'emails eq "b1@example.com"', 'id eq "B1"'])
def test_whom_a_directory_looks_for_is_found(scim: httpx2.Client, asked: str) -> None:
    found = scim.get("/Users", params={"filter": asked}).json()
    assert [each["id"] for each in found["Resources"]] == ["B1"]
