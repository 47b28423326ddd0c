"""Where an expression finds its names."""

from __future__ import annotations

from typing import Protocol


class Scope(Protocol):
    """What one evaluation may see.

    `name` gives a value, MISSING for a known name without a value, and raises KeyError for an
    unknown one. A context function such as `running` is fetched the same way and must be callable.
    """

    def name(self, name: str, /) -> object: ...
