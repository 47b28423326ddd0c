"""Values: frozen to the type checker, plain where they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:

    def value(*, frozen: bool, **options):
        """`dataclass(frozen=True, …)` for values made by the thousand: as equal, as hashable, not guarded.

        A frozen dataclass sets each field through `object.__setattr__`, which takes three times as long. The type
        checker sees a frozen one and lets nobody change it, so nothing needs to watch at run time as well.
        """
        return dataclass(unsafe_hash=frozen, **options)


__all__ = ["value"]
