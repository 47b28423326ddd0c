"""A real mail server that counts what it is given, by Message-ID."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.tap import Received

_ID = re.compile(rb"^Message-ID:\s*<([^>]+)>", re.MULTILINE | re.IGNORECASE)


class Office:
    """Takes everything."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        found = _ID.search(envelope.original_content)
        id = found[1].decode() if found else ""
        self.received.append(Received(id, bytes(envelope.original_content), envelope.rcpt_tos[0]))
        return "250 taken"


@contextmanager
def mail_server() -> Iterator[tuple[Office, int]]:
    """An office and its port on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    office = Office()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office, port
    finally:
        controller.stop()
