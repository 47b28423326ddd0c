"""Other systems hear of what happens: signed, in order, at least once, again on request."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from engine.api.client import Problem
from engine.runtime.announcing import announce
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from tests.api.conftest import NOW, Served
from tests.notifications.receiver import Receiver

REVIEW = "goal_setting/2026-h2/E3"
BRIEF = {"unit_goals": [{"title": "Sales"}]}


@pytest.fixture
def hearing(served: Served, receiver: Receiver) -> tuple[Served, Receiver, str, str]:
    """A webhook at a receiver on this machine, which the settings allow."""
    settings = served.workspace.settings
    channels = {**settings.channels, "webhook": {"allow_private": "yes"}}
    object.__setattr__(served.workspace, "settings", replace(settings, channels=channels))
    made = _post(served, "/webhooks", {"url": receiver.url})
    return served, receiver, made["webhook"]["id"], made["secret"]


def _post(served: Served, path: str, body: object = None, key: str = "k") -> dict[str, dict[str, str]]:
    answer: dict[str, dict[str, str]] = served.admin.call("POST", path, json=body, headers={"Idempotency-Key": key})
    return answer


def test_events_come_signed_and_in_order_and_say_nothing_of_what_was_filled_in(
    hearing: tuple[Served, Receiver, str, str],
) -> None:
    served, receiver, _, secret = hearing
    served.admin.act(REVIEW, "brief", BRIEF, **{"as": "E2"})
    told = announce(served.workspace, NOW)
    assert told.sent == len(receiver.got) >= 2
    contents = []
    for _, headers, body in receiver.got:
        given = {name.lower(): value for name, value in headers.items()}
        Webhook(secret).verify(body, given)
        contents.append(json.loads(body))
        assert given["webhook-id"] == contents[-1]["id"]
    assert [each["data"]["sequence"] for each in contents] == sorted(each["data"]["sequence"] for each in contents)
    assert {each["specversion"] for each in contents} == {"1.0"}
    assert "reviewflow.instance.act" in {each["type"] for each in contents}
    assert b"Sales" not in b"".join(body for _, _, body in receiver.got)
    assert announce(served.workspace, NOW).sent == 0


def test_what_was_not_taken_comes_again_before_anything_later(hearing: tuple[Served, Receiver, str, str]) -> None:
    served, receiver, id, _ = hearing
    receiver.status = 503
    served.admin.act(REVIEW, "brief", BRIEF, **{"as": "E2"})
    assert announce(served.workspace, NOW).failed
    with snapshot(served.workspace.database) as connection:
        assert [each.incident.code for each in unresolved(connection)] == ["subscription-failing"]
    first = json.loads(receiver.got[0][2])["id"]
    receiver.got.clear()
    receiver.status = 204
    assert announce(served.workspace, NOW).sent == 0
    assert announce(served.workspace, NOW + timedelta(hours=1)).sent >= 2
    assert json.loads(receiver.got[0][2])["id"] == first
    with snapshot(served.workspace.database) as connection:
        assert not unresolved(connection)
    receiver.got.clear()
    again = _post(served, f"/webhooks/{id}/replay", {"since": (NOW - timedelta(minutes=1)).isoformat()})
    announce(served.workspace, NOW + timedelta(hours=2))
    assert again["events"] == len(receiver.got)
    assert first in {json.loads(body)["id"] for _, _, body in receiver.got}


def test_an_address_that_takes_nothing_for_days_is_asked_no_more(hearing: tuple[Served, Receiver, str, str]) -> None:
    served, receiver, id, _ = hearing
    served.admin.act(REVIEW, "brief", BRIEF, **{"as": "E2"})
    now, receiver.status = NOW, 500
    while now < NOW + timedelta(days=7):
        announce(served.workspace, now)
        now += timedelta(hours=10)
    shown = served.admin.call("GET", "/webhooks")["webhooks"]
    assert [(each["id"], each["disabled_at"] is None) for each in shown] == [(id, False)]
    receiver.status = 204
    assert announce(served.workspace, now).sent == 0
    _post(served, f"/webhooks/{id}/enable")
    assert announce(served.workspace, now + timedelta(days=1)).sent >= 2


def test_a_test_event_says_what_came_of_it(hearing: tuple[Served, Receiver, str, str]) -> None:
    served, receiver, id, _ = hearing
    assert _post(served, f"/webhooks/{id}/test") == {"taken": True, "why": None}
    receiver.status = 500
    assert not _post(served, f"/webhooks/{id}/test")["taken"]


@pytest.mark.parametrize("url", ["http://example.com/x", "ftp://example.com", "https://", "no address"])
def test_only_addresses_that_can_be_trusted_are_taken(shared: Served, url: str) -> None:
    with pytest.raises(Problem) as refused:
        _post(shared, "/webhooks", {"url": url}, key=url)
    assert refused.value.status == 400


def test_private_addresses_are_not_reached(hearing: tuple[Served, Receiver, str, str]) -> None:
    """Nor one that was made when the settings still allowed it, as a name that has come to mean another address."""
    served, receiver, id, _ = hearing
    channels = {**served.workspace.settings.channels, "webhook": {"allow_private": "no"}}
    object.__setattr__(served.workspace, "settings", replace(served.workspace.settings, channels=channels))
    assert not _post(served, f"/webhooks/{id}/test")["taken"]
    assert not receiver.got
    with pytest.raises(Problem) as refused:
        _post(served, "/webhooks", {"url": receiver.url}, key="another")
    assert refused.value.code == "webhook-address-private"
    served.admin.call("DELETE", f"/webhooks/{id}")
    assert served.admin.call("GET", "/webhooks")["webhooks"] == []


def test_a_new_secret_signs_from_then_on(hearing: tuple[Served, Receiver, str, str]) -> None:
    served, receiver, id, old = hearing
    secret = _post(served, f"/webhooks/{id}/secret", key="new")["secret"]
    assert _post(served, f"/webhooks/{id}/secret", key="new")["secret"] is None  # shown once
    assert secret != old
    assert _post(served, f"/webhooks/{id}/test")["taken"]
    (_, headers, body), *_ = receiver.got
    given = {name.lower(): value for name, value in headers.items()}
    Webhook(str(secret)).verify(body, given)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(body, given)
