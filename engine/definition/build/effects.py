"""What follows: effects, alternatives, messages, children; and the ids of alternatives."""

from __future__ import annotations

from collections.abc import Mapping

from engine.definition.build.draft import Draft
from engine.definition.build.fitting import fitting
from engine.definition.model import Choice, Constant, Effects, Field, Given, Send, Start
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.expression import Expression

KEYS = ("set", "to", "start", "with", "send", "emit", "for_each", "cancel")


def build_effects(draft: Draft, node: Node, fields: Mapping[str, Field], state: str | None, *, owner: str) -> Effects:
    """The effects a map says. `owner` is the act or event they belong to, "" for what time or an entry does."""
    to = draft.use("state", draft.get(node, "to"), state)
    copies = draft.use("role", draft.get(node, "cc"), state)
    values: dict[str, Given] = {}
    for key, value in draft.entries(draft.get(node, "set")):
        draft.use("field", key, state, of=owner)
        kind = fields[key.text].type if key.text in fields else None
        given = draft.given(value, kind, state)
        # `computed` takes a correction back, whatever the field's type.
        if isinstance(given, Constant) and key.text in fields and given.value != "computed":
            given = Constant(fitting(draft, value, fields[key.text], given.value))
        if given is not None:
            values[key.text] = given
    return Effects(
        to=to[0] if to else None,
        set=values,
        start=_starts(draft, node, state),
        send=build_sends(draft, draft.get(node, "send"), state, copies),
        emit=draft.use("emitted", draft.get(node, "emit"), state),
        emit_to=_hearers(draft, node, state),
        cancel=draft.use("process", draft.get(node, "cancel"), state),
    )


def _starts(draft: Draft, node: Node, state: str | None) -> tuple[Start, ...]:
    beside = draft.get(node, "with")
    starts = []
    for item in draft.items(draft.get(node, "start")):
        named = item if isinstance(item, ScalarNode) else draft.get(item, "process")
        for name in draft.use("process", named, state):
            given = draft.get(item, "with") or beside
            each = draft.expression(draft.get(item, "for_each"), state)
            names = {"item": each} if draft.get(item, "for_each") else {}
            starts.append(
                Start(
                    process=name,
                    each=each,
                    ends_with_parent=draft.text(draft.get(item, "on_parent_end")) == "cancel",
                    data=_prefill(draft, given, name, state, names),
                    span=item.span,
                )
            )
    if beside is not None and len(starts) != 1:
        draft.report("with-without-start", beside.span)
    return tuple(starts)


def _hearers(draft: Draft, node: Node, state: str | None) -> Expression | None:
    """The children that hear what is emitted, where it is not the parent."""
    key = draft.key(node, "for_each")
    if key is not None and draft.key(node, "emit") is None:
        draft.report("together-needs", key.span, key="for_each", needs="emit")
    return draft.expression(draft.get(node, "for_each"), state)


def _prefill(
    draft: Draft, node: Node | None, process: str, state: str | None, names: Mapping[str, Expression | None]
) -> dict[str, Given]:
    data: dict[str, Given] = {}
    for key, value in draft.entries(node):
        draft.use("prefill", key, state, of=process)
        given = draft.given(value, None, state, names)
        if given is not None:
            data[key.text] = given
    return data


def build_sends(draft: Draft, node: Node | None, state: str | None, copies: tuple[str, ...] = ()) -> tuple[Send, ...]:
    """The messages of a `send`; `copies` are the roles of a `cc` beside it."""
    sends = []
    for item in draft.items(node):
        named = item if isinstance(item, ScalarNode) else draft.get(item, "template")
        for template in draft.use("template", named, state):
            to = draft.use("role", draft.get(item, "to"), state)
            cc = draft.use("role", draft.get(item, "cc"), state)
            sends.append(Send(template=template, to=to, cc=cc + copies, span=item.span))
    return tuple(sends)


def build_choices(
    draft: Draft, nodes: list[Node], fields: Mapping[str, Field], state: str | None, *, owner: str
) -> tuple[Choice, ...]:
    """Alternatives in order, each with an id of its own."""
    choices: list[Choice] = []
    taken: set[str] = set()
    for node in nodes:
        if not isinstance(node, MapNode):
            continue
        effects = build_effects(draft, node, fields, state, owner=owner)
        given = draft.text(draft.get(node, "id"))
        name = given or described(effects)
        if name in taken and given:
            draft.report("same-id", node.span, id=name)
        while name in taken:
            name += "+"
        taken.add(name)
        condition = draft.expression(draft.get(node, "when"), state)
        choices.append(Choice(id=name, when=condition, effects=effects, span=node.span))
    return tuple(choices)


def described(effects: Effects) -> str:
    """What an alternative is called that has no id: its target, else the first thing it does."""
    if effects.to:
        return f"→ {effects.to}"
    for word, names in (
        ("send", [each.template for each in effects.send]),
        ("start", [each.process for each in effects.start]),
        ("set", list(effects.set)),
        ("emit", list(effects.emit)),
        ("cancel", list(effects.cancel)),
    ):
        if names:
            return f"{word} {', '.join(names)}"
    return "stay"
