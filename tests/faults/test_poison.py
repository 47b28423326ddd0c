"""Poison: a template, an address, a server that hangs or refuses, a disk that is full. The others go out; each cause is
one clear incident; what was held up goes out by itself once the cause is gone. Real servers on this machine."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event

from engine.runtime.deliver import deliver
from engine.runtime.launch import launch
from engine.runtime.runner import Rounds, round_of
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from engine.store.outbox import counts
from engine.words.errors import Unavailable
from tests.faults.pieces import BEFORE, CYCLE, DAY, HOUR, OPENING
from tests.faults.place import File, Place
from tests.faults.sinks import mail_server
from tests.notifications.receiver import Receiver

PEOPLE = 5
MINUTE = timedelta(minutes=1)
SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"


def sending(place: Place, channel: str, **settings: str) -> Workspace:
    """A process that sends another way, on the same database."""
    worker = place.process()
    channels: Mapping[str, Mapping[str, str]] = {**worker.settings.channels, channel: settings}
    vars(worker)["settings"] = replace(worker.settings, channel=channel, channels=channels)
    return worker


def by_mail(place: Place, port: int) -> Workspace:
    return sending(place, "smtp", host="127.0.0.1", port=str(port), security="none", hello="t", timeout="1")


def by_hook(place: Place, url: str) -> Workspace:
    return sending(place, "webhook", url=url, secret=SECRET, allow_private="yes", timeout="2")


def incidents(worker: Workspace) -> list[tuple[str, str]]:
    with snapshot(worker.database) as connection:
        return [(each.about, each.incident.code) for each in unresolved(connection)]


def status(worker: Workspace) -> dict[str, int]:
    with snapshot(worker.database) as connection:
        return counts(connection)


def announced(place: Place, worker: Workspace) -> Workspace:
    """Everybody is owed the announcement."""
    place.restore("people")
    launch(worker, CYCLE, BEFORE)
    return worker


def once_more(worker: Workspace, now: datetime, hours: int = 24) -> None:
    """A runner that looks every quarter of an hour."""
    for quarter in range(1, 4 * hours):
        deliver(worker, now + quarter * HOUR / 4)


@contextmanager
def hanging() -> Iterator[int]:
    """A server that takes calls and says nothing; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        calls: list[socket.socket] = []
        stop = threading.Event()
        server.settimeout(0.1)

        def take() -> None:
            while not stop.is_set():
                try:
                    calls.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            stop.set()
            thread.join()
            for each in calls:
                each.close()


def test_a_mail_server_that_hangs_costs_one_wait_and_nothing_is_lost(sqlite_place: Place) -> None:
    with hanging() as port:
        worker = announced(sqlite_place, by_mail(sqlite_place, port))
        done = deliver(worker, BEFORE)
        assert done.sent == 0
        assert incidents(worker) == [("channel smtp", "channel-down")]
        deliver(worker, BEFORE + 10 * MINUTE)
        assert incidents(worker) == [("channel smtp", "channel-down")]
    with mail_server() as (office, port):
        mended = by_mail(sqlite_place, port)
        once_more(mended, BEFORE + HOUR)
        assert len({each.message_id for each in office.received}) == len(office.received) == PEOPLE
        assert incidents(mended) == []
        assert status(mended) == {"sent": PEOPLE}


@pytest.mark.parametrize("answer", [500, 503, 429])
def test_an_endpoint_that_refuses_for_now_gets_everything_later_under_the_same_ids(
    sqlite_place: Place, answer: int
) -> None:
    with listening() as receiver:
        worker = announced(sqlite_place, by_hook(sqlite_place, receiver.url))
        receiver.status = answer
        assert deliver(worker, BEFORE).sent == 0
        refused = {headers["webhook-id"] for _, headers, _ in receiver.got}
        receiver.status = 204
        receiver.got.clear()
        once_more(worker, BEFORE)
        taken = [headers["webhook-id"] for _, headers, _ in receiver.got]
        assert len(taken) == len(set(taken)) == PEOPLE
        assert refused <= set(taken)
        assert status(worker) == {"sent": PEOPLE}
        assert incidents(worker) == []


def test_an_endpoint_that_refuses_for_good_is_named_and_a_dead_one_waited_for(sqlite_place: Place) -> None:
    with listening() as receiver:
        worker = announced(sqlite_place, by_hook(sqlite_place, receiver.url))
        receiver.status = 410
        done = deliver(worker, BEFORE + 7 * HOUR)
        assert (done.sent, done.dead) == (0, PEOPLE)
        assert {code for _, code in incidents(worker)} == {"message-refused"}
        url = receiver.url
    tick(worker, OPENING)  # nobody listens any more
    assert deliver(worker, OPENING + 7 * HOUR).sent == 0
    assert ("channel webhook", "channel-down") in incidents(worker)
    with listening(url) as receiver:
        once_more(worker, OPENING + 7 * HOUR)
        assert status(worker)["sent"] == PEOPLE == len(receiver.got)
        assert ("channel webhook", "channel-down") not in incidents(worker)


@contextmanager
def listening(url: str = "") -> Iterator[Receiver]:
    """An endpoint; the one that was at `url` again."""
    receiver = Receiver(int(url.split(":")[2].split("/")[0]) if url else 0)
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        thread.join()
        receiver.server_close()


def test_a_mailbox_that_cannot_be_written_is_waited_for(sqlite_place: Place) -> None:
    worker = announced(sqlite_place, sqlite_place.process())
    folder = worker.home / "occupied"
    folder.write_text("not a folder", encoding="utf-8")
    stuck = sending(sqlite_place, "mailbox", folder=str(folder), sync="never")
    assert deliver(stuck, BEFORE).sent == 0
    assert incidents(stuck) == [("channel mailbox", "channel-down")]
    folder.unlink()
    once_more(stuck, BEFORE)
    assert status(stuck) == {"sent": PEOPLE}
    assert incidents(stuck) == []


@contextmanager
def full(place: File) -> Iterator[None]:
    """The disk has no page left: connections made meanwhile may not make the file any longer."""

    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # type: ignore[attr-defined]  # never below what there is

    place.engine.dispose()
    event.listen(place.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(place.engine, "connect", limit)
        place.engine.dispose()


def test_a_full_disk_stops_everything_clearly_and_nothing_is_half_done(
    sqlite_place: File, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite_place.restore("launched")
    worker = sqlite_place.process()
    rounds = Rounds(worker, threading.Event())
    with full(sqlite_place):
        with pytest.raises(Unavailable) as stopped:
            tick(worker, OPENING)
        assert stopped.value.code == "store-full"
        with time_machine.travel(OPENING, tick=False), caplog.at_level(logging.ERROR, "reviewflow.runner"):
            at = rounds.wake()
        assert at is not None
        assert "full" in caplog.text
    with time_machine.travel(at, tick=False):
        rounds.wake()
    undisturbed = status(worker)
    sqlite_place.restore("launched")
    round_of(sqlite_place.process(), at)
    assert undisturbed == status(sqlite_place.process())
    assert sum(undisturbed.values()) == 2 * PEOPLE
    assert incidents(worker) == []


def test_a_poisoned_template_is_one_incident_and_the_others_go_out(sqlite_place: Place) -> None:
    sqlite_place.restore("launched")
    worker = sqlite_place.process()
    tick(worker, OPENING)
    place = worker.home / "templates" / "zh" / "new_task.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("Subject: 任务\n\n{{ subject.name|date }}\n", encoding="utf-8")
    poisoned = Workspace(home=worker.home, settings=worker.settings)
    vars(poisoned)["database"] = worker.database
    try:
        done = deliver(poisoned, OPENING + DAY / 4)
    finally:
        place.unlink()
    assert incidents(poisoned) == [("new_task", "message-failed")]
    assert done.dead == 4  # all but the one who reads English
    assert status(poisoned) == {"dead": 4, "sent": 2 * PEOPLE - 4}
