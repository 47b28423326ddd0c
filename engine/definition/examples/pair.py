"""The two sides of an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Lines of YAML for one map. `right` reads without a finding; `wrong` yields exactly one, of that `code`.

    `beside` are lines of the process that both need.
    """

    right: str
    wrong: str
    code: str
    beside: str = ""


Examples = Mapping[str, Mapping[str, Pair]]
