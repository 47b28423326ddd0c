"""The play: a company lives through a half-year on a virtual clock, as fast as the engine goes.

Broken off at any point, it goes on where it stood: what people mean to do follows from the seed and the database, and
the clock stands at the last thing written.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from hashlib import sha256
from pathlib import Path

from rich.console import Console

from engine.demo.acting import act
from engine.demo.agenda import GIVEN_UP, Agenda
from engine.demo.company import BEGINS, CHANGES, FEWEST, as_csv, in_autumn, roster
from engine.demo.figures import as_csv as figures_csv
from engine.demo.report import next_steps, report
from engine.demo.scene import MORNING, next_round
from engine.runtime.deliver import deliver
from engine.runtime.importing import Imported, import_people
from engine.runtime.launch import launch
from engine.runtime.measuring import import_measurements
from engine.runtime.readiness import make_ready
from engine.runtime.settings import FILE as SETTINGS
from engine.runtime.tick import next_moment, tick
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.cycles import all_cycles
from engine.store.database import hurry, snapshot
from engine.store.plays import busiest, last_lease, latest_moment
from engine.views.summary import Summary, summary
from engine.words.errors import Misuse
from engine.words.texts import say

CYCLE = "2026-h2"
# Two days ahead, so that everybody has the timetable before anything begins.
FIRST = datetime.combine(BEGINS - timedelta(days=2), MORNING)
AUTUMN = datetime.combine(CHANGES, MORNING)
# Improvement plans run on for months after the results.
LAST = date(2027, 9, 30)
PEOPLE_FILE = "people.csv"
LATER_FILE = "people-october.csv"
# When files come in, in order: who changed, what was sold in the months that are over.
WINTER = datetime.combine(date(2027, 1, 4), MORNING)
FIGURES = {
    "figures-q3.csv": ("2026-07", "2026-08", "2026-09"),
    "figures-q4.csv": ("2026-10", "2026-11", "2026-12"),
}
COMING = ((AUTUMN, LATER_FILE), (AUTUMN, "figures-q3.csv"), (WINTER, "figures-q4.csv"))

# Where `serve` listens unless told otherwise.
PAGES = "http://127.0.0.1:8350"

Line = Callable[[str], None]


def demo(
    home: Path,
    *,
    people: int = 300,
    seed: int = 7,
    language: str = "en",
    until: date | None = None,
    out: Line | Console | None = None,
    database: str | None = None,
) -> Summary:
    """Play the half-year in a folder, or go on with it, and tell what came of it.

    Leaves the database, the personnel files and a mailbox of messages there. Raises Misuse for a company that is too
    small, and for a folder in which another one plays.
    """
    if people < FEWEST:
        raise Misuse("demo-too-small", people=people, fewest=FEWEST)
    began = time.monotonic()
    home.mkdir(parents=True, exist_ok=True)
    _write_settings(home, seed)
    workspace = _in_a_hurry(open_workspace(home, database))
    try:
        play = Play(workspace, people, seed, language, _line(out))
        with _seldom_collecting():
            play.prepare()
            play.run(datetime.combine(until or LAST, clock_time.max, UTC))
        found = summary(workspace, CYCLE, refused_under=GIVEN_UP)
        play.tell("demo-over", at=f"{play.now:%Y-%m-%d}", seconds=round(time.monotonic() - began))
        play.line("")
        play.line(report(found, language))
        play.tell("demo-mailbox", folder=home / "mailbox")
        play.tell("demo-look")
        with snapshot(workspace.database) as connection:
            busy = busiest(connection)
        for each in next_steps(home, found, busy):
            play.line(f"  {each}")
        return found
    finally:
        workspace.database.dispose()


def _write_settings(home: Path, seed: int) -> None:
    """Pages for whoever opens a message, on this machine only. The people are made up, so their key may be known."""
    if not (home / SETTINGS).exists():
        key = sha256(f"the demo of seed {seed}".encode()).hexdigest()
        (home / SETTINGS).write_text(f"public_url: {PAGES}\nlink_key: {key}\nlink_days: 366\n", encoding="utf-8")


def _in_a_hurry(workspace: Workspace) -> Workspace:
    """The same, but thousands of rounds and letters to nobody need not wait for the disk one by one.

    A power cut may take back the last moments of a play; it goes on from there.
    """
    channels = dict(workspace.settings.channels)
    channels["mailbox"] = {"sync": "never", **channels["mailbox"]}
    found = replace(workspace, settings=replace(workspace.settings, channels=channels))
    hurry(found.database)
    return found


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """A play makes values by the million, none in circles; looking for circles that often takes an eighth of it."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _line(out: Line | Console | None) -> Line:
    if isinstance(out, Console):
        console = out
        return lambda text: console.print(text, markup=False, highlight=False, soft_wrap=True)
    return out or (lambda _: None)


@dataclass(slots=True)
class _Month:
    """What happened since the last line was told."""

    name: str = ""
    acts: int = 0
    fired: int = 0
    sent: int = 0


class Play:
    """One company in one folder. `now` is the virtual clock."""

    def __init__(self, workspace: Workspace, people: int, seed: int, language: str, line: Line) -> None:
        self.workspace = workspace
        self.people = people
        self.seed = seed
        self.language = language
        self.line = line
        self.now = FIRST
        self._month = _Month()
        self._coming = list(COMING)
        self._claimed_until: datetime | None = None

    def tell(self, code: str, **facts: object) -> None:
        self.line(say(code, self.language, facts))

    def prepare(self) -> None:
        """Everything up to the first day, or up to where the play stood."""
        home = self.workspace.home
        self._write_files(home)
        make_ready(self.workspace)
        with snapshot(self.workspace.database) as connection:
            stood = latest_moment(connection)
            launched = any(each.id == CYCLE for each in all_cycles(connection))
            self._claimed_until = last_lease(connection)
        if stood is None:
            self.tell("demo-begins", people=self.people, cycle=CYCLE, home=home)
        else:
            self.now = stood
            self.tell("demo-continues", home=home, at=f"{stood:%Y-%m-%d %H:%M}")
        if self.now < AUTUMN:
            self._import(PEOPLE_FILE)
        if not launched:
            included = launch(self.workspace, CYCLE, self.now).people
            self.tell("demo-launched", at=f"{self.now:%Y-%m-%d}", cycle=CYCLE, included=included)

    def _write_files(self, home: Path) -> None:
        staff = roster(self.people, self.seed)
        later = in_autumn(staff, self.seed)
        figures = [(name, figures_csv(later, self.seed, months)) for name, months in FIGURES.items()]
        for name, text in (*figures, (LATER_FILE, as_csv(later)), (PEOPLE_FILE, as_csv(staff))):
            file = home / name
            if file.exists() and file.read_text(encoding="utf-8") != text:
                raise Misuse("demo-other-company", file=str(file), people=self.people, seed=self.seed)
            file.write_text(text, encoding="utf-8")

    def _take(self, name: str) -> None:
        if name not in FIGURES:
            self._import(name)
            return
        figures = import_measurements(self.workspace, self.workspace.home / name, self.now)
        if figures.added:
            at = f"{self.now:%Y-%m-%d}"
            self.tell("demo-figures", at=at, added=figures.added, affected=figures.affected_instances)

    def _import(self, name: str) -> Imported:
        found = import_people(self.workspace, self.workspace.home / name, self.now)
        if found.joined or found.changed or found.left:
            at = f"{self.now:%Y-%m-%d}"
            self.tell("demo-imported", at=at, joined=found.joined, changed=found.changed, left=found.left)
        return found

    def run(self, until: datetime) -> None:
        """Turn the clock until nothing is ahead or `until` is over."""
        agenda = Agenda(self.workspace, self.seed, self.now)
        self._round(agenda)
        if self._claimed_until is not None:
            # Whoever broke off was sending these; they go out again now, as they would have then.
            deliver(self.workspace, self._claimed_until)
        while True:
            ahead = [each for each in (next_moment(self.workspace), agenda.next_at()) if each is not None]
            ahead += [at for at, _ in self._coming[:1]]
            # A round later, even if something stays due that nothing can be done about.
            moment = max(next_round(min(ahead)), next_round(self.now + timedelta(seconds=1))) if ahead else None
            if moment is None or moment > until:
                self._say_month("")
                return
            self.now = moment
            self._round(agenda)

    def _round(self, agenda: Agenda) -> None:
        """Half a day: what time does, then what people do, then what has to be sent."""
        self._say_month(f"{self.now:%Y-%m}")
        while self._coming and self.now >= self._coming[0][0]:
            self._take(self._coming.pop(0)[1])
        self._month.fired += tick(self.workspace, self.now).changed
        self._month.acts += act(self.workspace, agenda, agenda.due(self.now), self.now, self.seed)
        self._month.sent += deliver(self.workspace, self.now).sent

    def _say_month(self, name: str) -> None:
        month = self._month
        if month.name and month.name != name:
            self.tell("demo-month", month=month.name, acts=month.acts, fired=month.fired, sent=month.sent)
        if month.name != name:
            self._month = _Month(name=name)
