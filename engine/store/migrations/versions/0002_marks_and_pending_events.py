"""What the runtime remembers between two looks, and the events it still owes to instances."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    op.create_table(
        "pending_event",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.CheckConstraint("name IN ('people.changed', 'subject_left')", name=op.f("ck_pending_event_name")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_pending_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", name="pk_pending_event"),
    )
    op.create_index("ix_pending_event_due_at", "pending_event", ["due_at"])
