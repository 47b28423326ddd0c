"""History: appended in chains, read back, verified, and, where a person must be forgotten, emptied.

A link's hash covers the previous hash, its own columns and the digest of its payload; the digest is salted,
so that after erasure nobody can guess what stood there.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from engine.core.values import Entry
from engine.store.bulk import Change, add, change, chunks
from engine.store.codec import decode, encode
from engine.store.instances import Head, heads_of
from engine.store.tables import EVENT, EVENT_PAYLOAD, INSTANCE
from engine.words.values import value

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALL = select(EVENT, EVENT_PAYLOAD.c.salt, EVENT_PAYLOAD.c.payload).outerjoin(
    EVENT_PAYLOAD,
    (EVENT_PAYLOAD.c.instance_id == EVENT.c.instance_id) & (EVENT_PAYLOAD.c.sequence == EVENT.c.sequence),
)
_READ = _ALL.where(EVENT.c.instance_id == bindparam("instance")).order_by(EVENT.c.sequence)
_READ_MANY = _ALL.where(EVENT.c.instance_id.in_(bindparam("ids", expanding=True))).order_by(
    EVENT.c.instance_id, EVENT.c.sequence
)
_ERASE = delete(EVENT_PAYLOAD).where(EVENT_PAYLOAD.c.instance_id.in_(bindparam("ids", expanding=True)))
_MOVE_HEAD = Change(table=INSTANCE, keys=("id", "events"), sets=("events", "event_hash"))


@value(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One event as history holds it. `erased`: its actor, payload and facts are gone for good."""

    sequence: int
    entry: Entry
    hash: str
    erased: bool = False


@value(frozen=True, slots=True, kw_only=True)
class Chain:
    """A history and whether its hashes verify: `broken` is the first sequence number that does not, None if all do.

    `recorded` ends before it.
    """

    recorded: Sequence[Recorded]
    broken: int | None


@value(frozen=True, slots=True, kw_only=True)
class Links:
    """Rows ready to insert, and where the chains end with them."""

    events: Sequence[Mapping[str, Any]]
    payloads: Sequence[Mapping[str, Any]]
    heads: Mapping[str, Head]


def append_events(connection: Connection, entries: Mapping[str, Sequence[Entry]]) -> None:
    """Append to the histories of these instances, which the caller has locked; the revision stays.

    `write_decisions` does this for decisions; this is for what is no decision, such as an imported history.
    """
    before = heads_of(connection, entries)
    links = link(entries, before)
    add_links(connection, links)
    ends = [
        {"was_id": each, "was_events": before[each].events, "events": head.events, "event_hash": head.hash}
        for each, head in links.heads.items()
    ]
    change(connection, _MOVE_HEAD, ends)


def link(entries: Mapping[str, Sequence[Entry]], heads: Mapping[str, Head]) -> Links:
    """Continue the chains from their heads. Instances without entries keep theirs."""
    events: list[Mapping[str, Any]] = []
    payloads: list[Mapping[str, Any]] = []
    ends: dict[str, Head] = {}
    for instance, some in entries.items():
        head = heads.get(instance, Head())
        for entry in some:
            payload = encode({"actor": entry.actor, "payload": entry.payload, "facts": entry.facts})
            salt = secrets.token_hex(16)
            row: dict[str, Any] = {
                "instance_id": instance,
                "sequence": head.events + 1,
                "at": entry.at,
                "kind": entry.kind,
                "name": entry.name,
                "from_state": entry.from_state,
                "to_state": entry.to_state,
                "payload_digest": _digest(salt, payload),
                "previous_hash": head.hash,
            }
            row["hash"] = _hash(row)
            head = Head(events=head.events + 1, hash=row["hash"])
            events.append(row)
            payloads.append({"instance_id": instance, "sequence": head.events, "salt": salt, "payload": payload})
        ends[instance] = head
    return Links(events=events, payloads=payloads, heads=ends)


def add_links(connection: Connection, links: Links) -> None:
    """Insert the rows of `link`. Raises Conflict if somebody appended to the same history first."""
    add(connection, EVENT, links.events)
    add(connection, EVENT_PAYLOAD, links.payloads)


def history(connection: Connection, instance: str) -> list[Recorded]:
    """All that happened to an instance, in order."""
    return [_recorded(row) for row in connection.execute(_READ, {"instance": instance})]


def _broken(rows: Sequence[Any], head: Head) -> int | None:
    """An erased payload is no fault, a changed one is. A missing end is found by the instance's head."""
    previous, expected = "", 1
    for row in rows:
        link_is_whole = row.sequence == expected and row.previous_hash == previous and row.hash == _hash(row._asdict())
        payload_is_whole = row.payload is None or row.payload_digest == _digest(row.salt, row.payload)
        if not (link_is_whole and payload_is_whole):
            return expected
        previous, expected = row.hash, expected + 1
    return None if Head(events=expected - 1, hash=previous) == head else expected


def chains(connection: Connection, instances: Collection[str]) -> dict[str, Chain]:
    """The histories of these instances, each verified. Two statements per 500."""
    heads = heads_of(connection, instances)
    rows: dict[str, list[Any]] = {each: [] for each in heads}
    for some in chunks(sorted(heads)):
        for row in connection.execute(_READ_MANY, {"ids": some}):
            rows[row.instance_id].append(row)
    found = {}
    for id, some in rows.items():
        broken = _broken(some, heads[id])
        # What does not verify is not read: it may be no text of ours at all.
        found[id] = Chain(
            recorded=[_recorded(row) for row in some[: None if broken is None else broken - 1]], broken=broken
        )
    return found


def erase_payloads(connection: Connection, instances: Collection[str]) -> int:
    """Forget who did what with which data in these histories; that it happened stays. The number forgotten."""
    return sum(connection.execute(_ERASE, {"ids": some}).rowcount for some in chunks(sorted(set(instances))))


def _digest(salt: str, payload: str) -> str:
    return sha256(f"{salt}:{payload}".encode()).hexdigest()


def _hash(row: Mapping[str, Any]) -> str:
    columns = [row[name] for name in ("instance_id", "sequence", "kind", "name", "from_state", "to_state")]
    covered = [*columns, _microseconds(row["at"]), row["payload_digest"], row["previous_hash"]]
    return sha256(encode(covered).encode()).hexdigest()


def _microseconds(at: datetime) -> int:
    """Whole microseconds since 1970, so that no rounding and no zone can change a hash."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _recorded(row: Any) -> Recorded:
    body = {"actor": None, "payload": {}, "facts": {}} if row.payload is None else decode(row.payload)
    entry = Entry(at=row.at, kind=row.kind, name=row.name, from_state=row.from_state, to_state=row.to_state, **body)
    return Recorded(sequence=row.sequence, entry=entry, hash=row.hash, erased=row.payload is None)
