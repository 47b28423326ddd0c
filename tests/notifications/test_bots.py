"""Robots of group chats: what they send and sign, how their answers are taken, and what a group may read."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.parse
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.words.errors import Misuse
from notifications.channels import Temporary, open_channel
from tests.notifications.receiver import Receiver
from tests.notifications.samples import message

OK = {"feishu": {"code": 0, "msg": "success"}, "dingtalk": {"errcode": 0, "errmsg": "ok"}}
OK["wecom"] = OK["dingtalk"]
SERVICES = tuple(OK)
SECRET = "SEC/+ 000"


def say(receiver: Receiver, service: str, answer: dict[str, Any] | None = None, **settings: str) -> None:
    receiver.status, receiver.content = 200, json.dumps(OK[service] if answer is None else answer).encode()
    channel = open_channel(service, {"url": receiver.url, "allow_private": "yes", "timeout": "5", **settings})
    try:
        channel.deliver(message(subject="Your grade: D", text="All of it\n"), "w@example.com")
    finally:
        channel.close()


def text_of(receiver: Receiver) -> str:
    body = json.loads(receiver.got[-1][2])
    return str((body.get("text") or body["content"]).get("content") or body["content"]["text"])


@pytest.mark.parametrize("service", SERVICES)
def test_the_group_reads_who_has_a_message_and_not_what_it_says(receiver: Receiver, service: str) -> None:
    say(receiver, service, link="https://reviews.example.com")
    assert text_of(receiver) == (
        "Wei Wang: there is a message about your reviews for you.\nhttps://reviews.example.com"
    )
    assert b"grade" not in receiver.got[-1][2]


@pytest.mark.parametrize("service", SERVICES)
def test_an_admin_may_let_the_group_read_more(receiver: Receiver, service: str) -> None:
    say(receiver, service, shows="subject")
    assert text_of(receiver) == "Wei Wang: Your grade: D"
    say(receiver, service, shows="text")
    assert text_of(receiver) == "Wei Wang\nYour grade: D\n\nAll of it"


def test_feishu_signs_nothing_with_moment_and_secret(receiver: Receiver) -> None:
    say(receiver, "feishu", secret=SECRET)
    body = json.loads(receiver.got[-1][2])
    key = f"{body['timestamp']}\n{SECRET}".encode()
    assert body["sign"] == b64encode(hmac.new(key, digestmod=hashlib.sha256).digest()).decode()
    assert abs(int(body["timestamp"]) - datetime.now(UTC).timestamp()) < 60
    assert body["msg_type"] == "text"


def test_dingtalk_signs_in_the_address_and_encodes_once(receiver: Receiver) -> None:
    say(receiver, "dingtalk", secret=SECRET)
    path = receiver.got[-1][0]
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query, strict_parsing=True)
    (at,), (sign,) = query["timestamp"], query["sign"]
    wanted = hmac.new(SECRET.encode(), f"{at}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert sign == b64encode(wanted).decode()
    assert "%25" not in path
    assert query["key"] == ["1"]
    assert abs(int(at) / 1000 - datetime.now(UTC).timestamp()) < 60


@pytest.mark.parametrize("service", SERVICES)
def test_without_a_secret_nothing_is_signed(receiver: Receiver, service: str) -> None:
    say(receiver, service)
    assert receiver.got[-1][0] == "/hook?key=1"
    assert b"sign" not in receiver.got[-1][2]


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("feishu", {"code": 11232, "msg": "frequency limited"}),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}),
    ],
)
def test_a_busy_service_is_asked_again_later(receiver: Receiver, service: str, answer: dict[str, Any]) -> None:
    with pytest.raises(Temporary, match="bot-busy"):
        say(receiver, service, answer)


@pytest.mark.parametrize(
    ("service", "answer"),
    [
        ("feishu", {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}),
    ],
)
def test_a_robot_that_must_be_mended_says_so_while_messages_wait(
    receiver: Receiver, service: str, answer: dict[str, Any]
) -> None:
    with pytest.raises(Temporary, match="bot-refused") as caught:
        say(receiver, service, answer)
    number, reason = answer.values()
    assert f"{number} {reason}" in caught.value.text("en")
    assert f"{number} {reason}" in caught.value.text("zh")


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"other": 1}', b"x" * 50_000])
@pytest.mark.parametrize("service", SERVICES)
def test_an_answer_of_something_else_is_no_receipt(receiver: Receiver, service: str, content: bytes) -> None:
    receiver.status, receiver.content = 502, content
    channel = open_channel(service, {"url": receiver.url, "allow_private": "yes"})
    with pytest.raises(Temporary, match="HTTP 502"):
        channel.deliver(message(), "w@example.com")
    channel.close()


def test_wecom_takes_2048_bytes_and_no_character_is_cut(receiver: Receiver) -> None:
    receiver.status, receiver.content = 200, json.dumps(OK["wecom"]).encode()
    channel = open_channel("wecom", {"url": receiver.url, "allow_private": "yes", "shows": "text"})
    channel.deliver(message(text="绩效" * 2000), "w@example.com")
    channel.close()
    text = text_of(receiver)
    assert 2040 <= len(text.encode()) <= 2048
    assert text.endswith("…")


@pytest.mark.parametrize("service", SERVICES)
def test_a_wrong_setting_is_named(service: str) -> None:
    with pytest.raises(Misuse, match="channel-setting-invalid"):
        open_channel(service, {"url": "http://elsewhere.example/x"})
    with pytest.raises(Misuse, match="channel-setting-invalid"):
        open_channel(service, {"url": "https://x.example/", "shows": "everything"})
    with pytest.raises(Misuse, match="channel-setting-unknown"):
        open_channel(service, {"url": "https://x.example/", "secrt": "x"})
