"""Where somebody works: the owner's folder, its settings, what its files say, and the database.

The owner's files lie over the shipped ones: a file of the same name wins, a new one joins. Everything that opens a
file is here or in `folder`; nothing below the runtime does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from engine.calendar.working_days import WorkingCalendar, build
from engine.definition.house import Library
from engine.definition.library import read_sound_part
from engine.definition.model import Process
from engine.lab.messages import check_messages
from engine.runtime import folder
from engine.runtime.settings import Settings, read_settings
from engine.store.database import open_database
from engine.words.errors import DefinitionInvalid
from engine.words.problems import Problem
from notifications.catalogue import Catalogue, read_catalogue

if TYPE_CHECKING:
    from engine.runtime.work import Work


@dataclass(frozen=True)
class Workspace:
    """A folder and a database. Files are read once, when first asked for; a runner takes another when they change."""

    home: Path
    settings: Settings
    # Who wants to see each work when it is written, before it is committed.
    listeners: list[Callable[[Work], None]] = field(default_factory=list, compare=False, repr=False)

    @cached_property
    def database(self) -> Engine:
        return open_database(self.settings.database)

    @cached_property
    def library(self) -> Library:
        """What the files say. Raises DefinitionInvalid with every problem there is; nothing is loaded then."""
        library, problems = self.read()
        errors = [problem for problem in problems if problem.severity == "error"]
        if library is None or errors:
            raise DefinitionInvalid(errors)
        return library

    def read(self, over: Mapping[str, str] | None = None) -> tuple[Library | None, list[Problem]]:
        """The library if it can be read, and all findings, those about messages included.

        `over`: texts by path within `processes/` that are to lie over those of the folder.
        """
        processes = {**folder.processes(self.home, self.settings.beneath), **(over or {})}
        library, problems = _read(_texts(processes), _texts(folder.templates(self.home)))
        return library, list(problems)

    @cached_property
    def recorded(self) -> dict[tuple[str, int], Process]:
        """Definitions known to be in the database, by name and version; they never change there."""
        return {}

    @cached_property
    def noticed(self) -> set[str]:
        """What this process has looked at once; it need not look again, for it reads files once."""
        return set()

    @cached_property
    def catalogue(self) -> Catalogue:
        return _messages(_texts(folder.templates(self.home)))[0]

    @cached_property
    def calendars(self) -> Mapping[str, WorkingCalendar]:
        return {name: build(spec) for name, spec in self.library.calendars.items()}


Texts = tuple[tuple[str, str], ...]


def _texts(files: Mapping[str, str]) -> Texts:
    return tuple(files.items())


# The same texts say the same, in however many workspaces of a process.
@lru_cache(maxsize=4)
def _messages(templates: Texts) -> tuple[Catalogue, tuple[Problem, ...]]:
    catalogue, problems = read_catalogue(dict(templates))
    return catalogue, tuple(problems)


@lru_cache(maxsize=4)
def _read(processes: Texts, templates: Texts) -> tuple[Library | None, tuple[Problem, ...]]:
    sound, problems = read_sound_part(dict(processes))
    catalogue, faults = _messages(templates)
    further = () if sound is None else check_messages(sound, catalogue)
    whole = None if any(problem.severity == "error" for problem in problems) else sound
    return whole, (*problems, *faults, *further)


def open_workspace(home: Path | None = None, database: str | None = None) -> Workspace:
    """The workspace of a folder (the present one if none is named); `database` goes before its settings."""
    place = (home or Path.cwd()).resolve()
    return Workspace(home=place, settings=read_settings(place, database))
