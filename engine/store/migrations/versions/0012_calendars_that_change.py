"""Instances may be owed the news that a calendar changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
NAMES = "'people.changed', 'subject_left', 'indicators.changed', 'calendar.changed'"


def upgrade() -> None:
    """Make the table anew with another check, the events owed kept: SQLite cannot change a check."""
    bind = op.get_bind()
    kept = bind.execute(sa.text("SELECT instance_id, name, due_at FROM pending_event")).mappings().all()
    op.drop_table("pending_event")
    table = op.create_table(
        "pending_event",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.CheckConstraint(f"name IN ({NAMES})", name=op.f("ck_pending_event_name")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_pending_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", name="pk_pending_event"),
    )
    op.create_index("ix_pending_event_due_at", "pending_event", ["due_at"])
    if kept:
        bind.execute(table.insert(), [dict(row) for row in kept])
