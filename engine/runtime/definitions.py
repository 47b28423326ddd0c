"""Definitions as they were: recorded when reviews begin under them, compiled again for whoever still runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from engine.definition.library import read_process
from engine.definition.model import Process
from engine.store.definitions import Definition, digests_of, load_definition, record_definitions
from engine.words.errors import DefinitionInvalid
from engine.words.problems import Problem, Span


@lru_cache(maxsize=256)
def _compiled(name: str, text: str) -> Process:
    return read_process(f"{name}.yaml", text)


def process_of(connection: Connection, name: str, version: int) -> Process:
    """The process as recorded under this version, whatever the files say by now."""
    kept = load_definition(connection, name, version)
    return _compiled(kept.name, kept.text)


def record(connection: Connection, processes: Iterable[Process], now: datetime) -> None:
    """Keep these definitions for the instances that begin under them.

    Raises DefinitionInvalid if one has other content than the same version had before.
    """
    wanted = list(processes)
    known = digests_of(connection, [(each.name, each.version) for each in wanted])
    problems = [
        Problem(
            code="version-unchanged",
            facts={"process": each.name, "version": each.version, "next": each.version + 1},
            span=each.span or Span(f"{each.name}.yaml"),
        )
        for each in wanted
        if known.get((each.name, each.version), each.digest) != each.digest
    ]
    if problems:
        raise DefinitionInvalid(problems)
    record_definitions(
        connection,
        [Definition(name=each.name, version=each.version, digest=each.digest, text=each.text) for each in wanted],
        now,
    )
