"""Rubbish over HTTP: each with the answer that is documented, and not a row changed."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest

from engine.api.limits import LARGEST, Bounded
from engine.store.archive import rows_of, shapes
from engine.store.database import snapshot
from tests.api.conftest import NOW, Served, serving

REVIEW = "goal_setting/2026-h2/E3"
ACT = f"/instances/{REVIEW}/acts/brief"
GOOD: dict[str, Any] = {"as": "E2", "form": {"unit_goals": [{"title": "Sales"}]}}
# What a request leaves behind that was refused: when its key was last used, and nothing else.
OF_KEYS = {"token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A request and the answer it must get."""

    name: str
    status: int
    code: str
    path: str = ACT
    body: object = field(default_factory=lambda: GOOD)
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def good(**more: object) -> dict[str, Any]:
    return {**GOOD, **more}


def raw(text: str) -> bytes:
    """A body with this as the title of a goal, as it stands."""
    return b'{"as": "E2", "form": {"unit_goals": [{"title": %s}]}}' % text.encode("utf-8", "surrogatepass")


CASES = (
    Bad(name="no JSON", status=400, code="body-unreadable", body=b"{not json"),
    Bad(name="nothing", status=400, code="request-invalid", body=b""),
    Bad(name="bytes that are no text", status=400, code="body-unreadable", body=b'{"as": "\xff\xfe"}'),
    Bad(name="NaN", status=400, code="body-unreadable", body=raw("NaN")),
    Bad(name="infinity", status=400, code="body-unreadable", body=raw("-Infinity")),
    Bad(name="a key twice", status=400, code="body-unreadable", body=b'{"as": "E2", "as": "E3"}'),
    Bad(name="a number of 5,000 digits", status=400, code="body-unreadable", body=raw("1" * 5000)),
    Bad(name="5,000 levels", status=400, code="body-too-deep", body=raw("[" * 5000 + "]" * 5000)),
    Bad(name="a NUL", status=400, code="text-unkeepable", body=raw('"a\\u0000b"')),
    Bad(name="half a character", status=400, code="text-unkeepable", body=raw('"\\ud800"')),
    Bad(name="a NUL in the address", status=400, code="text-unkeepable", path="/instances/x%00/acts/brief"),
    Bad(name="a field smuggled in", status=400, code="request-invalid", body=good(revision=7)),
    Bad(name="a list for a map", status=400, code="request-invalid", body=[GOOD]),
    Bad(name="a number for a name", status=400, code="request-invalid", body=good(**{"as": 7})),
    Bad(name="a field that the form lacks", status=422, code="form-unknown-field", body=good(form={"grade": "A"})),
    Bad(name="a text for a list", status=422, code="", body=good(form={"unit_goals": "all"})),
    Bad(name="2^63 for a text", status=422, code="", body=raw(str(2**63))),
    Bad(name="no idempotency key", status=400, code="", headers={"Idempotency-Key": ""}),
    Bad(name="a revision that is none", status=400, code="request-invalid", headers={"If-Match": "W/x"}),
    Bad(name="a stale revision", status=412, code="revision-stale", headers={"If-Match": '"99"'}),
    Bad(name="somebody who may not", status=404, code="instance-unknown", body=good(**{"as": "E4"})),
    Bad(name="somebody nobody knows", status=404, code="instance-unknown", body=good(**{"as": "E99999"})),
    Bad(name="an act that is none", status=422, code="act-unknown", path=f"/instances/{REVIEW}/acts/brieff"),
    Bad(name="another's delegate who is none", status=422, code="", body=good(**{"as": "E4", "for": "E2"})),
    Bad(name="an instance that is none", status=404, code="instance-unknown", path="/instances/x/y/z/acts/brief"),
    Bad(name="a GET that would do something", status=404, code="instance-unknown", method="GET"),
    Bad(name="a DELETE", status=405, code="", method="DELETE"),
    Bad(name="no such address", status=404, code="", path="/instance"),
    Bad(name="a table that is none", status=422, code="people-nul", path="/people/import", body=b"\x00\x01\x02",
        headers={"content-type": "text/csv"}),
    Bad(name="ids twice", status=422, code="", path="/people/import", body=b"id,name\nE3,A\nE3,B\n",
        headers={"content-type": "text/csv"}),
    Bad(name="managers in a circle", status=422, code="", path="/people/import",
        body=b"id,name,manager\nE3,A,E4\nE4,B,E3\n", headers={"content-type": "text/csv"}),
    Bad(name="a line break in an address", status=422, code="", path="/people/import",
        body=b'id,name,mail\nE3,A,"a@b.c\r\nBcc: x@y.z"\n', headers={"content-type": "text/csv"}),
    Bad(name="an id that begins like a formula", status=422, code="people-formula", path="/people/import",
        body=b"id,name\n=cmd|' /C calc'!A0,A\n", headers={"content-type": "text/csv"}),
    Bad(name="a mail address that is a formula", status=422, code="people-formula", path="/people/import",
        body=b"id,name,mail\nE3,A,=1+1\n", headers={"content-type": "text/csv"}),
    Bad(name="a table in no encoding", status=422, code="people-encoding", path="/people/import",
        body=b"id,name\nE3,\xff\xff\n", headers={"content-type": "text/csv"}),
    Bad(name="a workbook that is none", status=422, code="people-excel", path="/people/import",
        body=b"PK\x03\x04...", headers={"content-type": "application/octet-stream"}),
    Bad(name="rows that are no objects", status=422, code="people-json-list", path="/people/import", body=[1, 2]),
    Bad(name="a table with half of it right", status=422, code="people-choice", path="/people/import",
        body=b"id,name,site\nZ1,Zoe,Berlin\nZ2,Zac,Atlantis\n", headers={"content-type": "text/csv"}),
    Bad(name="a text that is sent as no JSON", status=400, code="request-invalid",
        headers={"content-type": "text/plain"}),
    Bad(name="a form of a browser", status=400, code="request-invalid", body=b"as=E2&form=1",
        headers={"content-type": "application/x-www-form-urlencoded"}),
    Bad(name="a hundred thousand fields", status=422, code="form-unknown-field",
        body=good(form={f"f{number}": number for number in range(100_000)})),
    Bad(name="a hundred thousand rows", status=422, code="", body=good(form={"unit_goals": [{}] * 100_000})),
    Bad(name="more acts than are taken at once", status=400, code="request-invalid", path="/acts",
        body={"items": [{"instance": REVIEW, "act": "brief", "as": "E2"}] * 501}),
    Bad(name="a filter that is none", status=400, code="request-invalid", method="GET", path="/instances?limit=-1"),
    Bad(name="a cursor that leads nowhere", status=400, code="request-invalid", method="GET",
        path="/instances?cursor=" + "x" * 301),
    Bad(name="a webhook inside our walls", status=400, code="webhook-address-private", path="/webhooks",
        body={"url": "https://10.0.0.7/x"}),
    Bad(name="a webhook on this machine", status=400, code="webhook-address-private", path="/webhooks",
        body={"url": "https://[::ffff:127.0.0.1]/x"}),
    Bad(name="a webhook at the cloud's own address", status=400, code="webhook-address-private", path="/webhooks",
        body={"url": "https://169.254.169.254/latest"}),
    Bad(name="a webhook with a password", status=400, code="webhook-address-private", path="/webhooks",
        body={"url": "https://example.com@127.0.0.1/x"}),
    Bad(name="a webhook without https", status=400, code="", path="/webhooks", body={"url": "http://example.com/x"}),
)  # fmt: skip


def rows(served: Served) -> dict[str, list[list[Any]]]:
    with snapshot(served.workspace.database) as connection:
        return {each.name: list(rows_of(connection, each)) for each in shapes(connection) if each.name not in OF_KEYS}


@pytest.fixture(scope="module")
def sending(shared: Served) -> Iterator[Callable[[Bad], httpx2.Response]]:
    with shared.http() as http:

        def send(bad: Bad) -> httpx2.Response:
            given = {"Idempotency-Key": bad.name.replace(" ", "-"), "content-type": "application/json", **bad.headers}
            headers = {name: value for name, value in given.items() if value}
            return http.request(bad.method, bad.path, content=bad.content(), headers=headers)

        yield send


@pytest.mark.parametrize("bad", CASES, ids=lambda each: each.name)
def test_rubbish_gets_the_answer_that_is_documented_and_changes_nothing(
    shared: Served, sending: Callable[[Bad], httpx2.Response], bad: Bad
) -> None:
    before = rows(shared)
    answer = sending(bad)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found = answer.json()
    assert (answer.status_code, found["status"]) == (bad.status, bad.status), found
    assert not bad.code or bad.code in {
        found["code"],
        *(each["code"] for each in (*found["blockers"], *found["problems"])),
    }, found
    assert found["title"]
    assert "Traceback" not in answer.text
    assert rows(shared) == before


def test_a_key_that_named_another_request_names_no_second(served: Served) -> None:
    with served.http() as http:
        assert http.post(ACT, json=GOOD, headers={"Idempotency-Key": "k"}).status_code == 200
        before = rows(served)
        for other in (good(form={"unit_goals": [{"title": "Other"}]}), good(**{"as": "E1"})):
            again = http.post(ACT, json=other, headers={"Idempotency-Key": "k"})
            assert again.status_code in (404, 422)
            assert rows(served) == before


def test_a_key_for_one_person_acts_for_no_other(served: Served) -> None:
    with served.http(served.token("acts:write", "instances:read", acts_for="E3")) as http:
        before = rows(served)
        answer = http.post(ACT, json=GOOD, headers={"Idempotency-Key": "k"})
        assert (answer.status_code, answer.json()["code"]) == (403, "token-acts-for-others")
        assert http.get("/instances", params={"as": "E2"}).status_code == 403
        assert rows(served) == before


def test_a_table_as_spreadsheets_in_china_save_it_is_read(served: Served) -> None:
    with served.http(**{"Content-Type": "text/csv"}) as http:
        table = "id,name\nZ1,赵六\n"
        for number, content in enumerate((table.encode("utf-8-sig"), table.replace("Z1", "Z2").encode("gb18030"))):
            done = http.post("/people/import", content=content)
            assert (done.status_code, done.json()["joined"]) == (200, 1), done.text
            assert [each["code"] for each in done.json()["warnings"]] == ["people-encoding-guessed"] * number


def test_a_body_that_trickles_is_given_up(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a byte a moment holds nothing up: 408, and others are answered meanwhile."""
    monkeypatch.setattr(Bounded.__init__, "__defaults__", (LARGEST, 0.5))
    with serving(served.workspace, lambda: NOW) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 20) as line, served.http() as http:
            line.sendall(
                f"POST /v1{ACT} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {served.key}\r\n"
                "Idempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{".encode()
            )
            assert http.get(f"/instances/{REVIEW}").status_code == 200
            assert b" 408 " in line.recv(4000).split(b"\r\n", 1)[0]


def test_a_body_of_a_hundred_megabytes_is_refused_before_it_has_come(shared: Served) -> None:
    host, port = shared.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 20) as line:
        head = (
            f"POST /v1{ACT} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {shared.key}\r\n"
            "Idempotency-Key: big\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n"
        )
        line.sendall(head.encode() + b"[" * 1000)
        assert b" 413 " in line.recv(4000).split(b"\r\n", 1)[0]


def test_what_one_may_not_see_answers_as_what_is_not_there(served: Served) -> None:
    """No status, code or text tells a review that is hidden from one that does not exist."""
    own = served.token("instances:read", "acts:write", acts_for="E3")
    with served.http(own) as http:
        for path in ("", "/options", "/history"):
            there, none = (http.get(f"/instances/goal_setting/2026-h2/{person}{path}") for person in ("E4", "E4711"))
            said = [each.text.replace(name, "X") for each, name in ((there, "E4"), (none, "E4711"))]
            assert (there.status_code, said[0]) == (none.status_code, said[1])
            assert there.status_code == 404
        listed = [http.get("/instances", params={"subject": each}).json() for each in ("E4", "E4711")]
        assert listed[0] == listed[1]
        acted = [
            http.post(f"/instances/goal_setting/2026-h2/{each}/acts/brief", json={}, headers={"Idempotency-Key": each})
            for each in ("E4", "E4711")
        ]
        assert acted[0].status_code == acted[1].status_code == 404
        assert acted[0].text.replace("E4", "X") == acted[1].text.replace("E4711", "X")
