"""Who does the sweeping: a process a core, each with places of its own."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.faults.pieces import BY_NAME, PIECES, prepare
from tests.faults.place import Place, Shared, on_file, on_server
from tests.faults.planted import BUGS, catch
from tests.faults.simulation import live
from tests.faults.stage import Blocked
from tests.faults.sweep import sweep
from tests.support import postgres

SERVER = "REVIEWFLOW_FAULTS_POSTGRES"
KINDS = ("SQLite", "PostgreSQL")
Facts = dict[str, Any]


@contextmanager
def crew() -> Iterator[ProcessPoolExecutor]:
    """A process a core and, for all of them, a PostgreSQL."""
    with postgres.running() as server:
        # The same seed must give the same life: sets of words have the same order in every process.
        os.environ["PYTHONHASHSEED"] = "0"
        os.environ[SERVER] = server.url.render_as_string(hide_password=False)
        with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool


@cache
def place(kind: str) -> Place:
    """This process's own place of a kind, with every state kept; gone when the process ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reviewflow-faults-")))
    if kind == "SQLite":
        found: Place = stack.enter_context(on_file(folder))
    else:
        server = postgres.Server(url=make_url(os.environ[SERVER]))
        found = stack.enter_context(on_server(folder, server))
    prepare(found)
    return found


def swept(kind: str, piece: str, stride: int) -> Facts:
    """One piece of work on one kind of database."""
    return asdict(sweep(place(kind), BY_NAME[piece], stride=stride))


def caught(number: int) -> Facts:
    """One planted bug."""
    return asdict(catch(place("SQLite"), BUGS[number]))


def lived(kind: str, seed: int) -> Facts:
    """One life."""
    played = asdict(live(place(kind), seed, blocked_at(kind)))
    return played | {"faults": sum(played["faults"].values())}


@cache
def blocked_at(kind: str) -> Blocked | None:
    """Says whether a server's process waits for somebody else's rows; a file's writers wait for their turn alone."""
    found = place(kind)
    return found.blocked if isinstance(found, Shared) else None


def all_lived(pool: ProcessPoolExecutor, seeds: range, shared: range) -> Iterator[Facts]:
    """A life for each seed: those of `seeds` on SQLite, of `shared` on PostgreSQL, as they are done."""
    given = [("SQLite", seed) for seed in seeds] + [("PostgreSQL", seed) for seed in shared]
    return _done(pool, lived, given)


def all_swept(pool: ProcessPoolExecutor, stride: int = 1) -> Iterator[Facts]:
    """Every piece on every kind, as they are done."""
    return _done(pool, swept, [(kind, piece.name, stride) for kind in KINDS for piece in PIECES])


def all_caught(pool: ProcessPoolExecutor) -> Iterator[Facts]:
    """Every planted bug, as they are done."""
    return _done(pool, caught, [(number,) for number in range(len(BUGS))])


def _done(pool: ProcessPoolExecutor, do: Callable[..., Facts], given: Sequence[tuple[Any, ...]]) -> Iterator[Facts]:
    for each in as_completed([pool.submit(do, *one) for one in given]):
        yield each.result()
