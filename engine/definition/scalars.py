"""What a plain word of YAML is: the core rules of YAML 1.2, not those of 1.1.

`on`, `off`, `yes`, `no` are words, `9:30` and dates are text, `010` is ten, every number is an exact decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal

LONGEST_NUMBER = 40  # characters; longer ones are a slip of the keyboard or an attack
LARGEST_EXPONENT = 30

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_OTHER_BASE = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")


class BadNumber(ValueError):
    """A number that cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def resolve(text: str) -> str | Decimal | bool | None:
    """The value of a plain scalar. Raises BadNumber."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _DECIMAL.match(text):
        return _decimal(text)
    if _OTHER_BASE.match(text):
        if len(text) > LONGEST_NUMBER:
            raise BadNumber("yaml-number-too-long")
        return Decimal(int(text, 0))
    if _NOT_FINITE.match(text):
        raise BadNumber("yaml-number-not-finite")
    return text


def _decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise BadNumber("yaml-number-too-long")
    number = Decimal(text)
    if number and abs(number.adjusted()) > LARGEST_EXPONENT:
        raise BadNumber("yaml-number-too-long")
    return number
