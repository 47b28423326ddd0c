"""Messages go out once in the ordinary way, never in two forms, and never when they are no longer needed."""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from engine.core.values import Notice, Triggered
from engine.runtime.deliver import Delivered, again, deliver
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.letters import letter_for
from engine.runtime.parcels import LEASE, sender_of, take
from engine.runtime.retrying import WAITS, WAITS_IN_OUTAGE, next_try
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.work import Work
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.incidents import unresolved
from engine.store.outbox import Message, counts, messages_of, messages_with
from engine.store.tables import OUTBOX
from engine.words.errors import Misuse
from notifications.channels import open_channel
from notifications.message import Message as Rendered
from tests.notifications.test_smtp import Listening, Office, free_port
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
OWED = 13  # tasks at the start: B1 has no manager, so both of human resources are asked


@pytest.fixture
def begun(empty_workspace: Workspace, people_csv: str) -> Workspace:
    """A launched cycle whose announcements are out and whose goal settings have just begun; a letter each."""
    workspace = empty_workspace
    organisation = workspace.home / "processes" / "organisation.yaml"
    organisation.write_text(organisation.read_text() + "\nmessages: {digest: each}\n")
    import_people(workspace, people_csv.encode(), NOW)
    launch(workspace, "2026-h2", NOW)
    deliver(workspace, NOW + DAY)
    tick(workspace, START)
    return workspace


@pytest.fixture
def office() -> Iterator[tuple[Office, int]]:
    """A mail server that listens, and its port."""
    office, port = Office(), free_port()
    controller = Listening(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield office, port
    controller.stop()


Reopen = Callable[[Workspace], Workspace]


@pytest.fixture
def reopened() -> Iterator[Reopen]:
    """Opens a workspace as another process would: files and settings read anew."""
    opened = []

    def reopen(workspace: Workspace) -> Workspace:
        opened.append(open_workspace(workspace.home, workspace.settings.database))
        return opened[-1]

    yield reopen
    for each in opened:
        each.database.dispose()


def by_mail(workspace: Workspace, port: int) -> None:
    """Settings that send mail, and what is queued queued for mail."""
    smtp = f"{{host: 127.0.0.1, port: {port}, security: none, hello: t, timeout: 5}}"
    (workspace.home / "reviewflow.yaml").write_text(f"channel: smtp\nchannels:\n  smtp: {smtp}\n")
    with transaction(workspace.database) as connection:
        connection.exec_driver_sql("UPDATE outbox SET channel = 'smtp' WHERE status = 'queued'")


def received(workspace: Workspace) -> list[Rendered]:
    box = mailbox.Maildir(workspace.settings.channels["mailbox"]["folder"], factory=None, create=True)
    found = [Rendered.from_bytes(each.as_bytes()) for each in box]
    return sorted(found, key=lambda each: each.message_id)


def status(workspace: Workspace) -> dict[str, int]:
    with snapshot(workspace.database) as connection:
        return counts(connection)


def incidents(workspace: Workspace) -> list[tuple[str, str]]:
    with snapshot(workspace.database) as connection:
        return [(each.about, each.incident.code) for each in unresolved(connection)]


def with_status(workspace: Workspace, word: str) -> list[Message]:
    with snapshot(workspace.database) as connection:
        return messages_with(connection, word, 1000)  # type: ignore[arg-type]


def test_everybody_is_written_to_once_in_their_own_language(begun: Workspace) -> None:
    before = len(received(begun))
    done = deliver(begun, START)
    assert done == Delivered(sent=OWED)
    sent = received(begun)
    assert len(sent) - before == OWED
    assert deliver(begun, START) == Delivered()
    tasks = [each for each in sent if each.template == "new_task"]
    assert {each.language for each in tasks if each.to.address in ("m2@example.com", "p2@example.com")} == {"en"}
    assert {each.subject.partition("：")[0] for each in tasks if each.language == "zh"} == {"【待办】分解部门目标"}
    announced = {each.to.address: each for each in sent if each.template == "cycle_announced"}
    assert "2026年7月1日" in announced["e1@example.com"].text
    assert "Evaluation opens" in announced["e2@example.com"].text
    assert incidents(begun) == []


def test_a_crash_before_sending_sends_the_frozen_bytes_later(begun: Workspace, reopened: Reopen) -> None:
    frozen = {each.message.message_id: each.content.as_bytes() for each in take(begun, "mailbox", START, 100).parcels}
    assert deliver(begun, START + MINUTE) == Delivered()
    for template in (begun.home / "templates").rglob("new_task.txt"):
        template.write_text("Subject: Changed\n\nChanged since.\n")
    restarted = reopened(begun)
    before = {each.message_id for each in received(begun)}
    assert deliver(restarted, START + LEASE).sent == len(frozen) == OWED
    late = [each for each in received(begun) if each.message_id not in before]
    assert {f"<{each.message_id}>" for each in late} == set(frozen)
    assert not any("Changed" in each.subject for each in late)


def test_a_crash_after_sending_repeats_the_same_message_id(begun: Workspace) -> None:
    first, *_ = take(begun, "mailbox", START, 100).parcels
    channel = open_channel("mailbox", begun.settings.channels["mailbox"])
    channel.deliver(first.content, first.address)
    channel.close()
    assert deliver(begun, START + LEASE).sent == OWED
    twice = [each for each in received(begun) if f"<{each.message_id}>" == first.message.message_id]
    assert len(twice) == 2
    assert twice[0] == twice[1]


def test_a_report_that_comes_too_late_counts_nothing(begun: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    late = take(begun, "mailbox", START, 100).parcels
    assert deliver(begun, START + LEASE).sent == OWED
    from engine.runtime.deliver import Report, _reported

    assert _reported(begun, Report(START + LEASE, "mailbox", sent=[each.claim for each in late])) == 0


def test_what_is_no_longer_needed_is_kept_with_its_reason(begun: Workspace) -> None:
    form = {"unit_goals": [{"title": "Ship"}]}
    with snapshot(begun.database) as connection:
        queued = messages_of(connection, "goal_setting/2026-h2/E1")
    assert [each.notice.recipient for each in queued] == ["M1"]
    trigger(begun, "goal_setting/2026-h2/E1", Triggered(act="brief", actor="M1", form=form), START)
    import_people(begun, PEOPLE.replace("2012-03-01,,", "2012-03-01,2026-06-30,").encode(), START)  # H1 has left
    done = deliver(begun, START)
    reasons = {each.key: each.last_error for each in with_status(begun, "suppressed")}
    assert reasons.pop(queued[0].key) == "task-closed"
    assert set(reasons.values()) == {"recipient-left", "task-closed"}  # H1's own goal setting is cancelled
    assert done.suppressed == len(reasons) + 1
    assert done.sent == status(begun)["sent"] - 12


def test_without_an_address_no_mail_is_tried(begun: Workspace, office: tuple[Office, int], reopened: Reopen) -> None:
    by_mail(begun, office[1])
    mailing = reopened(begun)
    import_people(mailing, b"id,name,mail\nM1,Ma Ming,\n", START)
    done = deliver(mailing, START)
    assert {each.last_error for each in with_status(mailing, "suppressed")} == {"no-address"}
    assert done.sent == len(office[0].got) > 0


def test_a_poison_template_is_one_incident_and_the_others_go_out(begun: Workspace, reopened: Reopen) -> None:
    good = begun.home / "templates" / "zh" / "new_task.txt"
    text = good.read_text()
    good.write_text("Subject: 任务\n\n{{ subject.name|date }}\n")
    poisoned = reopened(begun)
    done = deliver(poisoned, START)
    assert done.dead > 0
    assert done.sent > 0
    assert done.dead + done.sent == OWED
    assert incidents(poisoned) == [("new_task", "message-failed")]
    with snapshot(poisoned.database) as connection:
        said = unresolved(connection)[0].incident
    assert "new_task.txt" in str(said.facts["why"]["zh"])
    good.write_text(text)
    mended = reopened(begun)
    assert again(mended, START + MINUTE, "new_task") == done.dead
    assert incidents(mended) == []
    assert deliver(mended, START + MINUTE) == Delivered(sent=done.dead)


def test_a_refused_address_is_dead_and_a_full_one_tried_again(
    begun: Workspace, office: tuple[Office, int], reopened: Reopen
) -> None:
    by_mail(begun, office[1])
    mailing = reopened(begun)
    addresses = b"id,name,mail\nM1,Ma,nobody@example.com\nH1,Hu,full@example.com\n"
    import_people(mailing, addresses, START)
    done = deliver(mailing, START)
    assert (done.dead > 0, done.failed > 0, done.sent > 0) == (True, True, True)
    assert done.total == OWED
    assert {code for _, code in incidents(mailing)} == {"message-refused"}
    waiting = with_status(mailing, "queued")
    assert {each.notice.recipient for each in waiting} == {"H1"}
    assert all(START + WAITS[0] <= each.not_before <= START + WAITS[0] * 1.2 for each in waiting)
    now, rounds = START, 1
    while with_status(mailing, "queued"):
        now = max(each.not_before for each in with_status(mailing, "queued"))
        deliver(mailing, now)
        rounds += 1
    assert rounds == len(WAITS) + 2  # the last attempt would fall into H1's night, and is made in the morning
    assert now == START + timedelta(hours=23)
    assert {code for _, code in incidents(mailing)} == {"message-refused", "message-given-up"}


def test_a_server_that_is_down_costs_nobody_an_attempt_but_the_first(begun: Workspace, reopened: Reopen) -> None:
    port = free_port()
    by_mail(begun, port)
    mailing = reopened(begun)
    assert deliver(mailing, START) == Delivered(failed=1)
    assert sorted(each.attempts for each in with_status(mailing, "queued")) == [0] * (OWED - 1) + [1]
    assert incidents(mailing) == [("channel smtp", "channel-down")]
    office = Office()
    controller = Listening(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert deliver(mailing, START + 2 * MINUTE).sent == OWED
    finally:
        controller.stop()
    assert len(office.got) == OWED
    assert incidents(mailing) == []


def test_a_server_that_is_down_is_no_incident_once_nothing_waits_for_it(begun: Workspace, reopened: Reopen) -> None:
    """As soon as what it held up is needed no more, and not while anything else waits."""
    by_mail(begun, free_port())
    mailing = reopened(begun)
    deliver(mailing, START)
    first, *others = sorted(with_status(mailing, "queued"), key=lambda each: -each.attempts)
    for over, expected in (([first], [("channel smtp", "channel-down")]), (others, [])):
        with transaction(mailing.database) as connection:
            rows = OUTBOX.c.key.in_([each.key for each in over])
            connection.execute(OUTBOX.update().where(rows).values(not_before=START, expires_at=START))
            # The others are for another hour, so that nothing is tried meanwhile.
            connection.execute(OUTBOX.update().where(~rows).values(not_before=START + DAY))
        assert deliver(mailing, START + 2 * MINUTE) == Delivered(suppressed=len(over))
        assert incidents(mailing) == expected


def test_messages_whose_definition_is_lost_wait_until_it_is_mended(begun: Workspace, reopened: Reopen) -> None:
    with transaction(begun.database) as connection:
        query = "SELECT text FROM definition WHERE name = 'goal_setting'"
        kept = connection.exec_driver_sql(query).scalar_one()
        connection.exec_driver_sql("UPDATE definition SET text = 'process: [' WHERE name = 'goal_setting'")
    broken = reopened(begun)
    assert deliver(broken, START) == Delivered(waiting=OWED)
    assert {each.last_error for each in with_status(broken, "queued")} == {"definition-lost"}
    assert {code for _, code in incidents(broken)} == {"definition-lost"}
    with transaction(begun.database) as connection:
        connection.execute(text("UPDATE definition SET text = :kept WHERE name = 'goal_setting'"), {"kept": kept})
    assert deliver(reopened(begun), START + timedelta(hours=1)).sent == OWED


def test_a_faulty_setting_costs_no_message(begun: Workspace, reopened: Reopen) -> None:
    (begun.home / "reviewflow.yaml").write_text("sender: nobody at all\n")
    with pytest.raises(Misuse) as refused:
        deliver(reopened(begun), START)
    assert refused.value.code == "sender-invalid"
    (begun.home / "reviewflow.yaml").write_text("channels:\n  mailbox: {floder: x}\n")
    assert deliver(reopened(begun), START) == Delivered()
    assert incidents(begun) == [("channel mailbox", "channel-down")]
    (begun.home / "reviewflow.yaml").unlink()
    mended = reopened(begun)
    assert deliver(mended, START + 2 * MINUTE).sent == OWED
    assert incidents(mended) == []


def test_two_deliverers_at_once_send_every_message_once(begun: Workspace, reopened: Reopen) -> None:
    before = len(received(begun))
    others = [reopened(begun) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda each: sum(deliver(each, START, limit=1).sent for _ in range(6)), others))
    for each in others:
        each.database.dispose()
    assert sum(done) == OWED
    ids = [each.message_id for each in received(begun)]
    assert len(ids) == len(set(ids)) == before + OWED


def test_waits_grow_are_the_same_every_time_and_end() -> None:
    for waits in (WAITS, WAITS_IN_OUTAGE):
        for attempt, wait in enumerate(waits, start=1):
            at = next_try("k", attempt, NOW, waits)
            assert at == next_try("k", attempt, NOW, waits)
            assert at is not None
            assert wait <= at - NOW <= wait * 1.2
        assert next_try("k", len(waits) + 1, NOW, waits) is None
    assert len({next_try(f"k{number}", 1, NOW) for number in range(50)}) == 50


# Letters


@pytest.fixture
def reviewed(workspace: Workspace, reopened: Reopen) -> Workspace:
    """An evaluation of E1 that E2, E3 and E4 are to answer as peers."""
    for template in ("zh", "en"):
        place = workspace.home / "templates" / template / "told.txt"
        place.write_text("Subject: Told\n\n{{ data.achievements }}{{ cycle.end }}{{ extra.holders }}\n")
    workspace = reopened(workspace)
    launch(workspace, "2026-h2", NOW)
    december = datetime(2026, 12, 15, 2, tzinfo=UTC)
    tick(workspace, december)
    answers = {"achievements": "Shipped.", "quality": "4", "cooperation": "4", "initiative": "4"}
    id = "evaluation/2026-h2/E1"
    trigger(workspace, id, Triggered(act="self_review", actor="E1", form=answers), december)
    peers = {"peers": ["E2", "E3", "E4"]}
    trigger(workspace, id, Triggered(act="choose_peers", actor="E1", form=peers), december)
    return workspace


def variables(workspace: Workspace, **notice: object) -> dict[str, object]:
    at = datetime(2026, 12, 16, 2, tzinfo=UTC)
    asked = Notice(key="k", template="told", rule="r", planned_at=at, **notice)  # type: ignore[arg-type]
    message = Message(
        notice=asked, instance="evaluation/2026-h2/E1", channel="mailbox", language="zh", status="claimed",
        not_before=at, expires_at=None, created_at=at, message_id="<k@x>", epoch=1, attempts=1,
    )  # fmt: skip
    with snapshot(workspace.database) as connection:
        work = Work(workspace, connection, at)
        work.peek(["evaluation/2026-h2/E1"])
        return dict(letter_for(work, message, "a@b", sender_of(workspace)).variables)


def test_a_letter_shows_only_what_its_reader_may_see(reviewed: Workspace) -> None:
    assert variables(reviewed, recipient="M1")["data"]["achievements"] == "Shipped."  # type: ignore[index]
    assert "achievements" not in variables(reviewed, recipient="E2")["data"]  # type: ignore[operator]


def test_a_letter_names_no_anonymous_author(reviewed: Workspace) -> None:
    assert variables(reviewed, recipient="E1", actor="E2")["actor"] is None
    assert variables(reviewed, recipient="P1", actor="E2")["actor"] == {"name": "Li Lei"}
    assert variables(reviewed, recipient="E1", task="peer_review")["extra"] == {}
    owed = variables(reviewed, recipient="P1", task="peer_review")["extra"]
    assert owed == {"holders": ["Li Lei", "Sun Shan", "Qian Qi"]}


def test_a_letter_speaks_its_readers_language(reviewed: Workspace) -> None:
    told = variables(reviewed, recipient="E2", task="peer_review")
    assert told["task"]["title"] == "Review a colleague"  # type: ignore[index]
    assert told["state"] == {"name": "reviewing", "title": "Reviews by others"}
    assert told["cycle"]["title"] == "Half-year performance cycle from 2026-07-01"  # type: ignore[index]
    assert [each["name"] for each in told["cycle"]["dates"]][:2] == ["goals_open", "midpoint"]  # type: ignore[index]
    assert told["due_on"] == told["task"]["due_on"]  # type: ignore[index]
