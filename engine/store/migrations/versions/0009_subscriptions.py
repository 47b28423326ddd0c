"""Other systems that are told of what happens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.tables.types import UtcInstant

revision = "0009"
down_revision = "0008"

OWED = sa.text("status IN ('queued', 'claimed')")


def upgrade() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("types", sa.String(), nullable=False),
        sa.Column("cycle", sa.String(), nullable=True),
        sa.Column("process", sa.String(), nullable=True),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("failing_since", UtcInstant(), nullable=True),
        sa.Column("disabled_at", UtcInstant(), nullable=True),
        sa.Column("disabled_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_table(
        "announcement",
        sa.Column("subscription", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("not_before", UtcInstant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", UtcInstant(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("status IN ('queued', 'claimed', 'sent', 'dropped')", name=op.f("ck_announcement_status")),
        sa.CheckConstraint(
            "(status = 'claimed') = (lease_until IS NOT NULL)", name=op.f("ck_announcement_lease_until")
        ),
        sa.ForeignKeyConstraint(["subscription"], ["subscription.id"], name=op.f("fk_announcement_subscription")),
        sa.ForeignKeyConstraint(
            ["instance_id", "sequence"],
            ["event.instance_id", "event.sequence"],
            name=op.f("fk_announcement_instance_id_sequence"),
        ),
        sa.PrimaryKeyConstraint("subscription", "instance_id", "sequence", name=op.f("pk_announcement")),
    )
    for name, columns in (
        ("ix_announcement_owed", ["subscription", "instance_id", "sequence"]),
        ("ix_announcement_due", ["not_before"]),
    ):
        op.create_index(name, "announcement", columns, sqlite_where=OWED, postgresql_where=OWED)
