"""Definitions as they were: recorded when reviews begin under them, compiled again for whoever still runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from engine.definition.library import read_process
from engine.definition.model import Process
from engine.runtime.workspace import Workspace
from engine.store.definitions import Definition, digests_of, load_definition, record_definitions
from engine.words.errors import DefinitionInvalid, DefinitionLost, NotFound
from engine.words.problems import Problem, Span


@lru_cache(maxsize=256)
def _compiled(name: str, text: str) -> Process:
    return read_process(f"{name}.yaml", text)


def kept_process(connection: Connection, name: str, version: int) -> Process:
    """The process compiled from what is kept under this version. Raises NotFound, DefinitionLost."""
    kept = load_definition(connection, name, version)
    try:
        return _compiled(kept.name, kept.text)
    except DefinitionInvalid as failure:
        raise DefinitionLost(name, version, failure.problems) from None


def process_of(workspace: Workspace, connection: Connection, name: str, version: int) -> Process:
    """The process as recorded under this version, whatever the files say by now."""
    known = workspace.recorded
    if (name, version) not in known:
        kept = kept_process(connection, name, version)
        present = workspace.library.processes.get(name)
        known[name, version] = present if present is not None and present.digest == kept.digest else kept
    return known[name, version]


def newest(workspace: Workspace, connection: Connection, name: str, now: datetime) -> Process:
    """What the files say now, recorded for whoever begins under it. NotFound if they say nothing of it any more."""
    process = workspace.library.processes.get(name)
    if process is None:
        raise NotFound("process-gone", process=name)
    record(connection, [process], now)
    return process


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
