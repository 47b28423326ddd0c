"""Health over HTTP: the same figures as the command tells, for those with the scope alone."""

from __future__ import annotations

import pytest

from engine.api.client import Problem
from engine.runtime.deliver import deliver
from tests.api.conftest import NOW, Served


def test_health_tells_what_waits_and_that_nobody_does_it(served: Served) -> None:
    found = served.admin.call("GET", "/health")
    waiting = found["backlog"]["messages"]["count"] + found["backlog"]["waiting"]["count"]
    assert (found["verdict"], waiting > 5, found["alive"]) == ("fault", True, [])
    assert {each["code"] for each in found["faults"]} == {"health-nobody-works"}
    deliver(served.workspace, NOW)
    later = served.admin.call("GET", "/health")["backlog"]
    assert later["messages"]["count"] + later["waiting"]["count"] < waiting


def test_metrics_are_those_of_a_runner_for_a_key_with_the_scope(served: Served) -> None:
    with served.http() as http:
        answer = http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "reviewflow_up 1" in answer.text
    with served.client(served.token("instances:read")) as portal, pytest.raises(Problem) as refused:
        portal.call("GET", "/health")
    assert (refused.value.status, refused.value.code) == (403, "token-lacks-scope")
