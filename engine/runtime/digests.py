"""One letter for several notices: a line each, the most urgent first; those that are not routine with their text.

A line is the subject of the letter the notice would have been, so it holds what its reader may see, in their language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.core.arrival import language_of
from engine.core.values import Notice
from engine.runtime.gathering import is_routine
from engine.runtime.letters import always, letter_for, name_of
from engine.runtime.work import Work
from engine.store.outbox import Message, digest_key, message_id
from notifications.calendar_file import Event
from notifications.message import Letter, Party
from notifications.offered import DIGEST_TEMPLATE
from notifications.rendering import event_of, render, subject_of

# Routine lines beyond these are counted only: the inbox has them all.
MOST_LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A notice as the digest says it."""

    message: Message
    line: str
    text: str  # nothing where the line says enough
    link: object
    due_on: object
    event: Event | None  # what its template puts into the reader's calendar


def entry(work: Work, message: Message, address: str, sender: Party) -> Entry:
    """Raises whatever rendering the notice's own letter raises."""
    letter = letter_for(work, message, address, sender)
    catalogue = work.workspace.catalogue
    due_on, link = letter.variables["due_on"], letter.variables["link"]
    if is_routine(work, message):
        line, text = subject_of(catalogue, letter), ""
    else:
        whole = render(catalogue, letter, work.now)
        line, text = whole.subject, whole.text.strip()
    event = event_of(catalogue, letter, line)
    return Entry(message=message, line=line, text=text, link=link, due_on=due_on, event=event)


def digest_of(work: Work, messages: Sequence[Message]) -> Message:
    """The message that stands for these, all to one person, as if it had been queued and claimed just now."""
    recipient, channel = messages[0].notice.recipient, messages[0].channel
    key = digest_key([each.key for each in messages], recipient, channel)
    return Message(
        notice=Notice(
            key=key,
            template=DIGEST_TEMPLATE,
            recipient=recipient,
            rule=DIGEST_TEMPLATE,
            planned_at=min(each.notice.planned_at for each in messages),
            due_on=min((each.notice.due_on for each in messages if each.notice.due_on), default=None),
        ),
        instance=None,
        channel=channel,
        language=language_of(work.people, recipient),
        status="claimed",
        not_before=work.now,
        expires_at=None,
        created_at=work.now,
        message_id=message_id(key),
        epoch=1,
        attempts=1,
        members=tuple(each.key for each in messages),
    )


def digest_letter(work: Work, digest: Message, entries: Sequence[Entry], address: str, sender: Party) -> Letter:
    """The letter of a digest; `entries` in the order of their urgency."""
    language = digest.language
    lines = [each for number, each in enumerate(entries) if number < MOST_LINES or each.text]
    variables = always(work, digest, language) | {
        "items": [
            {"line": each.line, "text": each.text or None, "link": each.link, "due_on": each.due_on} for each in lines
        ],
        "more": len(entries) - len(lines),
        "count": len(entries),
    }
    return Letter(
        template=DIGEST_TEMPLATE,
        language=language,
        recipient=Party(name=name_of(work, digest.notice.recipient), address=address, language=language),
        variables=variables,
        message_id=digest.message_id.strip("<>"),
        sender=sender,
        events=tuple(each.event for each in entries if each.event is not None),
    )
