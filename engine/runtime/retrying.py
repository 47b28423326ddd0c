"""When a message that did not go out is tried again: after growing waits, spread by its key, and at last no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
# A server that is down is no fault of the message: it gets some more days.
WAITS_IN_OUTAGE = WAITS + (WAITS[-1],) * 15
SPREAD = 0.2


def next_try(key: str, attempts: int, now: datetime, waits: tuple[timedelta, ...] = WAITS) -> datetime | None:
    """After the `attempts`-th attempt failed (from 1): when to try again, None for never. Same key, same answer.

    Each wait is up to a fifth longer, so that what failed together does not come back together.
    """
    if attempts > len(waits):
        return None
    wait = waits[max(attempts, 1) - 1]
    fraction = int.from_bytes(sha256(f"{key}#{attempts}".encode()).digest()[:4]) / 2**32
    return now + wait * (1 + SPREAD * fraction)
