"""When a notice may go out, by which channel, in whose language: the recipient's day, not the runner's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.core.arrival import arrival, language_of
from engine.core.values import Instance, Notice
from engine.store.outbox import OutboxRow

if TYPE_CHECKING:
    from engine.runtime.work import Work

# A reminder nobody could be given for two weeks would only confuse. What tells of something else never expires.
KEPT_FOR = timedelta(days=14)


def outbox_rows(work: Work) -> list[OutboxRow]:
    """One row for every notice of the work's decisions; suppressed ones too, with their reason."""
    owed = [(decision.after, notice) for decision in work.decisions for notice in decision.notices]
    work.people.prefetch({notice.recipient for _, notice in owed})
    return [outbox_row(work, instance, notice) for instance, notice in owed]


def outbox_row(work: Work, instance: Instance | None, notice: Notice) -> OutboxRow:
    """A notice as it is queued. One whose template says that it is exact waits for nobody's hours."""
    if not notice.exact and work.workspace.catalogue.says(notice.template, "Delivery") == "exact":
        notice = replace(notice, exact=True)
    arrives = arrival(work.people, notice, work.now)
    return OutboxRow(
        notice=notice,
        instance=None if instance is None else instance.id,
        cycle=None if instance is None else instance.cycle,
        channel=work.workspace.settings.channel,
        language=language_of(work.people, notice.recipient),
        not_before=arrives.at,
        expires_at=arrives.at + KEPT_FOR if is_reminder(notice) else None,
        waits=arrives.why,
    )


def is_reminder(notice: Notice) -> bool:
    """Whether it only repeats what somebody was told when it began."""
    return notice.needs_visit is not None and not notice.rule.startswith("task ")
