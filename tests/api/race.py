"""Many who trigger the same reviews at once and retry blindly, while the servers are killed and begin again."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from engine.api.client import Client, Problem
from engine.runtime.importing import import_people
from engine.runtime.keys import make_token
from engine.runtime.launch import launch
from engine.runtime.readiness import make_ready
from engine.runtime.replaying import replay_all
from engine.runtime.tick import tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.events import history
from engine.store.instances import load_instances

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CYCLE = "2026-t"
CLIENTS, ACTS = 8, 10
PATIENCE = 60

FILES = {
    "processes/organisation.yaml": """\
organisation: small
title: {en: Small company, zh: 小公司}
sites:
  Berlin: {title: {en: Berlin, zh: 柏林}, calendar: plain, time_zone: Europe/Berlin, language: en, hours: "09:00-17:00"}
""",
    "processes/calendars/plain.yaml": """\
calendar: plain
title: {en: Monday to Friday, zh: 周一至周五}
first_year: 2026
last_year: 2027
""",
    "processes/tally.yaml": """\
process: tally
version: 1
title: {en: Tally, zh: 计数}
subject: employee
roles:
  employee: subject
data:
  number: {type: number, decimals: 0, optional: yes, title: {en: Number, zh: 数字}}
  total:  {type: number, decimals: 0, default: 0, title: {en: Total, zh: 合计}}
visible:
  number: [{to: employee}]
  total:  [{to: employee}]
initial: open
on:
  subject_left: {to: closed}
states:
  open:
    title: {en: Open, zh: 进行中}
    on:
      count: {by: employee, form: [number], set: {total: "= total + number"}, title: {en: Count, zh: 计数}}
      close: {by: employee, to: closed, title: {en: Close, zh: 关闭}}
  closed: {final: yes, title: {en: Closed, zh: 已关闭}}
""",
    "processes/cycles/turn.yaml": """\
cycle: turn
title: {en: "Tallies from {{ start }}", zh: "{{ start }}起的计数"}
name: "{year}-t"
start: 2026-03-02
repeat: every 12 months
period: {from: start, to: 1 day before 12 months after start}
people: {include: employee.active}
dates:
  opens: {title: {en: Opens, zh: 开始}, default: start}
starts:
  - {process: tally, at: opens}
""",
    "reviewflow.yaml": "shipped_processes: no\n",
}


@dataclass(slots=True)
class Raced:
    """What came of it. `answered` counts every answer, two a trigger; `wrong` is all that must not be."""

    triggers: int
    answered: int = 0
    killed: int = 0
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)


def company(home: Path, database: str, people: int) -> Workspace:
    """As many people as wanted, each with one open tally."""
    for path, text in FILES.items():
        file = home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    workspace = open_workspace(home, database)
    make_ready(workspace)
    rows = "".join(f"E{n},Person {n},e{n}@example.com,en,Berlin\n" for n in range(people))
    import_people(workspace, f"id,name,mail,language,site\n{rows}".encode(), NOW - timedelta(days=7))
    launch(workspace, CYCLE, NOW - timedelta(days=7))
    tick(workspace, NOW)
    return workspace


class Server:
    """`reviewflow serve`, that may be killed and begun again at the same port."""

    def __init__(self, home: Path, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = f"serve --port {self.port} --home {home} --database {database} --now {NOW:%Y-%m-%dT%H:%M}Z"
        self.command = [sys.executable, "-m", "engine.cli", *command.split()]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                httpx2.get(f"{self.url}/v1/openapi.json", timeout=2)
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the server does not begin")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@contextmanager
def served(home: Path, database: str, number: int) -> Iterator[Sequence[Server]]:
    with ExitStack() as stack:
        servers = [Server(home, database) for _ in range(number)]
        for each in servers:
            stack.callback(each.kill)
            each.begin()
        yield servers


def race(home: Path, database: str, *, people: int, kills: int, servers: int = 1, seed: int = 0) -> Raced:
    """`people` times ACTS triggers, each asked for by two of eight clients under one key, until both have an answer."""
    workspace = company(home, database, people)
    key = make_token(workspace, "race", ["acts:write"], timedelta(days=9), NOW, "*")[1]
    rng = random.Random(seed)
    jobs = [(person, number) for person in range(people) for number in range(ACTS)]
    shares: list[list[tuple[int, int]]] = [[] for _ in range(CLIENTS)]
    for job in jobs:
        for one in rng.sample(range(CLIENTS), 2):
            shares[one].append(job)
    for share in shares:
        rng.shuffle(share)
    found, answers, guard = Raced(triggers=len(jobs)), {job: set[int]() for job in jobs}, threading.Lock()
    began = time.monotonic()
    with served(home, database, servers) as running:

        def client(number: int) -> None:
            mine = random.Random(number)
            urls = [each.url for each in running]
            with ExitStack() as stack:
                clients = [stack.enter_context(Client(url, key, timeout=20)) for url in urls]
                for job in shares[number]:
                    revision = _until_answered(mine.choice(clients), job, found, guard)
                    with guard:
                        answers[job].add(revision)

        with ThreadPoolExecutor(CLIENTS) as pool:
            working = [pool.submit(client, number) for number in range(CLIENTS)]
            for number in range(kills):
                _wait_for(lambda: found.answered >= 2 * len(jobs) * (number + 1) / (kills + 1), working)  # noqa: B023
                victim = rng.choice(running)
                victim.kill()
                found.killed += 1
                victim.begin()
            for each in working:
                each.result(600)
    found.seconds = round(time.monotonic() - began, 1)
    found.wrong += _judged(workspace, people, answers)
    workspace.database.dispose()
    return found


def _until_answered(client: Client, job: tuple[int, int], found: Raced, guard: threading.Lock) -> int:
    """The revision that the act led to; asked again and again, as one does who knows nothing of what happened."""
    person, number = job
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            done = client.act(
                f"tally/{CYCLE}/E{person}",
                "count",
                {"number": 10**number},
                key=f"{person}.{number}",
                **{"as": f"E{person}"},
            )
        except httpx2.TransportError:
            continue
        except Problem as problem:
            if problem.status not in (409, 429, 503):
                raise
        else:
            with guard:
                found.answered += 1
            return int(done["revision"])
    raise AssertionError(f"no answer to {job}")


def _wait_for(reached: object, working: Sequence[object]) -> None:
    while not reached() and not all(each.done() for each in working):  # type: ignore[operator,attr-defined]
        time.sleep(0.02)


def _judged(workspace: Workspace, people: int, answers: dict[tuple[int, int], set[int]]) -> Iterator[str]:
    """Each accepted once, under one revision for whoever asked; histories without a gap that give what is stored."""
    for job, revisions in answers.items():
        if len(revisions) != 1:
            yield f"{job} was answered with revisions {sorted(revisions)}"
    ids = [f"tally/{CYCLE}/E{n}" for n in range(people)]
    with snapshot(workspace.database) as connection:
        for id, instance in load_instances(connection, ids).items():
            entries = list(history(connection, id))
            acts = sorted(int(each.entry.payload["form"]["number"]) for each in entries if each.entry.kind == "act")
            if acts != [10**n for n in range(ACTS)]:
                yield f"{id} counted {acts}"
            if instance.data["total"] != int("1" * ACTS):
                yield f"{id} has {instance.data['total']}"
            if [each.sequence for each in entries] != list(range(1, len(entries) + 1)):
                yield f"{id} has gaps"
            if instance.revision != ACTS:
                yield f"{id} is at revision {instance.revision}"
    yield from (f"{each.instance}: {each.differences}" for each in replay_all(workspace, ids, NOW) if not each.sound)
