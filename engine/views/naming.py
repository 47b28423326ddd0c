"""Whom somebody means who typed a name: an id, a name, or both as pages show them, `Anna Berg (E0007)`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.people import ids_named, persons

_BOTH = re.compile(r"^.*[(（]\s*([^()（）\s]+)\s*[)）]$")


def meant(workspace: Workspace, typed: Collection[str], now: datetime) -> Mapping[str, tuple[str, ...]]:
    """What was typed -> the ids it may mean: none, one, or those of several people of one name."""
    inner = {each: match[1] for each in typed if (match := _BOTH.match(each))}
    with snapshot(workspace.database) as connection:
        known = persons(connection, [*typed, *inner.values()])
        named = ids_named(connection, typed, now.date())
    return {
        each: next(((id,) for id in (each, inner.get(each)) if id in known), tuple(named.get(each.lower(), ())))
        for each in typed
    }
