"""The fingerprint of a definition: its text and the version of the language it is read in."""

from __future__ import annotations

from hashlib import sha256

LANGUAGE_VERSION = 1


def digest_of(text: str) -> str:
    """Hex SHA-256; line ends, trailing blanks and a byte order mark make no difference."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    canonical = "\n".join(line.rstrip() for line in lines).rstrip("\n")
    return sha256(f"reviewflow {LANGUAGE_VERSION}\n{canonical}".encode("utf-8", "replace")).hexdigest()
