"""People from outside the organisation: known by name and mail alone, written `Eva Braun <eva@example.org>`.

That text is their id wherever an id stands, so nothing else has to be kept of them, and with the records of an
instance they go.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"^([^<>@|\x00-\x1f\x7f]{1,80}) <([^\s<>@|,]{1,64}@[^\s<>@|,]{1,200}\.[^\s<>@|,.]{2,30})>$")


def outsider(id: str) -> tuple[str, str] | None:
    """Name and mail; None for whoever belongs to the organisation."""
    found = _FORM.match(id) if id.endswith(">") else None
    return (found[1].strip(), found[2]) if found else None
