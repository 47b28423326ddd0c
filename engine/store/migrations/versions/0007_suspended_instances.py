"""Which instances are suspended is found without reading every one of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INTERVENED = sa.text("kind = 'intervened'")


def upgrade() -> None:
    op.create_index(
        "ix_event_intervened",
        "event",
        ["instance_id", "sequence"],
        sqlite_where=INTERVENED,
        postgresql_where=INTERVENED,
    )
