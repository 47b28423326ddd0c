"""Letters somebody got since a moment, found without looking at all they ever got."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.drop_index("ix_outbox_recipient", table_name="outbox")
    op.create_index("ix_outbox_recipient", "outbox", ["recipient", "status", "sent_at"])
