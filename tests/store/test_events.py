"""The history is a chain: what was changed, cut or slipped in shows; what was erased does not break it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.sql.dml import Delete, Update

from engine.core.values import Entry
from engine.store.decisions import write_decisions
from engine.store.events import append_events, erase_payloads, history
from engine.store.instances import load_instance
from engine.store.tables import EVENT, EVENT_PAYLOAD
from engine.words.errors import Conflict
from tests.store.chain import broken_in
from tests.store.samples import NOW, entry, instance, moved, started

ONE, TWO = instance(1), instance(2)
FIVE = [entry("act", name=f"act {number}", from_state="a") for number in range(5)]


@pytest.fixture
def told(connection: Connection) -> Connection:
    """Two instances with five events each."""
    write_decisions(connection, [started(ONE, FIVE), started(TWO, FIVE)], timers={}, now=NOW)
    return connection


def test_events_come_back_in_order_and_whole(told: Connection) -> None:
    found = history(told, ONE.id)
    assert [each.sequence for each in found] == [1, 2, 3, 4, 5]
    assert [each.entry for each in found] == FIVE
    assert len({each.hash for each in found}) == 5
    assert broken_in(told, ONE.id) is None


def test_events_may_be_appended_without_a_decision(told: Connection) -> None:
    append_events(told, {ONE.id: [entry("people"), entry("event")], TWO.id: []})
    assert load_instance(told, ONE.id) == ONE
    assert len(history(told, ONE.id)) == 7
    write_decisions(told, [moved(ONE)], timers={}, now=NOW)
    assert len(history(told, ONE.id)) == 8
    assert broken_in(told, ONE.id) is None


def third(table: Any) -> Any:
    return (table.c.instance_id == ONE.id) & (table.c.sequence == 3)


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        (update(EVENT).where(third(EVENT)).values(name="another act"), 3),
        (update(EVENT).where(third(EVENT)).values(at=NOW.replace(microsecond=0)), 3),
        (update(EVENT).where(third(EVENT)).values(hash="0" * 64), 3),
        (update(EVENT).where(third(EVENT)).values(payload_digest="0" * 64), 3),
        (update(EVENT_PAYLOAD).where(third(EVENT_PAYLOAD)).values(payload="{}"), 3),
        (update(EVENT_PAYLOAD).where(third(EVENT_PAYLOAD)).values(salt=""), 3),
        (update(EVENT).where(third(EVENT)).values(sequence=9), 3),
        (delete(EVENT).where(third(EVENT)), 3),
        (delete(EVENT).where(EVENT.c.instance_id == ONE.id, EVENT.c.sequence == 5), 5),
        (delete(EVENT).where(EVENT.c.instance_id == ONE.id), 1),
    ],
    ids=["name", "time", "hash", "digest", "payload", "salt", "order", "one missing", "end missing", "all missing"],
)
def test_tampering_shows_where_it_began(told: Connection, tampering: Update | Delete, found_at: int) -> None:
    if tampering.is_dml and tampering.table.name == "event":  # type: ignore[union-attr]
        erase_payloads(told, [ONE.id])  # so that no foreign key helps
    told.execute(tampering)
    assert broken_in(told, ONE.id) == found_at
    assert broken_in(told, TWO.id) is None


def test_an_erased_history_still_verifies_and_says_nothing_of_anybody(told: Connection) -> None:
    assert erase_payloads(told, [ONE.id]) == 5
    found = history(told, ONE.id)
    assert all(each.erased for each in found)
    assert {each.entry.actor for each in found} == {None}
    assert [each.entry.payload for each in found] == [{}] * 5
    assert broken_in(told, ONE.id) is None
    assert not any(each.erased for each in history(told, TWO.id))


def test_equal_payloads_have_different_digests(told: Connection) -> None:
    same: list[Entry] = [entry("act"), entry("act")]
    append_events(told, {ONE.id: same})
    digests = told.execute(EVENT.select().where(EVENT.c.sequence > 5)).all()
    assert len({row.payload_digest for row in digests}) == 2


def test_a_sequence_number_is_given_once(told: Connection) -> None:
    row = told.execute(EVENT.select().where(third(EVENT))).one()
    with pytest.raises(Conflict) as raised:
        told.execute(EVENT.insert(), dict(row._mapping))
    assert raised.value.facts == {"constraint": "pk_event"}
