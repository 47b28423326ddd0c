"""The Maildir on disk: whole messages, readable by any mail program."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from notifications.channels import Temporary, open_channel
from notifications.message import Message
from tests.notifications.samples import message


def test_a_message_lies_in_the_mailbox_as_it_was_frozen(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "mail"
    channel = open_channel("mailbox", {"folder": str(folder)})
    sent = message(text="您好：\n谢谢\n")
    receipt = channel.deliver(sent, "li.na@example.com")
    stored = mailbox.Maildir(folder, create=False)
    content = stored.get_bytes(receipt.reference)
    assert Message.from_bytes(content) == sent
    assert content.startswith(b"Delivered-To: li.na@example.com\n")
    assert stored[receipt.reference]["Message-ID"] == f"<{sent.message_id}>"
    assert receipt.message_id == sent.message_id
    assert list((folder / "tmp").iterdir()) == []


def test_every_attempt_leaves_its_own_message(tmp_path: Path) -> None:
    channel = open_channel("mailbox", {"folder": str(tmp_path / "mail")})
    for _ in range(3):
        channel.deliver(message(), "a@example.com")
        channel.close()
    stored = mailbox.Maildir(tmp_path / "mail", create=False)
    assert [each["Message-ID"] for each in stored] == ["<0f8c.1@reviews.example.com>"] * 3


def test_an_address_that_could_forge_a_header_leaves_none(tmp_path: Path) -> None:
    channel = open_channel("mailbox", {"folder": str(tmp_path / "mail")})
    receipt = channel.deliver(message(), "a@b.c\r\nX-Forged: yes")
    stored = mailbox.Maildir(tmp_path / "mail", create=False)[receipt.reference]
    assert (stored["Delivered-To"], stored["X-Forged"]) == (None, None)


def test_a_mailbox_that_cannot_be_written_is_temporary_and_recovers(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")
    channel = open_channel("mailbox", {"folder": str(tmp_path / "mail")})
    with pytest.raises(Temporary, match="mailbox-unwritable"):
        channel.deliver(message(), "a@example.com")
    (tmp_path / "mail").unlink()
    assert channel.deliver(message(), "a@example.com").reference
