"""Measurements as rows: many written at once, those that stand read by subject, and all there ever were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, bindparam, select

from engine.store.bulk import Change, add, change, chunks
from engine.store.tables import MEASUREMENT

Key = tuple[str, str, str, date, date]  # level, subject, name, first and last day

_STANDS = MEASUREMENT.c.corrected_at.is_(None)
_SUBJECTS = MEASUREMENT.c.subject.in_(bindparam("subjects", expanding=True))
_OF = (
    select(MEASUREMENT)
    .where(MEASUREMENT.c.level == bindparam("level"), _SUBJECTS, _STANDS, MEASUREMENT.c.to_on >= bindparam("since"))
    .order_by(MEASUREMENT.c.subject, MEASUREMENT.c.name, MEASUREMENT.c.from_on, MEASUREMENT.c.to_on)
)
_STANDING = select(MEASUREMENT).where(MEASUREMENT.c.level == bindparam("level"), _SUBJECTS, _STANDS)
_KEYED = select(MEASUREMENT).where(
    MEASUREMENT.c.source == bindparam("source"), MEASUREMENT.c.source_key.in_(bindparam("keys", expanding=True))
)
_HISTORY = (
    select(MEASUREMENT)
    .where(MEASUREMENT.c.level == bindparam("level"), MEASUREMENT.c.subject == bindparam("subject"))
    .order_by(MEASUREMENT.c.name, MEASUREMENT.c.from_on, MEASUREMENT.c.to_on, MEASUREMENT.c.revision)
)
_CORRECTED = Change(
    table=MEASUREMENT,
    keys=("level", "subject", "name", "from_on", "to_on", "revision"),
    sets=("corrected_at",),
    only=(_STANDS,),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementRecord:
    """One value with where it came from. `revision` counts the values of this key from 1."""

    level: str
    subject: str
    name: str
    from_on: date
    to_on: date
    value: Decimal
    source: str
    source_key: str | None = None
    revision: int = 1
    at: datetime | None = None
    corrected_at: datetime | None = None

    @property
    def key(self) -> Key:
        return (self.level, self.subject, self.name, self.from_on, self.to_on)


def standing_of(connection: Connection, level: str, subjects: Collection[str], since: date) -> list[MeasurementRecord]:
    """What stands of these subjects, of periods that end on `since` or later."""
    return [
        _record(row)
        for some in chunks(sorted(set(subjects)))
        for row in connection.execute(_OF, {"level": level, "subjects": some, "since": since})
    ]


def standing(connection: Connection, keys: Collection[Key]) -> dict[Key, MeasurementRecord]:
    """What stands under each of these keys."""
    wanted = set(keys)
    found: dict[Key, MeasurementRecord] = {}
    for level in {key[0] for key in wanted}:
        for some in chunks(sorted({key[1] for key in wanted if key[0] == level})):
            for row in connection.execute(_STANDING, {"level": level, "subjects": some}):
                record = _record(row)
                if record.key in wanted:
                    found[record.key] = record
    return found


def keyed(connection: Connection, source_keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], MeasurementRecord]:
    """What came under each (source, key of the source), whether it still stands or not."""
    found: dict[tuple[str, str], MeasurementRecord] = {}
    for source in {source for source, _ in source_keys}:
        for some in chunks(sorted(key for each, key in source_keys if each == source)):
            for row in connection.execute(_KEYED, {"source": source, "keys": some}):
                found[source, row.source_key] = _record(row)
    return found


def history_of(connection: Connection, level: str, subject: str) -> list[MeasurementRecord]:
    """Everything ever measured of one subject, corrected values included, in order."""
    return [_record(row) for row in connection.execute(_HISTORY, {"level": level, "subject": subject})]


def write_measurements(
    connection: Connection, records: Sequence[MeasurementRecord], corrects: Collection[MeasurementRecord], now: datetime
) -> None:
    """Add values; those they correct stand no longer. Raises Conflict if somebody else wrote one of them first."""
    change(
        connection,
        _CORRECTED,
        [
            {
                "was_level": each.level, "was_subject": each.subject, "was_name": each.name,
                "was_from_on": each.from_on, "was_to_on": each.to_on, "was_revision": each.revision,
                "corrected_at": now,
            }
            for each in corrects
        ],
    )  # fmt: skip
    add(connection, MEASUREMENT, [_row(each, now) for each in records])


def _row(record: MeasurementRecord, now: datetime) -> dict[str, Any]:
    return {
        "level": record.level,
        "subject": record.subject,
        "name": record.name,
        "from_on": record.from_on,
        "to_on": record.to_on,
        "revision": record.revision,
        "value": record.value,
        "source": record.source,
        "source_key": record.source_key,
        "at": now,
        "corrected_at": None,
    }


def _record(row: Any) -> MeasurementRecord:
    return MeasurementRecord(**row._mapping)
