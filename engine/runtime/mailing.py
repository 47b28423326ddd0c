"""When a notice may go out, by which channel, in whose language: the recipient's day, not the runner's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from engine.core.arrival import arrives_at, language_of
from engine.core.values import Notice
from engine.store.outbox import OutboxRow

if TYPE_CHECKING:
    from engine.runtime.work import Work

# A reminder nobody could be given for two weeks would only confuse.
KEPT_FOR = timedelta(days=14)


def outbox_rows(work: Work) -> list[OutboxRow]:
    """One row for every notice of the work's decisions; suppressed ones too, with their reason."""
    owed = [(decision.after.id, notice) for decision in work.decisions for notice in decision.notices]
    work.people.prefetch({notice.recipient for _, notice in owed})
    return [_row(work, instance, notice) for instance, notice in owed]


def _row(work: Work, instance: str, notice: Notice) -> OutboxRow:
    not_before = arrives_at(work.people, notice, work.now)
    return OutboxRow(
        notice=notice,
        instance=instance,
        channel=work.workspace.settings.channel,
        language=language_of(work.people, notice.recipient),
        not_before=not_before,
        expires_at=not_before + KEPT_FOR,
    )
