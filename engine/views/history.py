"""What happened to an instance, as far as its reader may know.

What somebody may not see does not exist for them: no line, no name, no time of an answer that is anonymous to them.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.core.case import Case
from engine.core.children import NOW
from engine.core.plan import plan
from engine.core.someone import ids
from engine.core.values import Entry, Instance
from engine.core.visible import Sight
from engine.definition.model import Act, Field, Process, Role, Text
from engine.lab.told import rule_title
from engine.runtime.workspace import Workspace
from engine.store.events import Recorded, history
from engine.views.glance import About, Glance, Who, glance, title_of_state
from engine.views.rights import sight_of
from engine.views.wording import names_in
from engine.words.texts import LANGUAGES, NOTHING, pick, say
from engine.words.texts.intervening import VERBS

ENDED = ".ended"  # a child's last word; how it ended is for those who may see the child


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One event. `sequence` counts what the reader sees, so that no gap tells of anything hidden.

    `values` is what was filled in or set, as far as the reader sees it; `erased`: forgotten for good.
    """

    sequence: int
    at: datetime
    kind: str
    name: str
    title: Text
    actor: Who | None
    on_behalf_of: Who | None  # for whom the actor did it
    via: str | None  # the integration that did it in the actor's name
    from_state: Text | None
    to_state: Text | None
    reason: str | None
    values: Mapping[str, object]
    titles: Mapping[str, Text]  # what the values are called
    words: Mapping[str, Mapping[str, Text]]  # what the options of a choice are called
    people: Mapping[str, str]  # id -> name, of those who stand in the values
    erased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """`reader` None: the administrator, from whom nothing is hidden. `zone` is where the subject works."""

    about: About
    reader: Who | None
    zone: str
    lines: tuple[Line, ...]


def history_of(workspace: Workspace, now: datetime, instance: str, reader: str | None = None) -> History:
    """Every line the reader may see, in order. Raises NotFound, also for whoever has no part in the instance."""
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        return History(
            about=seen.about(found),
            reader=None if reader is None else seen.who(reader),
            zone=seen.work.people.zone(found.subject).key,
            lines=lines_of(seen, found, reader),
        )


def lines_of(seen: Glance, instance: Instance, reader: str | None) -> tuple[Line, ...]:
    """The lines alone, within a snapshot that somebody reads more from."""
    process = seen.process(instance)
    if reader is None:
        return tuple(_lines(seen, instance, _Admin()))
    eyes = _Reader(process, sight_of(seen, instance, reader), reader, _unknown_children(seen, instance, reader))
    return tuple(_lines(seen, instance, eyes))


def _unknown_children(seen: Glance, instance: Instance, reader: str) -> frozenset[str]:
    """The children hidden from the reader as from their subject."""
    if reader != instance.subject:
        return frozenset()
    found = seen.load([each.id for each in instance.children])
    return frozenset(
        each.id for each in found.values() if Case(seen.process(each), seen.world(each), each).hidden_from(reader)
    )


class _Admin:
    """Sees everything."""

    def shown(self, entry: Entry) -> bool:
        return True

    def named(self, entry: Entry) -> bool:
        return True

    def reason(self, entry: Entry) -> bool:
        return True

    def values(self, entry: Entry) -> Mapping[str, object]:
        parts = {name: value for name, value in entry.payload.items() if name not in ("reason", "for", "via")}
        form = parts.pop("form", None)
        return {**(form if isinstance(form, Mapping) else {}), **parts}


class _Reader:
    """Sees what the definition's `visible` lines give to the roles they hold, and what they did themselves."""

    def __init__(self, process: Process, sight: Sight, person: str, unknown: Container[str]) -> None:
        self.process = process
        self.sight = sight
        self.person = person
        self.unknown = unknown  # children that do not exist for the reader

    def shown(self, entry: Entry) -> bool:
        """An act with a form that nothing may be seen of is none of the reader's business."""
        if entry.kind in ("people", "timer") or entry.name.endswith(NOW):
            return False
        if entry.facts.get("child", {}).get("id") in self.unknown:
            return False
        if entry.kind == "event" and entry.name == "lapsed":
            return any(self.person in people for people in entry.payload.get("tasks", {}).values())
        if entry.kind == "event" and entry.name.startswith("clock."):
            return entry.payload.get("person") in (None, self.person)
        if entry.kind == "corrected":
            return bool(self.values(entry))
        act = self._act(entry)
        if act is None or self._own(entry):
            return True
        if act.task is not None and self.sight.nameless(act.task):
            return False
        return not act.form or bool(self.values(entry))

    def named(self, entry: Entry) -> bool:
        """Who did it: on the line of the act itself only, so that no other line betrays a hidden one."""
        return self._own(entry) or entry.kind == "act"

    def reason(self, entry: Entry) -> bool:
        """A reason is for its giver, for whoever the act's message goes to, and for those who see what it came with."""
        if self._own(entry) or self.values(entry):
            return True
        act = self._act(entry)
        told = {
            role for choice in act.choices for send in choice.effects.send for role in (*send.to, *send.cc)
        } if act else set()  # fmt: skip
        return bool(self.sight.roles & told)

    def values(self, entry: Entry) -> Mapping[str, object]:
        if entry.kind == "corrected":
            seen = {when: self.sight.part(entry.name, value) for when, value in entry.payload.items()}
            return {when: value for when, value in seen.items() if value is not None}
        form = entry.payload.get("form", {})
        if self._own(entry):
            return dict(form)
        act = self._act(entry)
        answered = plan(self.process).answered.get(act.task or "", frozenset()) if act else frozenset()
        seen = {
            name: self.sight.part(f"{act.task}.{name}" if act and name in answered else name, value)
            for name, value in form.items()
        }
        return {name: value for name, value in seen.items() if value is not None}

    def _own(self, entry: Entry) -> bool:
        """Done by the reader, or for them."""
        return self.person in (entry.actor, entry.payload.get("for"))

    def _act(self, entry: Entry) -> Act | None:
        if entry.kind != "act":
            return None
        state = self.process.states.get(entry.from_state or "")
        return state.on.get(entry.name) if state else None


def _lines(seen: Glance, instance: Instance, eyes: _Admin | _Reader) -> Iterator[Line]:
    process = seen.process(instance)
    shown = [each for each in history(seen.work.connection, instance.id) if eyes.shown(each.entry)]
    for number, recorded in enumerate(shown, start=1):
        entry, values = recorded.entry, eyes.values(recorded.entry)
        yield Line(
            sequence=number,
            at=entry.at,
            kind=entry.kind,
            name=entry.name,
            title=_title(process, entry, seen.work.workspace),
            actor=seen.who(entry.actor) if entry.actor and eyes.named(entry) else None,
            on_behalf_of=seen.who(entry.payload["for"]) if entry.payload.get("for") and eyes.named(entry) else None,
            via=entry.payload.get("via") if eyes.named(entry) else None,
            from_state=title_of_state(process, entry.from_state) if entry.from_state else None,
            to_state=title_of_state(process, entry.to_state) if entry.to_state else None,
            reason=_reason(recorded, eyes),
            values=values,
            titles=_titles(process, entry, values),
            words=_words(process, entry, values),
            people=_names(seen, process, entry, values),
            erased=recorded.erased,
        )


def _reason(recorded: Recorded, eyes: _Admin | _Reader) -> str | None:
    reason = recorded.entry.payload.get("reason")
    return str(reason) if reason and eyes.reason(recorded.entry) else None


def _title(process: Process, entry: Entry, workspace: Workspace) -> Text:
    """The act's, field's or state's own title; else the name, which is then a word of the engine or a rule's id."""
    named = {"en": entry.name, "zh": entry.name}
    if entry.kind == "act":
        state = process.states.get(entry.from_state or "")
        return state.on[entry.name].title if state and entry.name in state.on else named
    if entry.kind == "corrected" and entry.name in process.fields:
        return process.fields[entry.name].title
    if entry.kind == "intervened":
        return VERBS.get(entry.name, named)
    if entry.kind == "moved":
        return title_of_state(process, entry.name)
    if entry.kind == "event" and entry.name == "lapsed":
        return _lapsed(process, entry)
    if entry.kind == "event" and entry.name == "purged":
        return {each: say("history-purged", each, {}) for each in LANGUAGES}
    if entry.kind == "event" and entry.name.endswith(NOW):
        return _of_another(entry, NOW, workspace)
    if entry.kind == "event" and entry.name.endswith(ENDED):
        return _of_another(entry, ENDED, workspace)
    if entry.kind == "timer":
        return rule_title(process, entry.from_state, entry.name, workspace.catalogue)
    if entry.kind == "event":
        return _of_joint_act(process, entry) or named
    return process.title if entry.kind == "started" else named


def _titles(process: Process, entry: Entry, values: Mapping[str, object]) -> dict[str, Text]:
    """What the values are called: fields by their titles, roles where people changed."""
    known: Mapping[str, Field | Role] = process.roles if entry.kind == "people" else process.fields
    return {name: known[name].title for name in values if name in known}


def _words(process: Process, entry: Entry, values: Mapping[str, object]) -> dict[str, Mapping[str, Text]]:
    """What ids within the values are called: options of choices, and what an administrator or a lapse speaks of."""
    if entry.kind == "corrected" and entry.name in process.fields:
        return dict.fromkeys(values, process.fields[entry.name].option_titles)
    if entry.kind == "act":
        return {name: process.fields[name].option_titles for name in values if name in process.fields}
    tasks = {name: task.title for name, task in plan(process).tasks.items()}
    states = {name: state.title for name, state in process.states.items()}
    roles = {name: role.title for name, role in process.roles.items()}
    return {"to": states, "task": tasks, "tasks": tasks, "role": roles}


def _names(seen: Glance, process: Process, entry: Entry, values: Mapping[str, object]) -> dict[str, str]:
    """Those who stand in the values: in fields, in the place of a role, of whom an administrator or a lapse speaks."""
    fields = process.fields
    if entry.kind == "corrected":
        own = [fields[entry.name]] if entry.name in fields else []
        return {id: name for value in values.values() for id, name in names_in(seen, own, {entry.name: value}).items()}
    if entry.kind == "act":
        return names_in(seen, [fields[name] for name in values if name in fields], values)
    lapsed = values.get("tasks")
    named = [*values.values(), *(lapsed.values() if isinstance(lapsed, Mapping) else ())]
    spoken = [id for each in named if isinstance(each, str | list | tuple) for id in ids(each)]
    return {each.id: each.name for each in seen.whos(dict.fromkeys(spoken)) if each.name != each.id}


def _lapsed(process: Process, entry: Entry) -> Text:
    """Which tasks nobody may do any more."""
    tasks = plan(process).tasks
    titles = [tasks[name].title for name in entry.payload.get("tasks", {}) if name in tasks]
    named = {each: ", ".join(pick(title, each) for title in titles) for each in LANGUAGES}
    return {each: say("history-lapsed", each, {"tasks": named}) for each in LANGUAGES}


def _of_another(entry: Entry, what: str, workspace: Workspace) -> Text:
    """What became of another instance, by the titles its process has now."""
    name = entry.name.removesuffix(what)
    process, state = workspace.library.processes.get(name), str(entry.facts.get("child", {}).get("state", NOTHING))
    titles = (
        {"process": process.title, "state": title_of_state(process, state)}
        if process
        else {"process": name, "state": state}
    )
    return {each: say(f"history-child-{what.strip(' .')}", each, titles) for each in LANGUAGES}


def _of_joint_act(process: Process, entry: Entry) -> Text | None:
    """What became of an act that several do together."""
    name, _, what = entry.name.partition(" ")
    state = process.states.get(entry.from_state or "")
    if not what or state is None or name not in state.on:
        return None
    return {each: say(f"history-{what}", each, {"act": state.on[name].title}) for each in LANGUAGES}
