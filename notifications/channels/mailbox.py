"""The default channel: a Maildir on this machine, for trying things out and for local delivery."""

from __future__ import annotations

import mailbox
import os
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from notifications.channels import Receipt, Temporary
from notifications.channels.settings import Settings
from notifications.message import LetterInvalid, Message, Party, check_party

SYNCS = ("each", "never")


class MailboxChannel:
    """Writes each message to `new/` by way of `tmp/`: a crash leaves a whole message or none.

    `sync` "each" waits until the disk has each message; with "never" a power cut may lose the latest.
    """

    name = "mailbox"

    def __init__(self, folder: Path, sync: str = SYNCS[0]) -> None:
        self.folder = folder
        self._put = self._kept if sync == "each" else self._written
        self._drafts, self._letters = f"{folder / 'tmp'}{os.sep}", f"{folder / 'new'}{os.sep}"
        self._maildir: mailbox.Maildir | None = None

    def deliver(self, message: Message, address: str) -> Receipt:
        """The reference is the file's key. A second attempt writes a second file of the same Message-ID."""
        try:
            if self._maildir is None:
                self.folder.parent.mkdir(parents=True, exist_ok=True)
                self._maildir = mailbox.Maildir(self.folder, factory=None, create=True)
            key = self._put(self._maildir, (_envelope(address) + message.as_bytes()).replace(b"\r\n", b"\n"))
        except OSError as error:
            self._maildir = None
            reason = error.strerror or type(error).__name__
            raise Temporary("mailbox-unwritable", folder=str(self.folder), reason=reason) from error
        return Receipt(channel=self.name, message_id=message.message_id, reference=key)

    def probe(self) -> str:
        """Whether a letter could be put there: a file is made and removed again."""
        place = self.folder / "tmp" if self.folder.is_dir() else self.folder.parent
        try:
            place.mkdir(parents=True, exist_ok=True)
            trial = place / f".{uuid.uuid4().hex}"
            trial.touch()
            trial.unlink()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Temporary("mailbox-unwritable", folder=str(self.folder), reason=reason) from error
        return str(self.folder)

    def close(self) -> None:
        self._maildir = None

    def _kept(self, box: mailbox.Maildir, content: bytes) -> str:
        key = box.add(content)
        self._settle(self.folder / "new")
        return key

    def _written(self, _box: mailbox.Maildir, content: bytes) -> str:
        key = uuid.uuid4().hex
        draft = self._drafts + key
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            while content:
                content = content[os.write(handle, content) :]
        finally:
            os.close(handle)
        os.rename(draft, self._letters + key)
        return key

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
    """`folder`: where the Maildir is, made when it is first needed. `sync`: "each" (default) or "never"."""
    found = Settings(MailboxChannel.name, settings, ("folder", "sync"))
    return MailboxChannel(Path(found.text("folder")), found.choice("sync", SYNCS))
