"""The history knows what administrators do from outside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BEFORE = "'people', 'cancelled'"
AFTER = "'people', 'intervened', 'cancelled'"
KINDS = f"'started', 'act', 'event', 'timer', 'moved', 'corrected', {AFTER}, 'ended'"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
        return
    op.drop_constraint(op.f("ck_event_kind"), "event", type_="check")
    op.create_check_constraint(op.f("ck_event_kind"), "event", f"kind IN ({KINDS})")


def _upgrade_sqlite() -> None:
    """As SQLite's manual advises for a check: in the schema's text, without copying a history of any size."""
    connection = op.get_bind()
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :before, :after) WHERE type = 'table' AND name = 'event'"),
        {"before": BEFORE, "after": AFTER},
    )
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = OFF"))
