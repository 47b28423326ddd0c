"""Directories of other systems push people and groups, which are kept as they were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "directory_entry",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("deleted_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('User', 'Group')", name=op.f("ck_directory_entry_kind")),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_directory_entry"),
        sa.UniqueConstraint("kind", "name_key", name="uq_directory_entry_kind_name_key"),
    )
    op.create_index("ix_directory_entry_external_id", "directory_entry", ["external_id"])
