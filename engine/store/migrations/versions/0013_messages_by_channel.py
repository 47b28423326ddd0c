"""Messages that may go out over one channel, found without looking at what waits for another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

QUEUED = sa.text("status = 'queued'")


def upgrade() -> None:
    op.drop_index("ix_outbox_queued", table_name="outbox")
    op.create_index(
        "ix_outbox_queued", "outbox", ["not_before", "channel"], sqlite_where=QUEUED, postgresql_where=QUEUED
    )
