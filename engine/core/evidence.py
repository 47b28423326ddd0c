"""A file as evidence: its name, media type, digest and size. Its bytes are kept elsewhere; the digest finds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

KEYS = ("name", "media_type", "sha256", "size")
_NAME = re.compile(r"^[^/\\\x00-\x1f]{1,200}$")
_MEDIA_TYPE = re.compile(r"^[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}$")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")


def read_evidence(value: object) -> dict[str, Any] | None:
    """The four parts, clean; None if this is no evidence."""
    if not isinstance(value, Mapping) or set(value) != set(KEYS):
        return None
    size = value["size"]
    size = int(size) if isinstance(size, str | Decimal) and re.fullmatch(r"[0-9]{1,15}", str(size)) else size
    texts = [value[name] for name in KEYS[:3]]
    if not all(isinstance(each, str) for each in texts) or not isinstance(size, int) or isinstance(size, bool):
        return None
    found = dict(zip(KEYS, (*texts, size), strict=True))
    fits = _NAME.match(found["name"]) and _MEDIA_TYPE.match(found["media_type"]) and _DIGEST.match(found["sha256"])
    return found if fits and size >= 0 else None
