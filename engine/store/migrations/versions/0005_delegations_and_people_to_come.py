"""Who acts for whom, from when until when; changes of people that are known before their day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("delegate", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_delegation_order")),
        sa.CheckConstraint("person <> delegate", name=op.f("ck_delegation_another")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_delegation_person"),
        sa.ForeignKeyConstraint(["delegate"], ["person.id"], name="fk_delegation_delegate"),
        sa.PrimaryKeyConstraint("id", name="pk_delegation"),
    )
    op.create_index("ix_delegation_until_on", "delegation", ["until_on"])
    op.create_table(
        "person_change",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("cells", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("person", "from_on", name="pk_person_change"),
    )
    op.create_index("ix_person_change_from_on", "person_change", ["from_on"])
