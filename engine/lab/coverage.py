"""What scenarios reached of a process, and what none did: ways through it, timers, refusals, messages.

Every rule of the file is counted once, also one the process says for all its states. Reached is what took effect:
a way taken, a refusal that was said, a message that was not held back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from engine.core.values import Decision, Entry, Refusal
from engine.definition.house import Library
from engine.definition.model import Act, Process, Requirement, State
from engine.words.problems import Problem, Span

Kind = Literal["transition", "timer", "refusal", "notice"]
KINDS: tuple[Kind, ...] = ("transition", "timer", "refusal", "notice")
# Where the state is left when the window closes, the act is refused as one of another state.
_LIMITS: Mapping[str, frozenset[str]] = {
    "from": frozenset({"too-early"}),
    "until": frozenset({"too-late", "act-not-now"}),
    "times": frozenset({"too-often"}),
    "reason": frozenset({"reason-missing", "reason-unknown"}),
    "independent_of": frozenset({"not-independent"}),
    "above": frozenset({"not-above"}),
    "at_most": frozenset({"amount-too-large"}),
}
_PLACE = re.compile(r"\\\{\\\{.*?\\\}\\\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An act that was refused: of which process, in which state; `start` in none."""

    process: str
    state: str
    act: str
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something a scenario can reach. `name` says it in the words of the file: "reviewing: done"."""

    kind: Kind
    name: str
    span: Span | None


@dataclass(slots=True)
class Covered:
    """A process and which of its items were reached."""

    process: Process
    reached: dict[Item, bool] = field(default_factory=dict)

    @property
    def missing(self) -> list[Item]:
        return [item for item, was in self.reached.items() if not was]

    @property
    def by_kind(self) -> Mapping[Kind, tuple[int, int]]:
        """How many were reached, and how many there are."""
        found = {}
        for kind in KINDS:
            those = [was for item, was in self.reached.items() if item.kind == kind]
            found[kind] = (sum(those), len(those))
        return found

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means everything."""
        return 100 * sum(self.reached.values()) // len(self.reached) if self.reached else 100

    def problems(self) -> list[Problem]:
        """A warning for whatever was never reached, with its place."""
        return [
            Problem(code=f"uncovered-{each.kind}", span=each.span, severity="warning", facts={"name": each.name})
            for each in self.missing
        ]


class Played(Protocol):
    """What remembers a playing, such as a stage."""

    decisions: list[Decision]
    tried: list[Tried]


def coverage_of(library: Library, played: Iterable[Played]) -> list[Covered]:
    """What all of them together reached, for each process that was played, in the order of the files."""
    all_played = list(played)
    decisions = [each for one in all_played for each in one.decisions]
    tried = [each for one in all_played for each in one.tried]
    found = []
    for name in sorted({each.after.process for each in decisions} & set(library.processes)):
        process = library.processes[name]
        seen = _Seen(
            [each for each in decisions if each.after.process == name],
            [each for each in tried if each.process == name],
        )
        covered = Covered(process)
        for item, was in (*_items(process, seen), *_across(library, process, seen)):
            covered.reached[item] = was or covered.reached.get(item, False)
        found.append(covered)
    return found


class _Seen:
    """What was played of one process, ready to be asked."""

    def __init__(self, decisions: Iterable[Decision], tried: Iterable[Tried]) -> None:
        self.tried = list(tried)
        self.ways: set[str] = set()
        self.acts: set[tuple[str, str]] = set()
        self.steps: set[tuple[str, str]] = set()
        self.sent: set[tuple[str, str, str]] = set()
        self.entries: list[Entry] = []
        for decision in decisions:
            self.ways.update(decision.ways)
            self.entries += (each for each in decision.entries if each.kind in ("event", "timer"))
            self.steps.update((each.kind, each.name) for each in decision.entries if each.kind == "intervened")
            self.acts.update((each.from_state or "", each.name) for each in decision.entries if each.kind == "act")
            for notice in decision.notices:
                if notice.suppressed is None:
                    state = notice.key.split("|")[1].partition("#")[0]
                    self.sent.add((state, notice.rule, notice.template))

    def told(self, state: str, name: str) -> Iterator[Mapping[str, Any]]:
        """What the history says of an event or a timer in a state."""
        return (each.payload for each in self.entries if each.name == name and each.from_state == state)

    def intervened(self, verb: str, *, refused: bool) -> bool:
        """Whether somebody stepped in so, or was refused."""
        if refused:
            return any(each.act == f"intervene {verb}" for each in self.tried)
        return ("intervened", verb) in self.steps

    def blockers(self, state: str, act: str) -> Iterator[Problem]:
        for each in self.tried:
            if each.act == act and each.state == state:
                yield from each.refusal.blockers

    def codes(self, state: str, act: str) -> set[str]:
        elsewhere = {each.code for one in self.tried if one.act == act for each in one.refusal.blockers}
        return {each.code for each in self.blockers(state, act)} | (elsewhere & {"act-not-now"})


def _items(process: Process, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    if process.start is not None:
        yield from _required("start", process.start.requires, list(seen.blockers("", "start")))
    inherited = _inherited(process)
    for state in process.states.values():
        yield from _entries(state, seen)
        for task in state.tasks.values():
            if task.notice is not None:
                item = Item(kind="notice", name=f"{state.name}: {task.name}: {task.notice}", span=task.span)
                yield item, (state.name, f"task {task.name}", task.notice) in seen.sent
        for act in state.on.values():
            of = process.name if (act.name, act.span) in inherited else state.name
            yield from _ways(state, act, of, seen)
            yield from _refusals(state, act, of, seen)
            yield from _of_several(state, act, of, seen)
        yield from _timers(state, seen)
    for verb, who in process.interventions.items():
        item = Item(kind="transition" if who else "refusal", name=f"interventions: {verb}", span=process.span)
        yield item, seen.intervened(verb, refused=not who)


def _inherited(process: Process) -> set[tuple[str, Span | None]]:
    """Acts that stand once, at the process, and therefore in more than one state."""
    places: dict[tuple[str, Span | None], int] = {}
    for state in process.states.values():
        for act in state.on.values():
            places[act.name, act.span] = places.get((act.name, act.span), 0) + 1
    return {key for key, count in places.items() if count > 1 and key[1] is not None}


def _entries(state: State, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    for choice in state.entry:
        name = f"{state.name}: entry: {choice.id}"
        yield Item(kind="transition", name=name, span=choice.span), f"{state.name}/entry/{choice.id}" in seen.ways
        for message in choice.effects.send:
            item = Item(kind="notice", name=f"{name}: {message.template}", span=message.span or choice.span)
            yield item, (state.name, f"entry/{choice.id}", message.template) in seen.sent


def _ways(state: State, act: Act, of: str, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    if not act.choices:
        item = Item(kind="transition", name=f"{of}: {act.name}", span=act.span)
        yield item, (state.name, act.name) in seen.acts
    for choice in act.choices:
        name = f"{of}: {act.name}" + (f": {choice.id}" if len(act.choices) > 1 else "")
        way = f"{act.name}/{choice.id}"
        yield Item(kind="transition", name=name, span=choice.span or act.span), f"{state.name}/{way}" in seen.ways
        for message in choice.effects.send:
            item = Item(kind="notice", name=f"{name}: {message.template}", span=message.span or choice.span)
            yield item, (state.name, way, message.template) in seen.sent


def _timers(state: State, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    for rule in state.timed:
        name = f"{state.name}: {rule.id}"
        yield Item(kind="timer", name=name, span=rule.span), f"{state.name}/time/{rule.id}" in seen.ways
        for message in rule.effects.send:
            item = Item(kind="notice", name=f"{name}: {message.template}", span=message.span or rule.span)
            yield item, (state.name, f"time/{rule.id}", message.template) in seen.sent
    for task in state.tasks.values():
        if task.opens is not None:
            item = Item(kind="timer", name=f"{state.name}: {task.name}: from", span=task.span)
            yield item, any(True for _ in seen.told(state.name, f"open {task.name}"))
        if task.every is not None:
            turns = seen.told(state.name, f"every {task.name}")
            item = Item(kind="timer", name=f"{state.name}: {task.name}: missed", span=task.span)
            yield item, any(each.get("missed") for each in turns)
    if state.ends and state.keep_for is not None:
        item = Item(kind="timer", name=f"{state.name}: keep_for", span=state.span)
        yield item, any(True for _ in seen.told(state.name, "purged"))


def _of_several(state: State, act: Act, of: str, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    """A draw, a vote that none won, consent that an edit made void."""
    together = act.together
    if together is None:
        return
    decided = list(seen.told(state.name, f"{act.name} decided"))
    if together.tie is not None:
        yield _item("transition", of, act, "tie"), any(map(_drawn, decided))
    if together.otherwise is not None:
        lost = (each for each in decided if each.get("votes", {}).get(together.otherwise, 0) < _most(each))
        yield _item("transition", of, act, "else"), any(each["outcome"] == together.otherwise for each in lost)
    if together.same:
        yield _item("transition", of, act, "void"), any(True for _ in seen.told(state.name, f"{act.name} void"))


def _item(kind: Kind, of: str, act: Act, what: str) -> Item:
    return Item(kind=kind, name=f"{of}: {act.name}: {what}", span=act.span)


def _most(decided: Mapping[str, Any]) -> int:
    return max(decided.get("votes", {}).values(), default=0)


def _drawn(decided: Mapping[str, Any]) -> bool:
    return [*decided.get("votes", {}).values()].count(_most(decided)) > 1


def _across(library: Library, process: Process, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    """Rules across people: refused, or broken without anybody to refuse."""
    told = [each.facts for one in seen.tried for each in one.refusal.blockers if each.code == "limit-breached"]
    told += [each.payload for each in seen.entries if each.name == "limit-breached"]
    said = {(each["rule"], each["why"]) for each in told}
    for cycle in library.cycles.values():
        for limit in cycle.limits:
            if limit.process == process.name:
                rule, source = f"{limit.process}.{limit.act}", limit.that.source
                yield (
                    Item(kind="refusal", name=f"{cycle.name}: {rule}: {source}", span=limit.span),
                    (rule, source) in said,
                )


def _refusals(state: State, act: Act, of: str, seen: _Seen) -> Iterator[tuple[Item, bool]]:
    yield from _required(f"{of}: {act.name}", act.requires, list(seen.blockers(state.name, act.name)))
    codes = seen.codes(state.name, act.name)
    for limit in _limits(act):
        item = Item(kind="refusal", name=f"{of}: {act.name}: {limit}", span=act.span)
        yield item, bool(codes & _LIMITS[limit])


def _required(of: str, requires: Iterable[Requirement], said: Collection[Problem]) -> Iterator[tuple[Item, bool]]:
    for requirement in requires:
        item = Item(kind="refusal", name=f"{of}: {requirement.that.source}", span=requirement.span)
        yield item, any(_said(requirement, each) for each in said)


def _limits(act: Act) -> Iterator[str]:
    given: Mapping[str, object] = {
        "from": act.opens,
        "until": act.closes,
        "times": act.times,
        "reason": act.reason,
        "independent_of": act.independent_of,
        "above": act.above,
        "at_most": act.at_most,
    }
    return (name for name, value in given.items() if value)


def _said(requirement: Requirement, blocker: Problem) -> bool:
    """Whether a refusal is this requirement's: its text, with anything where values are filled in."""
    text = blocker.facts.get("text")
    if not isinstance(text, Mapping):
        return False
    pattern = _PLACE.sub(".*", re.escape(requirement.otherwise["en"]))
    return re.fullmatch(pattern, text["en"], re.DOTALL) is not None
