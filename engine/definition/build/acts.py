"""Acts of people and events of the engine."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.definition.build.draft import Draft, Use
from engine.definition.build.effects import KEYS, build_choices
from engine.definition.build.fields import build_options
from engine.definition.build.together import build_who
from engine.definition.model import Act, Field, Requirement, Text, Together
from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.often import read_often
from engine.expression import Expression

_PLACE = re.compile(r"\{\{(.*?)\}\}")
_OFFERED: Mapping[str, Expression | None] = {"old": None, "new": None, "since": None}  # what changed, since when
ENGINE_EVENTS = ("done", "subject_left", "cancelled")
_OF_PEOPLE = (
    "by", "form", "require", "from", "until", "times", "reason", "independent_of", "above", "assign", "extends",
    "at_most", "title", "together",
)  # fmt: skip


def is_event(name: str) -> bool:
    """Whether the engine raises it: `done`, `appeal.ended`, `manager.department.changed`."""
    return name in ENGINE_EVENTS or "." in name


def build_acts(
    draft: Draft, node: Node | None, fields: Mapping[str, Field], state: str | None
) -> dict[str, Act | None]:
    """Acts by name; None switches an inherited one off. `by` may still be empty where a task gives it."""
    acts: dict[str, Act | None] = {}
    for key, value in draft.entries(node):
        draft.act = key.text
        acts[key.text] = _act(draft, key, value, fields, state)
        draft.act = ""
    return acts


def _act(draft: Draft, key: ScalarNode, node: Node, fields: Mapping[str, Field], state: str | None) -> Act | None:
    name = key.text
    draft.places.setdefault(("act", name), key.span)
    if isinstance(node, MapNode) and not node.entries:
        return None
    if is_event(name):
        draft.use("event", key, state)
        _only_engine_keys(draft, name, node)
        draft.offered = _OFFERED if name.count(".") == 2 else {}
        choices = build_choices(draft, _alternatives(draft, node), fields, state, owner=name)
        draft.offered = {}
        return Act(name=name, title={}, engine=True, choices=choices, span=key.span)
    if isinstance(node, ListNode):
        draft.report("list-needs-choose", node.span, act=name)
    times = draft.get(node, "times")
    often, per_visit = read_often(times)
    if per_visit and isinstance(times, ScalarNode):
        draft.uses.append(Use(kind="state", name=per_visit, span=times.at(times.text.index(per_visit)), state=None))
    reasons, titles = build_reasons(draft, draft.get(node, "reason"))
    assigns = draft.use("role", draft.get(node, "assign"), state)
    by, together = build_who(draft, draft.get(node, "by"), state)
    form = draft.use("form", draft.get(node, "form"), state, of=name)
    return Act(
        name=name,
        title=draft.title(node, name, key.span),
        by=by,
        together=together,
        over=next(iter(draft.use("shared_by", draft.get(node, "together"), state)), None),
        form=(*with_vote(form, together), *(each for each in assigns if each not in form)),
        requires=build_requirements(draft, draft.get(node, "require"), state),
        opens=draft.moment(draft.get(node, "from"), state),
        closes=draft.moment(draft.get(node, "until"), state),
        times=often,
        per_visit=per_visit,
        reason=draft.get(node, "reason") is not None,
        reasons=reasons,
        reason_titles=titles,
        independent_of=draft.use("independent", draft.get(node, "independent_of"), state),
        above=draft.use("independent", draft.get(node, "above"), state),
        assigns=assigns,
        extends=next(iter(draft.use("extended", draft.get(node, "extends"), state)), None),
        at_most=draft.duration(draft.get(node, "at_most")),
        choices=build_choices(draft, _alternatives(draft, node), fields, state, owner=name),
        span=key.span,
    )


def with_vote(form: tuple[str, ...], together: Together | None) -> tuple[str, ...]:
    """A vote is asked for, whether the form says so or not."""
    vote = together.vote if together else None
    return form if vote is None or vote in form else (*form, vote)


def _only_engine_keys(draft: Draft, name: str, node: Node) -> None:
    for key, _ in draft.entries(node):
        if key.text in _OF_PEOPLE:
            draft.report("event-takes-no-key", key.span, event=name, key=key.text)


def _alternatives(draft: Draft, node: Node) -> list[Node]:
    """The maps of `choose`, those of a list, or the map itself if it says that anything follows."""
    chosen = draft.get(node, "choose")
    beside = [key for key, _ in draft.entries(node) if key.text in ("when", "id", *KEYS)]
    if chosen is not None:
        for key in beside:
            draft.report("beside-choose", key.span, key=key.text)
        return list(draft.items(chosen))
    if isinstance(node, ListNode):
        return list(draft.items(node))
    return [node] if beside else []


def build_requirements(draft: Draft, node: Node | None, state: str | None) -> tuple[Requirement, ...]:
    requirements = []
    for item in draft.items(node):
        each = draft.expression(draft.get(item, "each"), state)
        names = {"item": each} if draft.get(item, "each") else {}
        that = draft.expression(draft.get(item, "that"), state, names)
        said = draft.translated(draft.get(item, "else"))
        for _, text in draft.entries(draft.get(item, "else")):
            _places_in(draft, text, state, names)
        if that is not None:
            requirements.append(Requirement(that=that, otherwise=said, each=each, span=item.span))
    return tuple(requirements)


def _places_in(draft: Draft, text: Node, state: str | None, names: dict[str, Expression | None]) -> None:
    """Compile the {{ expressions }} of a text, so that a misspelt one is found before somebody is refused."""
    if isinstance(text, ScalarNode):
        for found in _PLACE.finditer(text.text):
            draft.expression(text, state, names, shift=found.start(1), end=found.end(1))


def build_reasons(draft: Draft, node: Node | None) -> tuple[tuple[str, ...], dict[str, Text]]:
    """The reasons that count, and the titles of those that have one; none where any text will do."""
    if isinstance(node, ScalarNode):
        return (), {}
    return build_options(draft, node)
