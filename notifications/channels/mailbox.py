"""The default channel: a Maildir on this machine, for trying things out and for local delivery."""

from __future__ import annotations

import mailbox
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from notifications.channels import Receipt, Temporary
from notifications.channels.settings import Settings
from notifications.message import LetterInvalid, Message, Party, check_party


class MailboxChannel:
    """Writes each message to `new/` by way of `tmp/`: a crash leaves a whole message or none."""

    name = "mailbox"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._maildir: mailbox.Maildir | None = None

    def deliver(self, message: Message, address: str) -> Receipt:
        """The reference is the file's key. A second attempt writes a second file of the same Message-ID."""
        try:
            if self._maildir is None:
                self.folder.parent.mkdir(parents=True, exist_ok=True)
                self._maildir = mailbox.Maildir(self.folder, factory=None, create=True)
            key = self._maildir.add((_envelope(address) + message.as_bytes()).replace(b"\r\n", b"\n"))
            self._settle(self.folder / "new")
        except OSError as error:
            self._maildir = None
            reason = error.strerror or type(error).__name__
            raise Temporary("mailbox-unwritable", folder=str(self.folder), reason=reason) from error
        return Receipt(channel=self.name, message_id=message.message_id, reference=key)

    def close(self) -> None:
        self._maildir = None

    def _settle(self, folder: Path) -> None:
        """The library syncs the file, not the name it goes by; after a power cut both must be there."""
        with suppress(PermissionError):  # systems that cannot open a folder settle names by themselves
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _envelope(address: str) -> bytes:
    try:
        check_party(Party(name="", address=address))
    except LetterInvalid:
        return b""
    return f"Delivered-To: {address}\r\n".encode("ascii")


def from_settings(settings: Mapping[str, str]) -> MailboxChannel:
    """`folder`: where the Maildir is, made when it is first needed."""
    return MailboxChannel(Path(Settings(MailboxChannel.name, settings, ("folder",)).text("folder")))
