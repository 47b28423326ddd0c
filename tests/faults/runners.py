"""Three runners on one PostgreSQL, killed at random while thousands of messages fall due and the server restarts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
from sqlalchemy import make_url

from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.workspace import open_workspace
from engine.store.prepare import upgrade
from tests.faults.pieces import BEFORE, CYCLE, DAY, HOUR, at
from tests.faults.place import COMPANY
from tests.faults.sinks import mail_server
from tests.faults.sound import nothing_lost
from tests.faults.tap import Received
from tests.support import postgres

# What has been acknowledged is in the files, though not on the disk: a server that crashes loses nothing.
OPTIONS = ("-c", "fsync=off", "-c", "full_page_writes=off")
RUNNERS = 3
# When something falls due: the announcement, the start, three reminders, two that are late, the next state.
PHASES = (BEFORE, *(at(f"{day} 02:00") for day in ("03-02", "03-04", "03-05", "03-06", "03-09", "03-12")))
TEAM = 20
PATIENCE = 600
LONGER = 1.2
AUDIT = """
CREATE TABLE lease_audit (key text, epoch integer, PRIMARY KEY (key, epoch));
CREATE FUNCTION note_lease() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO lease_audit VALUES (NEW.key, NEW.epoch); RETURN NEW; END $$;
CREATE TRIGGER audited AFTER UPDATE ON outbox FOR EACH ROW
  WHEN (NEW.status = 'claimed' AND NEW.epoch <> OLD.epoch) EXECUTE FUNCTION note_lease();
CREATE TRIGGER audited_too AFTER INSERT ON outbox FOR EACH ROW
  WHEN (NEW.status = 'claimed') EXECUTE FUNCTION note_lease();
"""
_LEFT = """
SELECT (SELECT count(*) FROM outbox WHERE status = 'queued' AND not_before <= %(now)s),
       (SELECT count(*) FROM timer WHERE status = 'armed' AND due_at <= %(now)s)
     + (SELECT count(*) FROM cycle_start WHERE status = 'waiting' AND due_at <= %(now)s),
       (SELECT count(*) FROM outbox WHERE status = 'claimed')
"""


@dataclass(slots=True)
class Ran:
    """What became of it all."""

    place: str = "PostgreSQL"
    people: int = 0
    notices: int = 0
    sent: int = 0
    resent: int = 0
    killed: int = 0
    restarts: int = 0
    leases: int = 0
    failures: list[str] = field(default_factory=list)


def many_runners(
    folder: Path, people: int, *, phases: Sequence[datetime] = PHASES, every: float = 1.5, seed: int = 0
) -> Ran:
    """Live through the phases; somebody is killed about `every` so many seconds, the server restarted in every second
    phase."""
    found = Ran(people=people)
    with postgres.running(options=OPTIONS) as server, mail_server() as (office, port):
        url = server.create()
        home = _prepared(folder, url, port, people)
        crew = Crew(home, url, Random(seed), every)
        try:
            for number, now in enumerate(phases):
                crew.phase(now, server if number % 2 else None)
            crew.last(phases[-1] + DAY)
        except TimeoutError as late:
            found.failures.append(str(late))
        finally:
            crew.stop()
        found.killed, found.restarts = crew.killed, crew.restarts
        _judge(found, home, url, office.received, phases[-1] + DAY)
    return found


def _prepared(folder: Path, url: str, port: int, people: int) -> Path:
    home = folder / "home"
    shutil.copytree(COMPANY, home)
    settings = home / "reviewflow.yaml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("channels")]
    smtp = f"{{host: 127.0.0.1, port: {port}, security: none, hello: t, timeout: 20}}"
    settings.write_text("\n".join([*kept, "channel: smtp", f"channels: {{smtp: {smtp}}}", ""]), encoding="utf-8")
    workspace = open_workspace(home, url)
    upgrade(workspace.database)
    with psycopg.connect(_plain(url)) as connection:
        connection.execute(AUDIT)
    import_people(workspace, _people(people).encode(), BEFORE)
    launch(workspace, CYCLE, BEFORE)
    workspace.database.dispose()
    return home


def _people(number: int) -> str:
    """Teams of twenty, the first of each its head; who has no manager has human resources."""
    lines = ["id,name,mail,language,site,department,manager,groups", "H1,Hu Hai,h1@example.com,en,Shanghai,HR,,hr"]
    lines.append("H2,He Hua,h2@example.com,zh,Shanghai,HR,H1,hr")
    for each in range(1, number - 1):
        manager = "H1" if each % TEAM == 1 else f"E{each - (each - 1) % TEAM}"
        language = "zh" if each % 2 else "en"
        lines.append(f"E{each},Person {each},e{each}@example.com,{language},Shanghai,D{each // TEAM},{manager},")
    return "\n".join(lines) + "\n"


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


Left = tuple[int, ...]


class Runner:
    """A process that has read its files once it says so; then it may be killed at any moment."""

    def __init__(self, home: Path, url: str, now: datetime, lives_for: float) -> None:
        command = [sys.executable, "-m", "tests.faults.runner_process", str(home), url, now.isoformat()]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)
        self._lives_for = lives_for
        self._until: float | None = None

    @property
    def is_due(self) -> bool:
        """Whether its time has come, counted from when it was ready."""
        if self._until is None and self._process.stdout is not None and self._process.stdout.read():
            self._until = time.monotonic() + self._lives_for
        return self._until is not None and time.monotonic() >= self._until

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Crew:
    """Runners that are killed and started again; a phase ends when nothing is due that nobody holds."""

    def __init__(self, home: Path, url: str, rng: Random, every: float) -> None:
        self.home, self.url, self.rng, self.every = home, url, rng, every
        self.killed = self.restarts = 0
        self._lives_for = every
        self._runners: list[Runner] = []

    def phase(self, now: datetime, server: postgres.Server | None) -> None:
        """Everybody works at `now`, on a clock that goes on from there; the server restarts after the first death.

        Each death gives those who follow more time: on a slow machine too, somebody must finish something.
        """
        self._lives_for = self.every
        self._runners = [self._start(now) for _ in range(RUNNERS)]
        for _ in self._until(lambda left: left[0] == left[1] == 0, now):
            for number, each in enumerate(self._runners):
                if each.is_due:
                    each.kill()
                    self.killed += 1
                    self._lives_for *= LONGER
                    self._runners[number] = self._start(now)
                    if server is not None:
                        server.restart()
                        self.restarts += 1
                        server = None
        self.killed += len(self._runners)
        self.stop()

    def last(self, now: datetime) -> None:
        """What the killed have left is taken up once their leases are over."""
        self._runners = [Runner(self.home, self.url, now, PATIENCE) for _ in range(RUNNERS)]
        for _ in self._until(lambda left: not any(left), now):
            pass
        self.stop()

    def stop(self) -> None:
        for each in self._runners:
            each.kill()
        self._runners = []

    def _start(self, now: datetime) -> Runner:
        return Runner(self.home, self.url, now, self.rng.uniform(0, 2) * self._lives_for)

    def _until(self, done: Callable[[Left], bool], now: datetime) -> Iterator[None]:
        """Look, now and then, until nothing is left of what falls due within the hour: their clock goes on."""
        began, left = time.monotonic(), None
        while time.monotonic() - began < PATIENCE:
            time.sleep(0.1)
            try:
                with psycopg.connect(_plain(self.url)) as connection:
                    left = connection.execute(_LEFT, {"now": now + HOUR}).fetchone()
            except psycopg.OperationalError:
                continue  # it is just being restarted
            if left is not None and done(left):
                return
            yield
        raise TimeoutError(f"{now:%m-%d}: still to be done after {PATIENCE} s: {left}")


def _judge(found: Ran, home: Path, url: str, received: Sequence[Received], now: datetime) -> None:
    """Each message owed has arrived, once or again in the same bytes, and no lease was held twice."""
    workspace = open_workspace(home, url)
    found.failures += nothing_lost(workspace, received, now + timedelta(minutes=1))
    workspace.database.dispose()
    with psycopg.connect(_plain(url)) as connection:
        statuses = Counter(dict(connection.execute("SELECT status, count(*) FROM outbox GROUP BY status").fetchall()))
        epochs = connection.execute(
            "SELECT o.key FROM outbox o WHERE o.epoch <> (SELECT count(*) FROM lease_audit a WHERE a.key = o.key)"
        ).fetchall()
        (reviews,) = connection.execute("SELECT count(*) FROM instance").fetchone() or (0,)
        incidents = connection.execute("SELECT code, about FROM incident WHERE resolved_at IS NULL").fetchall()
        (found.leases,) = connection.execute("SELECT count(*) FROM lease_audit").fetchone() or (0,)
    found.notices = statuses.total()
    found.sent = len({each.message_id for each in received})
    found.resent = len(received) - found.sent
    found.failures += [f"{key}: leases and claims do not agree" for (key,) in epochs]
    found.failures += [f"incident {code} about {about}" for code, about in incidents]
    if reviews != found.people:
        found.failures.append(f"{reviews} reviews of {found.people} people")
    if set(statuses) - {"sent", "suppressed"}:
        found.failures.append(f"not at rest: {dict(statuses)}")
