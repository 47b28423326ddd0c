"""Messages bear their cycle, and open tasks are found by their limit, so that a cycle is counted without its rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

SUPPRESSED = sa.text("status = 'suppressed'")
OPEN = sa.text("status = 'open'")
OF_INSTANCES = "UPDATE outbox SET cycle = (SELECT instance.cycle FROM instance WHERE instance.id = outbox.instance_id)"
# What concerns a cycle and no single instance has a key that begins with the cycle's name.
OF_CYCLES = (
    "UPDATE outbox SET cycle = (SELECT cycle.id FROM cycle WHERE substr(outbox.key, 1, length(cycle.id) + 1) = "
    "cycle.id || '|') WHERE instance_id IS NULL"
)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("cycle", sa.String(), nullable=True))
    op.execute(OF_INSTANCES)
    op.execute(OF_CYCLES)
    op.create_index("ix_outbox_cycle", "outbox", ["cycle", "status"])
    op.create_index("ix_outbox_suppressed", "outbox", ["cycle"], sqlite_where=SUPPRESSED, postgresql_where=SUPPRESSED)
    op.create_index("ix_task_due_at", "task", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
