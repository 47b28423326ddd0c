"""A process file as a whole: roles, settings, visibility; the rest is in the sister modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, cast

from engine.calendar.moment import MomentError, parse_duration, parse_moment
from engine.definition.build.acts import build_acts, build_requirements
from engine.definition.build.draft import Draft, as_date
from engine.definition.build.fields import build_fields, compute_order
from engine.definition.build.states import build_pause, build_states
from engine.definition.digest import digest_of
from engine.definition.model import Field, OpenByHand, Process, Role, Setting, Visible
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.expression import Expression
from engine.words.problems import Fact, Problem

_PERSON = {"person": None}
LEAST_TOTAL = 5  # answers, unless `at_least` says otherwise


def build_process(draft: Draft, node: Node, text: str) -> Process:
    """The process, with whatever failed left out; only to be used if the draft has no errors."""
    roles = _roles(draft, draft.get(node, "roles"))
    for name in _assigned(draft, node):
        if name in roles:
            roles[name] = replace(roles[name], assigned=True)
    fields = build_fields(draft, draft.get(node, "data"), roles)
    settings = _settings(draft, draft.get(node, "settings"))
    everywhere = build_acts(draft, draft.get(node, "on"), fields, None)
    for name, act in everywhere.items():
        if act and act.span:
            draft.inherited[name] = act.span
        if act and not act.engine and not act.by:
            draft.report("nobody-may", draft.places["act", name], act=name)
    states = build_states(draft, draft.get(node, "states"), fields, everywhere)
    pause = build_pause(draft, draft.get(node, "paused_by"), None)
    if pause is not None:
        states = {
            name: each if each.final or each.paused_by else replace(each, paused_by=pause)
            for name, each in states.items()
        }
    about = draft.text(draft.get(node, "about"), "person")
    hidden = draft.get(node, "hidden_from_subject")
    if hidden is not None and about != "person":
        draft.report("hidden-no-person", hidden.span, about=about)
    subject = _subject(draft, draft.get(node, "subject"), about)
    initial = draft.use("state", draft.get(node, "initial"))
    return Process(
        name=draft.text(draft.get(node, "process"), PurePosixPath(draft.file).stem),
        version=draft.count(draft.get(node, "version")) or 1,
        title=draft.translated(draft.get(node, "title")),
        subject=subject,
        about=cast(Any, about),
        initial=initial[0] if initial else "",
        roles=roles,
        fields=fields,
        visible=_visible(draft, draft.get(node, "visible"), fields),
        settings=settings,
        states=states,
        start=_by_hand(draft, draft.get(node, "start")),
        hidden_until=None if hidden is None else draft.use("state", draft.get(hidden, "until")),
        interventions=_interventions(draft, draft.get(node, "interventions")),
        text=text,
        digest=digest_of(text),
        compute_order=compute_order(draft, fields),
        nested=any(state.parent for state in states.values()),
        span=node.span,
    )


def _subject(draft: Draft, node: Node | None, about: str) -> str:
    """The name of the subject: a role for a person; a unit holds no role, so its name is its own."""
    if about == "person":
        return next(iter(draft.use("role", node)), "")
    if isinstance(node, ScalarNode):
        draft.places["subject", node.text] = node.span
    return draft.text(node)


def _assigned(draft: Draft, node: Node) -> set[str]:
    """The roles whose holder some act replaces: each has a field, which forms may ask for."""
    acts = [act for each in (node, *_states_below(draft, node)) for _, act in draft.entries(draft.get(each, "on"))]
    return {name for act in acts for name in draft.texts(draft.get(act, "assign"))}


def _states_below(draft: Draft, node: Node) -> Iterator[Node]:
    """The states written under a process, a state or a region, and all within them."""
    for _, state in draft.entries(draft.get(node, "states")):
        yield state
        yield from _states_below(draft, state)
        for _, region in draft.entries(draft.get(state, "regions")):
            yield from _states_below(draft, region)


def _roles(draft: Draft, node: Node | None) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    draft.place_all("role", node)
    for key, value in draft.entries(node):
        roles[key.text] = _role(draft, key, value)
    return roles


def _role(draft: Draft, key: ScalarNode, node: Node) -> Role:
    title = draft.title(node, key.text, key.span)
    if isinstance(node, ScalarNode):
        return Role(name=key.text, title=title, rule=draft.expression(node), span=key.span)
    ways = [word for word in ("is", "first_of", "chosen_by") if isinstance(node, MapNode) and node.get(word)]
    if len(ways) != 1:
        draft.report("role-one-way", key.span, role=key.text)
    outside = draft.flag(draft.get(node, "outside"))
    if outside and "chosen_by" not in ways:
        draft.report("outside-not-chosen", key.span, role=key.text)
    if "chosen_by" in ways and not outside and isinstance(node, MapNode) and node.get("among") is None:
        draft.report("chosen-without-among", key.span, role=key.text)
    candidates = [draft.expression(item) for item in draft.items(draft.get(node, "first_of"))]
    chooser = draft.use("role", draft.get(node, "chosen_by"))
    otherwise = draft.use("role", draft.get(node, "else"))
    approver = draft.use("role", draft.get(node, "approved_by"))
    if approver and not chooser:
        draft.report("approved-without-chosen", key.span, role=key.text)
    return Role(
        name=key.text,
        title=title,
        rule=draft.expression(draft.get(node, "is")),
        first_of=tuple(each for each in candidates if each is not None),
        chosen_by=chooser[0] if chooser else None,
        among=draft.expression(draft.get(node, "among")),
        must=draft.expression(draft.get(node, "must"), None, _PERSON),
        unless=draft.expression(draft.get(node, "unless"), None, _PERSON),
        independent_of=draft.use("independent", draft.get(node, "independent_of")),
        above=draft.use("independent", draft.get(node, "above")),
        approved_by=approver[0] if approver else None,
        as_of=draft.moment(draft.get(node, "as_of")),
        on_change=cast(Any, draft.text(draft.get(node, "on_change"), "follow")),
        otherwise=otherwise[0] if otherwise else None,
        optional=draft.flag(draft.get(node, "optional")),
        outside=outside,
        was=draft.texts(draft.get(node, "was")),
        span=key.span,
    )


def _settings(draft: Draft, node: Node | None) -> Mapping[str, Setting]:
    settings: dict[str, Setting] = {}
    draft.place_all("setting", node)
    for key, value in draft.entries(node):
        default = draft.get(value, "default") if isinstance(value, MapNode) else value
        cases = []
        for condition, literal in draft.entries(draft.get(value, "when")):
            compiled = draft.expression(condition)
            if compiled is not None:
                cases.append((compiled, _setting(draft, literal, key.text)))
        made = None if default is None else _setting(draft, default, key.text)
        settings[key.text] = Setting(name=key.text, default=made, when=tuple(cases))
    return settings


def _setting(draft: Draft, node: Node, name: str) -> object:
    """A duration or a moment if the text says one in more than one word, a date, else the literal.

    Why a text is none of them is kept: it is a fault only where somebody counts from it.
    """
    value = draft.literal(node)
    if not isinstance(value, str):
        return value
    if " " not in value and (day := as_date(value)) is not None:
        return day
    facts: dict[str, Fact] = {"name": f"settings.{name}"}
    code, offset = "not-a-day", 0
    for parse in (parse_duration, parse_moment) if " " in value else ():
        try:
            return parse(value)
        except MomentError as failure:
            code, offset, facts = failure.code, failure.offset, dict(failure.facts)
    if isinstance(node, ScalarNode):
        draft.unread.setdefault(name, []).append(Problem(code=code, span=node.at(offset), facts=facts))
    return value


def _visible(draft: Draft, node: Node | None, fields: Mapping[str, Field]) -> dict[str, tuple[Visible, ...]]:
    lines: dict[str, tuple[Visible, ...]] = {}
    for key, value in draft.entries(node):
        draft.use("visible", key)
        field = fields.get(key.text.partition(".")[0])
        names = {"item": None} if field is not None and field.type == "list" else {}
        lines[key.text] = tuple(_line(draft, item, names) for item in draft.items(value))
    return lines


def _line(draft: Draft, node: Node, names: Mapping[str, Expression | None]) -> Visible:
    least = draft.count(draft.get(node, "at_least"))
    total = draft.get(node, "as") is not None
    if least is not None and not total:
        draft.report("at-least-without-total", node.span)
    return Visible(
        to=draft.use("reader", draft.get(node, "to")),
        from_states=draft.use("state", draft.get(node, "from")),
        within=draft.use("state", draft.get(node, "while")),
        when=draft.expression(draft.get(node, "when"), None, names),
        unless=draft.expression(draft.get(node, "unless"), None, names),
        total=(least or LEAST_TOTAL) if total else None,
    )


def _interventions(draft: Draft, node: Node | None) -> dict[str, tuple[str, ...]]:
    """Verb -> who may; `no` alone is nobody."""
    found = {}
    for key, value in draft.entries(node):
        who = draft.use("stepper", value)
        found[key.text] = () if who == ("no",) else who
    return found


def _by_hand(draft: Draft, node: Node | None) -> OpenByHand | None:
    if node is None:
        return None
    return OpenByHand(
        by=draft.use("role", draft.get(node, "by")),
        form=draft.use("form", draft.get(node, "form")),
        requires=build_requirements(draft, draft.get(node, "require"), None),
        several=draft.flag(draft.get(node, "several")),
    )
