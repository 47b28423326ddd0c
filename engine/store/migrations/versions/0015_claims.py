"""Whoever is on a task that several may do says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("until_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_claim_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "state", "visit", "task", name="pk_claim"),
    )
    op.create_index("ix_claim_until_at", "claim", ["until_at"])
