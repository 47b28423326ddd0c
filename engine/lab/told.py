"""Words for what is otherwise known by an id: rules of time, and messages. The ids stay beside them, for programs."""

from __future__ import annotations

from engine.core.nesting import listed
from engine.definition.model import Process, Text
from engine.lab.diagram import timed
from engine.lab.saying import Speaker
from engine.words.texts import LANGUAGES, pick
from notifications.catalogue import Catalogue


def message_title(catalogue: Catalogue, template: str) -> Text:
    """What kind of message it is, in a few words."""
    return {each: catalogue.heading(template, each) for each in LANGUAGES}


def rule_title(process: Process, place: str | None, rule: str, catalogue: Catalogue) -> Text:
    """What a rule of time does: the messages it sends, or when it leads where; its id where it is no longer known."""
    state = process.states.get(place or "")
    spec = next((each for each in state.timed if each.id == rule), None) if state else None
    if spec is None:
        return dict.fromkeys(LANGUAGES, rule)
    to = spec.effects.to
    if to is None and spec.effects.send:
        return listed([message_title(catalogue, each.template) for each in spec.effects.send])
    said = {each: timed(Speaker(process, each, {}), spec) for each in LANGUAGES}
    if to is None:
        return said
    return {each: f"{said[each]} → {pick(process.states[to].title, each)}" for each in LANGUAGES}
