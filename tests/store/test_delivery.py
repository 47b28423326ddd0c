"""The outbox: queued once, claimed under a lease, acknowledged only by who holds the claim."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from engine.store.database import open_database, transaction
from engine.store.delivery import (
    Claim,
    Failure,
    acknowledge,
    claim,
    claim_of,
    expire,
    freeze,
    give_back,
    next_delivery,
    postpone,
    revive,
    suppress,
)
from engine.store.outbox import Message, counts, enqueue, message_id, messages_with
from engine.store.prepare import upgrade
from tests.store.samples import DAY, HOUR, NOW, queued

LEASE = timedelta(minutes=5)


def only(messages: list[Message]) -> Message:
    assert len(messages) == 1
    return messages[0]


def test_a_notice_is_queued_once_for_ever(connection: Connection) -> None:
    enqueue(connection, [queued("n1"), queued("n1"), queued("n2")], NOW)
    sent = claim(connection, "mail", NOW, LEASE, 10)
    assert acknowledge(connection, [claim_of(each) for each in sent], NOW) == 2
    enqueue(connection, [queued("n1", channel="chat")], NOW + DAY)
    assert counts(connection) == {"sent": 2}


def test_a_message_comes_back_as_it_was_queued(connection: Connection) -> None:
    row = queued("n1")
    enqueue(connection, [row], NOW, domain="hr.example")
    message = only(claim(connection, "mail", NOW, LEASE, 10))
    assert message.notice == row.notice
    assert (message.channel, message.language, message.not_before, message.expires_at) == (
        row.channel,
        row.language,
        row.not_before,
        row.expires_at,
    )
    assert (message.status, message.epoch, message.attempts, message.frozen) == ("claimed", 1, 1, None)
    assert message.message_id == message_id("n1", "hr.example")


def test_a_suppressed_notice_is_kept_with_its_reason_and_never_claimed(connection: Connection) -> None:
    enqueue(connection, [queued("n1", suppressed="superseded")], NOW)
    assert claim(connection, "mail", NOW, LEASE, 10) == []
    assert only(messages_with(connection, "suppressed", 10)).last_error == "superseded"


def test_nothing_goes_out_before_its_time_or_after_its_end(connection: Connection) -> None:
    enqueue(connection, [queued("later", not_before=NOW + HOUR), queued("over", expires_at=NOW)], NOW)
    assert next_delivery(connection) == NOW
    assert claim(connection, "mail", NOW, LEASE, 10) == []
    assert expire(connection, NOW) == 1
    assert only(messages_with(connection, "suppressed", 10)).last_error == "expired"
    assert next_delivery(connection) == NOW + HOUR
    assert only(claim(connection, "mail", NOW + HOUR, LEASE, 10)).key == "later"


def test_claims_are_taken_in_order_and_up_to_a_number(connection: Connection) -> None:
    enqueue(connection, [queued(f"n{9 - n}", not_before=NOW + n * LEASE) for n in range(9)], NOW)
    first = claim(connection, "mail", NOW + DAY, LEASE, 4)
    assert [each.key for each in first] == ["n9", "n8", "n7", "n6"]
    assert [each.key for each in claim(connection, "mail", NOW + DAY, LEASE, 40)] == ["n5", "n4", "n3", "n2", "n1"]


def test_a_crash_after_sending_leads_to_the_same_bytes_and_id(connection: Connection) -> None:
    enqueue(connection, [queued("n1")], NOW)
    first = only(claim(connection, "mail", NOW, LEASE, 10))
    assert freeze(connection, [(claim_of(first), b"as sent")]) == 1
    assert claim(connection, "mail", NOW + LEASE / 2, LEASE, 10) == []
    assert next_delivery(connection) == NOW + LEASE
    second = only(claim(connection, "mail", NOW + LEASE, LEASE, 10))
    assert (second.frozen, second.message_id) == (b"as sent", first.message_id)
    assert (second.epoch, second.attempts) == (2, 2)
    assert freeze(connection, [(claim_of(second), b"other bytes")]) == 0


def test_a_report_under_an_old_claim_counts_nothing(connection: Connection) -> None:
    enqueue(connection, [queued("n1")], NOW)
    old = claim_of(only(claim(connection, "mail", NOW, LEASE, 10)))
    new = claim_of(only(claim(connection, "mail", NOW + LEASE, LEASE, 10)))
    assert acknowledge(connection, [old], NOW) == 0
    assert give_back(connection, [Failure(claim=old, error="timeout", next_at=NOW)]) == 0
    assert suppress(connection, [(old, "task done")]) == 0
    assert postpone(connection, [(old, NOW)]) == 0
    assert freeze(connection, [(old, b"late")]) == 0
    assert acknowledge(connection, [new], NOW) == 1
    assert acknowledge(connection, [new], NOW) == 0


def test_failures_are_tried_again_or_buried_and_can_be_revived(connection: Connection) -> None:
    enqueue(connection, [queued("again"), queued("poison")], NOW)
    taken = {each.key: claim_of(each) for each in claim(connection, "mail", NOW, LEASE, 10)}
    freeze(connection, [(taken["poison"], b"bad address")])
    failures = [
        Failure(claim=taken["again"], error="busy", next_at=NOW + HOUR),
        Failure(claim=taken["poison"], error="no such mailbox"),
        Failure(claim=Claim(key="unknown", epoch=1), error="?"),
    ]
    assert give_back(connection, failures) == 2
    assert counts(connection) == {"queued": 1, "dead": 1}
    assert only(messages_with(connection, "dead", 10)).last_error == "no such mailbox"
    again = only(claim(connection, "mail", NOW + HOUR, LEASE, 10))
    assert (again.key, again.attempts, again.last_error) == ("again", 2, "busy")
    assert revive(connection, ["poison", "again", "unknown"], NOW + HOUR) == 1
    revived = only(claim(connection, "mail", NOW + HOUR, LEASE, 10))
    assert (revived.key, revived.attempts, revived.frozen) == ("poison", 1, None)


def test_postponed_and_suppressed_messages_leave_their_claim(connection: Connection) -> None:
    enqueue(connection, [queued("night"), queued("done")], NOW)
    taken = {each.key: claim_of(each) for each in claim(connection, "mail", NOW, LEASE, 10)}
    assert postpone(connection, [(taken["night"], NOW + HOUR)]) == 1
    assert suppress(connection, [(taken["done"], "task done")]) == 1
    assert counts(connection) == {"queued": 1, "suppressed": 1}
    assert next_delivery(connection) == NOW + HOUR
    assert only(messages_with(connection, "queued", 10)).attempts == 0


@pytest.mark.parametrize("number", [1, 700])
def test_many_messages_are_acknowledged_at_once(connection: Connection, number: int) -> None:
    enqueue(connection, [queued(f"n{n}") for n in range(number)], NOW)
    taken = claim(connection, "mail", NOW, LEASE, number)
    assert acknowledge(connection, [claim_of(each) for each in taken], NOW) == number


def test_two_workers_never_hold_the_same_message(database: Engine) -> None:
    with transaction(database) as connection:
        enqueue(connection, [queued(f"n{n}") for n in range(10)], NOW)
    with transaction(database) as connection:
        mine = claim(connection, "mail", NOW, LEASE, 6)
    with transaction(database) as connection:
        others = claim(connection, "mail", NOW, LEASE, 6)
    assert (len(mine), len(others)) == (6, 4)


def test_a_worker_passes_over_what_another_is_claiming_on_postgresql(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    upgrade(engine)
    with transaction(engine) as connection:
        enqueue(connection, [queued(f"n{n}") for n in range(10)], NOW)
    with transaction(engine) as first, transaction(engine) as second:
        mine = claim(first, "mail", NOW, LEASE, 6)
        others = claim(second, "mail", NOW, LEASE, 6)
    assert (len(mine), len(others)) == (6, 4)
    assert not {each.key for each in mine} & {each.key for each in others}
    engine.dispose()
