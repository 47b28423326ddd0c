"""A signed POST to a real server on this machine; refusals, redirects and private addresses."""

from __future__ import annotations

import ipaddress
import json
import socket
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from notifications.channels import Permanent, Temporary, addresses, open_channel
from notifications.channels.addresses import is_public
from notifications.channels.webhook import WebhookChannel
from tests.notifications.receiver import Receiver
from tests.notifications.samples import message

SECRET = "whsec_" + "c2VjcmV0" * 6
OTHER = "whsec_" + "b3RoZXJz" * 6


def settings(url: str, **changes: str) -> dict[str, str]:
    return {"url": url, "secret": SECRET, "allow_private": "yes", "timeout": "5", **changes}


def test_a_message_arrives_signed_and_whole(receiver: Receiver) -> None:
    channel = open_channel("webhook", settings(receiver.url))
    sent = message(text="您好\n")
    receipt = channel.deliver(sent, "u-17")
    channel.close()
    ((path, headers, body),) = receiver.got
    assert Webhook(SECRET).verify(body, headers) == {
        "type": "message",
        "id": "0f8c.1@reviews.example.com",
        "template": "x",
        "language": "en",
        "recipient": {"name": "Wei Wang", "address": "u-17"},
        "subject": "Hello",
        "text": "您好\n",
        "at": "2026-03-02T09:30:00+00:00",
    }
    assert path == "/hook?key=1"
    assert headers["webhook-id"] == sent.message_id == receipt.message_id
    assert headers["host"] == f"127.0.0.1:{receiver.server_port}"
    assert abs(int(headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60


def test_the_signature_is_that_of_the_published_scheme() -> None:
    """The vector that the reference libraries of standardwebhooks.com are tested with."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    channel = open_channel("webhook", settings("https://example.com", secret=secret))
    assert isinstance(channel, WebhookChannel)
    headers = channel.signed("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330")


def test_another_secret_or_another_body_does_not_verify(receiver: Receiver) -> None:
    channel = open_channel("webhook", settings(receiver.url))
    channel.deliver(message(), "u-17")
    channel.close()
    _, headers, body = receiver.got[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(OTHER).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.replace(b"Hello", b"Hullo"), headers)


def test_every_attempt_carries_the_same_id_and_body(receiver: Receiver) -> None:
    channel = open_channel("webhook", settings(receiver.url))
    for _ in range(2):
        channel.deliver(message(), "u-17")
        channel.close()
    first, second = receiver.got
    assert (first[1]["webhook-id"], first[2]) == (second[1]["webhook-id"], second[2])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413])
def test_a_refusal_is_permanent(receiver: Receiver, status: int) -> None:
    receiver.status = status
    channel = open_channel("webhook", settings(receiver.url))
    with pytest.raises(Permanent, match=f"HTTP {status}"):
        channel.deliver(message(), "u-17")
    channel.close()


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 304])
def test_not_now_is_temporary_and_works_later(receiver: Receiver, status: int) -> None:
    receiver.status = status
    channel = open_channel("webhook", settings(receiver.url))
    with pytest.raises(Temporary, match=f"HTTP {status}"):
        channel.deliver(message(), "u-17")
    receiver.status = 200
    assert channel.deliver(message(), "u-17").reference == "200"
    channel.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.status = status
    receiver.headers = {"Location": receiver.url}
    channel = open_channel("webhook", settings(receiver.url))
    with pytest.raises(Temporary, match=f"HTTP {status}"):
        channel.deliver(message(), "u-17")
    channel.close()
    assert len(receiver.got) == 1


def test_nobody_listening_is_temporary(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    channel = open_channel("webhook", settings(f"http://127.0.0.1:{port}"))
    with pytest.raises(Temporary, match="webhook-unreachable"):
        channel.deliver(message(), "u-17")
    channel.close()


def test_silence_runs_into_the_time_limit() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = open_channel("webhook", settings(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout="1"))
        with pytest.raises(Temporary, match="webhook-unreachable"):
            channel.deliver(message(), "u-17")
        channel.close()


def test_a_name_without_an_address_is_temporary() -> None:
    channel = open_channel("webhook", settings("https://nowhere.invalid/"))
    with pytest.raises(Temporary, match="webhook-unreachable"):
        channel.deliver(message(), "u-17")
    channel.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_private_unless_allowed(receiver: Receiver, host: str) -> None:
    channel = open_channel("webhook", settings(f"http://{host}:{receiver.server_port}", allow_private="no"))
    with pytest.raises(Permanent, match="webhook-address-private"):
        channel.deliver(message(), "u-17")
    assert receiver.got == []


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]", "2130706433", "0"])
def test_private_addresses_are_refused_in_any_spelling(host: str) -> None:
    channel = open_channel("webhook", settings(f"https://{host}/", allow_private="no"))
    with pytest.raises(Permanent, match="webhook-address-private"):
        channel.deliver(message(), "u-17")


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", answers)
    channel = open_channel("webhook", settings("https://rebound.example/", allow_private="no"))
    with pytest.raises(Permanent, match="webhook-address-private"):
        channel.deliver(message(), "u-17")


def test_the_connection_goes_to_the_address_that_was_judged(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked for once; a second answer would be the rebinding."""
    genuine = socket.getaddrinfo
    asked: list[str] = []

    def answers(host: str, *rest: object, **more: object) -> object:
        asked.append(str(host))
        return genuine("127.0.0.1" if host == "localhost" else host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    channel = open_channel("webhook", settings(f"http://localhost:{receiver.server_port}/"))
    channel.deliver(message(), "u-17")
    channel.close()
    assert asked.count("localhost") == 1
    assert receiver.got[0][1]["host"] == f"localhost:{receiver.server_port}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
        ("fe80::1", False),
    ],
)
def test_wrapped_and_special_addresses_are_judged_by_what_they_reach(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_the_body_is_json_without_escapes(receiver: Receiver) -> None:
    channel = open_channel("webhook", settings(receiver.url))
    channel.deliver(message(subject="结果"), "u-17")
    channel.close()
    assert "结果".encode() in receiver.got[0][2]
    assert json.loads(receiver.got[0][2])["subject"] == "结果"
