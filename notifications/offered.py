"""What every message may name: the contract between templates and whoever sends letters.

A leaf is True, a list is a list of one item, `data` and `extra` depend on the process and come from
the caller. `due_on`, `actor` and `reason` may be none; `task` exists only where a notice is about a
task, so a shared template asks `task is defined` first.
"""

from __future__ import annotations

from collections.abc import Mapping

Known = Mapping[str, object]  # name → True, a nested Known, or a list with one of them

ALWAYS: Known = {
    "recipient": {"name": True, "language": True},
    "subject": {"id": True, "name": True},
    "process": {"name": True, "title": True},
    "state": {"name": True, "title": True},
    "due_on": True,
    "cycle": {
        "name": True,
        "title": True,
        "start": True,
        "end": True,
        "dates": [{"name": True, "title": True, "on": True}],
    },
    "actor": {"name": True},
    "reason": True,
    "link": True,
    "sent_on": True,
}
DIGEST_TEMPLATE = "digest"
# What the letter that stands for several notices may name. `text` is none where the line says enough.
DIGEST: Known = {
    "recipient": ALWAYS["recipient"],
    "link": True,
    "sent_on": True,
    "count": True,
    "more": True,
    "items": [{"line": True, "text": True, "link": True, "due_on": True}],
}
TASK: Known = {"name": True, "title": True, "due_on": True}
NAMES = frozenset((*ALWAYS, "task", "data", "extra"))


def about_process(data: Known, extra: Known) -> Known:
    """What a notice about an instance may name; `data` holds the fields its reader may see."""
    return {**ALWAYS, "data": data, "extra": extra}


def about_task(data: Known, extra: Known) -> Known:
    """What a notice about a task may name."""
    return {**about_process(data, extra), "task": TASK}
