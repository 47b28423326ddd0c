"""What a runner tells of itself: events with stable names, as text for people or a line of JSON for programs.

No event holds anything about a person: counts, codes, places in files and numbers of incidents, never an id.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

from engine.words.errors import ReviewflowError
from engine.words.texts import say

LOG = logging.getLogger("reviewflow.runner")
EVENTS = (
    "runner-started",
    "tick",
    "fired",
    "delivered",
    "incident",
    "pruned",
    "files-taken",
    "files-faulty",
    "round-failed",
    "connection-lost",
    "connection-found",
    "held",
    "released",
    "runner-stopped",
)
Format = Literal["text", "json"]


class Journal:
    """Tells events in one language. `runner` names who tells."""

    def __init__(self, language: str, runner: str) -> None:
        self.language = language
        self.runner = runner

    def tell(self, event: str, level: int = logging.INFO, /, **facts: Any) -> None:
        """An event of EVENTS. The text is that of `log-<event>`."""
        if LOG.isEnabledFor(level):
            text = say(f"log-{event}", self.language, {**facts, "runner": self.runner})
            LOG.log(level, text, extra={"event": event, "runner": self.runner, "facts": facts})

    def fail(self, failure: Exception, wait: float) -> None:
        """A round that failed; where the fault is ours, the place in the source and, as text, all that led there."""
        known = isinstance(failure, ReviewflowError)
        why = failure.text(self.language) if isinstance(failure, ReviewflowError) else repr(failure)
        facts = {"code": failure.code if isinstance(failure, ReviewflowError) else type(failure).__name__, "wait": wait}
        text = say("log-round-failed", self.language, {**facts, "why": why})
        extra = {"event": "round-failed", "runner": self.runner, "facts": {**facts, "place": _place(failure)}}
        LOG.error(text, exc_info=None if known else failure, extra=extra)


class Lines(logging.Formatter):
    """One JSON object a line: at, level, event, runner, and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"at": at, "level": record.levelname.lower(), "event": getattr(record, "event", record.name)}
        runner, facts = getattr(record, "runner", None), getattr(record, "facts", None)
        if facts is None:  # a library's own words
            facts = {"text": record.getMessage()}
        more = {"runner": runner} if runner else {}
        return json.dumps({**line, **more, **facts}, ensure_ascii=False, default=str)


FORMATS: dict[Format, Callable[[], logging.Formatter]] = {
    "text": lambda: logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"),
    "json": Lines,
}


def speak(stream: TextIO, format: Format) -> None:
    """Let the log of reviewflow be heard on a stream."""
    voice = logging.StreamHandler(stream)
    voice.setFormatter(FORMATS[format]())
    log = logging.getLogger("reviewflow")
    log.setLevel(logging.INFO)
    log.handlers = [voice]


def _place(failure: Exception) -> str | None:
    """`file.py:line` of where it was raised."""
    frames = traceback.extract_tb(failure.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else None
