"""Runners say that they are there; messages that were given up are counted without reading the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")
DEAD = sa.text("status = 'dead'")


def upgrade() -> None:
    op.create_table(
        "runner",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("round_at", INSTANT, nullable=True),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.Column("lag", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runner")),
    )
    op.create_index("ix_outbox_dead", "outbox", ["planned_at"], sqlite_where=DEAD, postgresql_where=DEAD)
