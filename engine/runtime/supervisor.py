"""Telling systemd how it goes (`Type=notify`, `WatchdogSec=`): datagrams to the socket it names, nothing elsewhere."""

from __future__ import annotations

import os
import socket
from contextlib import suppress


def notify(*lines: str) -> bool:
    """Send `READY=1`, `WATCHDOG=1`, `STATUS=…` and the like; whether there is anybody to hear it."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place.startswith(("/", "@")):
        return False
    # A name that begins with @ lies in no file: for the kernel it begins with a NUL.
    address = "\0" + place[1:] if place.startswith("@") else place
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as speaker:
        speaker.setblocking(False)  # nobody who does not listen may hold us up
        speaker.sendto("\n".join(lines).encode(), address)
        return True
    return False
