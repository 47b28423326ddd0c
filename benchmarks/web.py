"""One trigger over HTTP by eight clients, beside a bare FastAPI route that does the raw transaction.

Both servers are processes of their own, asked by the same clients over connections that stay open.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI

from benchmarks.bench import Bench, ready
from benchmarks.company import evaluating
from benchmarks.lines import NOW, self_reviews
from benchmarks.recording import Step, connected, recording, sent
from benchmarks.results import Result, in_turns, rate
from benchmarks.together import serving
from engine.api.app import create_app
from engine.runtime.keys import make_token
from engine.runtime.trigger import trigger
from engine.words.plain import plain

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: where to, with what key of which client, and its body."""

    path: str
    headers: Mapping[str, str]
    body: bytes


def web(bench: Bench) -> Iterator[Result]:
    folder, place = bench.folder, bench.place
    template = bench.copy(evaluating, bench.people)
    workspace = ready(folder, template)
    acts = self_reviews(workspace)
    # A key a client: each may ask so often a minute.
    keys = [make_token(workspace, "bench", ["acts:write"], timedelta(days=1), NOW, "*")[1] for _ in range(CLIENTS)]
    workspace.database.dispose()
    workspace = ready(folder, place.copy(template))
    with recording(workspace.database) as made:
        for number, each in enumerate(acts):
            trigger(workspace, each.instance, each.event, NOW, key=f"{number}")
    workspace.database.dispose()
    theirs, bare = [], []
    for number, each in enumerate(acts):
        body = {"actor": each.event.actor, "form": each.event.form, "reason": each.event.reason}
        content = json.dumps(plain({name: value for name, value in body.items() if value is not None}, "en")).encode()
        headers = {
            "Authorization": f"Bearer {keys[number % CLIENTS]}",
            "Idempotency-Key": f"{number}",
            "Content-Type": "application/json",
        }
        theirs.append(Asked(f"/v1/instances/{quote(each.instance)}/acts/{each.event.act}", headers, content))
        bare.append(Asked(f"/{number}", headers, content))

    def ours() -> float:
        with serving(_serve, _engine, (folder, place.copy(template))) as port:
            return _asked(port, theirs)

    def floor() -> float:
        with serving(_serve, _bare, (place.copy(template), made.transactions)) as port:
            return _asked(port, bare)

    mine, least = in_turns(bench.starts, ours, floor)
    name = f"one trigger over HTTP, {CLIENTS} clients"
    yield rate(name, place.name, units=len(acts), floor=least, ours=mine, reach=0.60)


def _asked(port: int, requests: Sequence[Asked]) -> float:
    """Seconds until every request has its answer, each client's one after the other."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        began = time.perf_counter()
        each = [clients.submit(_client, port, requests[number::CLIENTS]) for number in range(CLIENTS)]
        for one in each:
            one.result()
        return time.perf_counter() - began


def _client(port: int, requests: Sequence[Asked]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for each in requests:
        connection.request("POST", each.path, each.body, dict(each.headers))
        answer = connection.getresponse()
        content = answer.read()
        assert answer.status == 200, content
    connection.close()


def _serve(tell: Callable[[int], None], make: Callable[..., FastAPI], given: Sequence[Any]) -> None:
    """An application on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(make(*given), log_level="critical", lifespan="off"))
    # Said to be TCP, or asyncio lets small answers wait for each other.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        tell(listening.getsockname()[1])
        server.run([listening])


def _engine(folder: Path, url: str) -> FastAPI:
    return create_app(ready(folder, url), lambda: NOW)


def _bare(url: str, transactions: Sequence[Sequence[Step]]) -> FastAPI:
    """A route that does the statements of one recorded trigger, over connections that are kept."""
    app = FastAPI()
    free: SimpleQueue[Any] = SimpleQueue()
    for _ in range(CLIENTS):
        free.put(connected(url))

    @app.post("/{number}")
    def act(number: int, asked: dict[str, Any]) -> dict[str, object]:
        connection = free.get()
        try:
            sent(connection, [transactions[number]])
        finally:
            free.put(connection)
        return {"number": number, "actor": asked["actor"]}

    return app
