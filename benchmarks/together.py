"""Processes beside this one: several that begin at one moment, and servers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from threading import Barrier
from typing import Any

# Ready for its part: gives what is to be done once everybody is.
Ready = Callable[..., Callable[[], object]]

_PATIENCE = 600


def together(ready: Ready, parts: Sequence[tuple[Any, ...]]) -> float:
    """Seconds until the last of as many processes as there are parts is through; `ready(*part)` runs before."""
    context = get_context("spawn")  # a fork would share connections
    barrier = context.Barrier(len(parts) + 1)
    processes = [context.Process(target=_hand, args=(barrier, ready, part)) for part in parts]
    for each in processes:
        each.start()
    barrier.wait(_PATIENCE)
    began = time.perf_counter()
    barrier.wait(_PATIENCE)
    taken = time.perf_counter() - began
    for each in processes:
        each.join()
    return taken


def _hand(barrier: Barrier, ready: Ready, part: tuple[Any, ...]) -> None:
    try:
        run = ready(*part)
        barrier.wait(_PATIENCE)
        run()
        barrier.wait(_PATIENCE)
    except BaseException:
        barrier.abort()
        raise


@contextmanager
def serving(serve: Callable[..., None], *given: object) -> Iterator[int]:
    """The port that `serve(tell, *given)` tells, of a server that runs in a process of its own until the end."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_told, args=(there, serve, given))
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _told(pipe: Pipe, serve: Callable[..., None], given: Sequence[object]) -> None:
    serve(pipe.send, *given)
