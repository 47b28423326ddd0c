"""Column types both databases agree on: instants that order, numbers that stay exact, a list of states."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcInstant(TypeDecorator[datetime]):
    """An aware datetime, given back in UTC. SQLite: text of fixed width with microseconds, so `<` is earlier."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return instant_text(value)
        return _aware(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        instant: datetime = value.astimezone(UTC)
        return instant


class ExactNumber(TypeDecorator[Decimal]):
    """A decimal of any precision. SQLite: its shortest plain text, so that equal numbers group together."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String())
        return dialect.type_descriptor(Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError(f"not a number that can be counted: {value!r}")
        return number_text(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(number_text(Decimal(value)))


@lru_cache(maxsize=4096)  # a batch says the same few moments again and again
def instant_text(value: datetime) -> str:
    """`2026-07-01T08:00:00.000000Z`, always 27 characters."""
    return _aware(value).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _aware(value: datetime) -> datetime:
    if value.utcoffset() is None:
        raise ValueError(f"an instant needs a time zone: {value!r}")
    return value


def number_text(value: Decimal) -> str:
    """Without exponent and without zeros at the end: 1E+2 is `100`, 2.50 is `2.5`."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


# A parallel state is a list of names. JSONB can be compared and grouped on PostgreSQL, JSON cannot.
StateList = JSON().with_variant(JSONB(), "postgresql")
