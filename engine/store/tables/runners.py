"""What each runner last said of itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class RunnerRow(Row, table=True):
    """A `run`, or the `tick`s of a machine. `lag` are the seconds by which its last round came late.

    One that was killed has no `stopped_at`; that it is no longer `seen_at` tells.
    """

    __tablename__ = "runner"

    id: str = Field(primary_key=True)
    began_at: datetime = Field(sa_type=UtcInstant)
    seen_at: datetime = Field(sa_type=UtcInstant)
    round_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    stopped_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    lag: int
