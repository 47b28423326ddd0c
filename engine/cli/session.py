"""What every verb holds: where somebody works, in which language, at which moment, and how answers are given."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.cli.speech import said
from engine.words.texts import LANGUAGES

if TYPE_CHECKING:
    from engine.runtime.workspace import Workspace


class Session:
    """One command's run. Nothing is opened before it is asked for."""

    def __init__(self, *, language: str, json: bool, lang: str, home: str, database: str, now: str) -> None:
        if lang and lang not in LANGUAGES:
            from engine.words.errors import Misuse

            raise Misuse("language-unknown", found=lang, known=", ".join(LANGUAGES))
        self.language = lang or language
        self.json = json
        self._home = home or os.environ.get("REVIEWFLOW_HOME", "")
        self._database = database
        self._now = now
        self._opened: Workspace | None = None

    @property
    def named_home(self) -> str:
        """The folder as it was named; empty for the present one."""
        return self._home

    @property
    def named_database(self) -> str | None:
        return self._database or None

    @property
    def acts_at(self) -> str:
        """The moment as it was named; empty for the clock's."""
        return self._now

    @property
    def home(self) -> Path:
        return Path(self._home or ".").resolve()

    def at(self, home: str) -> None:
        """Work in this folder, if one was named."""
        if home:
            self._home = home

    @cached_property
    def files(self) -> Workspace:
        """The workspace, its database untouched."""
        from engine.runtime.workspace import open_workspace

        found = open_workspace(self.home, self.named_database)
        # What the engine itself says, as in its log, is in the language of this command.
        self._opened = replace(found, settings=replace(found.settings, language=self.language))
        return self._opened

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace with a database ready for use; says so if it had to be created or changed."""
        from engine.runtime.readiness import make_ready

        done = make_ready(self.files)
        if done != "ready":
            self.note(f"database-{done}", database=self.files.database.url.render_as_string())
        return self.files

    @cached_property
    def now(self) -> datetime:
        """The moment the command acts at: the clock's, or the one that was given."""
        if not self._now:
            from engine.words.clock import now

            return now()
        return self.moment(self._now)

    def moment(self, text: str) -> datetime:
        """A moment that was typed, in the first site's zone unless it names one. Raises Misuse."""
        from engine.runtime.launch import first_place

        found = _moment(text)
        return found if found.tzinfo else found.replace(tzinfo=first_place(self.files)[1])

    def day(self, text: str) -> date:
        """A day that was typed. Raises Misuse."""
        return _moment(text[:10]).date()

    def say(self, code: str, **facts: object) -> str:
        """A text of the command line."""
        return said(code, self.language, **facts)

    def pick(self, text: object) -> str:
        """A title in the reader's language."""
        from engine.words.texts import pick

        return pick(text, self.language)  # type: ignore[arg-type]

    def term(self, term: str, said: str) -> str:
        """A term with what is said of it."""
        return f"{term}：{said}" if self.language == "zh" else f"{term}: {said}"

    def listed(self, parts: Sequence[str]) -> str:
        return ("，" if self.language == "zh" else ", ").join(parts)

    def out(self, line: str = "") -> None:
        """One line of the answer."""
        typer.echo(line)

    def note(self, code: str, **facts: object) -> None:
        """Something worth knowing that is no part of the answer."""
        typer.echo(self.say(code, **facts), err=True)

    def answer(self, value: object, show: Callable[[], None]) -> None:
        """Give the answer: the value as JSON if a program asked, else as `show` prints it."""
        if not self.json:
            show()
            return
        from engine.words.plain import as_json

        typer.echo(as_json(value, self.language))

    def close(self) -> None:
        """Let go of the database, if it was opened."""
        if self._opened is not None and "database" in self._opened.__dict__:
            self._opened.database.dispose()


def _moment(text: str) -> datetime:
    """`2026-07-01T09:00`, with or without a zone; a day alone means nine in the morning."""
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(9))
        return datetime.fromisoformat(text)
    except ValueError:
        from engine.words.errors import Misuse

        raise Misuse("now-unreadable", found=text[:40]) from None
