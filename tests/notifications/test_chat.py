"""Chat through the library that speaks to the services: a real endpoint, and what each outcome means."""

from __future__ import annotations

import json

import pytest

from engine.words.errors import Misuse
from notifications.channels import Temporary, open_channel
from tests.notifications.receiver import Receiver
from tests.notifications.samples import message

LETTER = message(subject="Your grade: D", text="All of it\n")


def url(receiver: Receiver, path: str = "room") -> str:
    return f"json://127.0.0.1:{receiver.server_port}/{path}"


def test_a_room_reads_who_has_a_message_and_an_admin_may_let_it_read_more(receiver: Receiver) -> None:
    open_channel("chat", {"url": url(receiver), "link": "https://r.example"}).deliver(LETTER, "wei@example.com")
    path, _, body = receiver.got[-1]
    said = "Wei Wang: there is a message about your reviews for you.\nhttps://r.example"
    assert (path.rstrip("/"), json.loads(body)["message"]) == ("/room", said)
    open_channel("chat", {"url": url(receiver), "shows": "text"}).deliver(LETTER, "wei@example.com")
    assert json.loads(receiver.got[-1][2])["message"] == "Wei Wang\nYour grade: D\n\nAll of it"


def test_an_address_with_the_person_in_it_reaches_them_alone(receiver: Receiver) -> None:
    channel = open_channel("chat", {"url": url(receiver, "{id}/{address}"), "shows": "subject"})
    receipt = channel.deliver(LETTER, "wei/../x@example.com")
    assert receiver.got[-1][0].rstrip("/") == "/wei%2F..%2Fx/wei%2F..%2Fx@example.com"
    assert (receipt.channel, receipt.message_id) == ("chat", LETTER.message_id)


def test_whatever_does_not_go_well_is_tried_again(receiver: Receiver) -> None:
    receiver.status = 500
    with pytest.raises(Temporary, match="chat-refused") as refused:
        open_channel("chat", {"url": url(receiver)}).deliver(LETTER, "wei@example.com")
    assert "500" in str(refused.value.facts["reason"])
    receiver.shutdown()
    receiver.server_close()
    with pytest.raises(Temporary, match="chat-refused"):
        open_channel("chat", {"url": url(receiver)}).deliver(LETTER, "wei@example.com")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({}, "channel-setting-missing"),
        ({"url": "nobody-knows://x"}, "channel-setting-invalid"),
        ({"url": "json://x", "shows": "all"}, "channel-setting-invalid"),
        ({"url": "json://x", "room": "1"}, "channel-setting-unknown"),
    ],
)
def test_a_wrong_setting_is_named_when_it_is_opened(settings: dict[str, str], code: str) -> None:
    with pytest.raises(Misuse) as refused:
        open_channel("chat", settings)
    assert refused.value.code == code
