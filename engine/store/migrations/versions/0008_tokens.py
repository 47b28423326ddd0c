"""Keys to the API."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.store.tables.types import UtcInstant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("acts_for", sa.String(), nullable=True),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("expires_at", UtcInstant(), nullable=False),
        sa.Column("used_at", UtcInstant(), nullable=True),
        sa.Column("revoked_at", UtcInstant(), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_token_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
    )
