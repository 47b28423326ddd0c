"""The only reader of the machine's clock. Below the runtime, `now` is a parameter."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
