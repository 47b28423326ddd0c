"""What the checks look at: every file that could be read, with the names used in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from engine.calendar.working_days import CalendarSpec
from engine.definition.build.draft import Draft
from engine.definition.house import CycleTemplate, Organisation
from engine.definition.indicators import Board, Family, board_of
from engine.definition.model import Effects, Field, Process, State
from engine.definition.nesting import entered

Made = Process | CycleTemplate | CalendarSpec | Family | Organisation


@dataclass(frozen=True, slots=True)
class ProcessFile:
    """`sound`: no problem so far, so that what is missing is really missing."""

    draft: Draft
    process: Process
    sound: bool

    def lost_due(self, state: str) -> bool:
        """Whether a limit is written but could not be read."""
        return not self.sound


@dataclass(slots=True)
class Folder:
    """All files. `unread` are the kinds of file of which at least one could not be read, `unread_names` their names."""

    processes: list[ProcessFile] = field(default_factory=list)
    cycles: list[tuple[Draft, CycleTemplate]] = field(default_factory=list)
    calendars: list[tuple[Draft, CalendarSpec]] = field(default_factory=list)
    families: list[tuple[Draft, Family]] = field(default_factory=list)
    organisation: tuple[Draft, Organisation] | None = None
    unread: set[str] = field(default_factory=set)
    unread_names: set[str] = field(default_factory=set)

    def add(self, draft: Draft, made: Made, *, sound: bool) -> None:
        if isinstance(made, Process):
            self.processes.append(ProcessFile(draft, made, sound))
        elif isinstance(made, CycleTemplate):
            self.cycles.append((draft, made))
        elif isinstance(made, CalendarSpec):
            self.calendars.append((draft, made))
        elif isinstance(made, Family):
            self.families.append((draft, made))
        else:
            self.organisation = (draft, made)

    def named(self, name: str) -> Process | None:
        return next((each.process for each in self.processes if each.process.name == name), None)

    def is_sound(self, name: str) -> bool:
        return any(each.sound for each in self.processes if each.process.name == name)

    @property
    def board(self) -> Board:
        return board_of({family.name: family for _, family in self.families})

    @property
    def organisation_unread(self) -> bool:
        return "organisation" in self.unread

    @property
    def names(self) -> list[str]:
        return [each.process.name for each in self.processes]

    def parents(self, name: str) -> list[Process]:
        """The processes that start this one."""
        return [each.process for each in self.processes if name in children(each.process)]

    def cycles_of(self, name: str) -> list[CycleTemplate]:
        """The cycles that start this process, itself or through a parent."""
        reached, grown = {name}, True
        while grown:
            more = {each.name for known in reached for each in self.parents(known)} - reached
            reached |= more
            grown = bool(more)
        return [cycle for _, cycle in self.cycles if any(start.process in reached for start in cycle.starts)]

    def columns(self, field_: Field, seen: frozenset[str] = frozenset()) -> dict[str, Field]:
        """The columns of a list, those of the processes it comes from included."""
        found = dict(field_.item)
        for process_name, name in field_.sources:
            source = self.named(process_name)
            other = source.fields.get(name) if source else None
            if other is not None and process_name not in seen:
                found = {**self.columns(other, seen | {process_name}), **found}
        return found


def effects_of(process: Process) -> Iterator[tuple[str, Effects]]:
    """Every effects value of the process with the state it stands in."""
    for state in process.states.values():
        for act in state.on.values():
            for choice in act.choices:
                yield state.name, choice.effects
        for choice in state.entry:
            yield state.name, choice.effects
        for rule in state.timed:
            yield state.name, rule.effects


def reached(process: Process, onward: Callable[[State], Iterable[str]]) -> set[str]:
    """The states to be come to from the first, where each of those around a state leads on to what `onward` gives."""
    found: set[str] = set()
    pending = list(entered(process, process.initial))
    while pending:
        name = pending.pop()
        if name in found:
            continue
        found.add(name)
        for place in process.states[name].path or (name,):
            for target in onward(process.states[place]):
                pending += entered(process, target)
    return found


def children(process: Process) -> set[str]:
    """The processes this one starts."""
    return {start.process for _, effects in effects_of(process) for start in effects.start}
