"""Measurements, and the event that tells running instances of new ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
NUMBER = sa.Numeric().with_variant(sa.String(), "sqlite")
STANDS = sa.text("corrected_at IS NULL")
KEYED = sa.text("source_key IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "measurement",
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", NUMBER, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("corrected_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "level IN ('person', 'department', 'company', 'product')", name=op.f("ck_measurement_level")
        ),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_measurement_order")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_measurement_revision")),
        sa.PrimaryKeyConstraint("level", "subject", "name", "from_on", "to_on", "revision", name="pk_measurement"),
    )
    op.create_index(
        "uq_measurement_stands", "measurement", ["level", "subject", "name", "from_on", "to_on"],
        unique=True, sqlite_where=STANDS, postgresql_where=STANDS,
    )  # fmt: skip
    op.create_index(
        "uq_measurement_source_key", "measurement", ["source", "source_key"],
        unique=True, sqlite_where=KEYED, postgresql_where=KEYED,
    )  # fmt: skip
    _let_pending_events_be("people.changed", "subject_left", "indicators.changed")


def _let_pending_events_be(*names: str) -> None:
    """Make the table anew with another check, the events owed kept: SQLite cannot change a check."""
    bind = op.get_bind()
    kept = bind.execute(sa.text("SELECT instance_id, name, due_at FROM pending_event")).mappings().all()
    op.drop_table("pending_event")
    listed = ", ".join(f"'{name}'" for name in names)
    table = op.create_table(
        "pending_event",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.CheckConstraint(f"name IN ({listed})", name=op.f("ck_pending_event_name")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_pending_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", name="pk_pending_event"),
    )
    op.create_index("ix_pending_event_due_at", "pending_event", ["due_at"])
    if kept:
        bind.execute(table.insert(), [dict(row) for row in kept])
