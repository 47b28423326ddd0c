"""Several who decide as one: `all`, `majority`, `agree`."""

from __future__ import annotations

from engine.definition.build.draft import Draft
from engine.definition.model import Party, Together
from engine.definition.nodes import MapNode, Node, ScalarNode


def build_who(draft: Draft, node: Node | None, state: str | None) -> tuple[tuple[str, ...], Together | None]:
    """The roles under `by` or `for`, and how they decide where any one of them is not enough."""
    if not isinstance(node, MapNode):
        return draft.use("role", node, state), None
    ways = [word for word in ("all", "majority") if node.get(word) is not None]
    if len(ways) != 1:
        draft.report("together-one-way", node.span)
    for word in ("vote", "quorum", "tie"):
        needs = "majority" if word == "vote" else "vote"
        key = node.key(word)
        if key is not None and node.get(needs) is None:
            draft.report("together-needs", key.span, key=word, needs=needs)
    voters = draft.use("role", draft.get(node, "majority"), state)
    parties = (*build_parties(draft, draft.get(node, "all"), state), *(Party(role=each, every=True) for each in voters))
    vote = draft.use("vote", draft.get(node, "vote"), state)
    tie = draft.use("tie", draft.get(node, "tie"), state, of=vote[0] if vote else "")
    return _roles(parties), Together(
        parties=parties,
        majority=bool(voters),
        vote=vote[0] if vote else None,
        quorum=_quorum(draft, draft.get(node, "quorum"), state),
        tie=tie[0] if tie else None,
    )


def build_agreement(
    draft: Draft, node: Node | None, same: Node | None, state: str | None
) -> tuple[tuple[str, ...], Together]:
    """The parties of an `agree`, and the fields they agree `to_same`."""
    parties = tuple(build_parties(draft, node, state))
    return _roles(parties), Together(parties=parties, same=draft.use("same", same, state))


def build_parties(draft: Draft, node: Node | None, state: str | None) -> list[Party]:
    found = []
    for item in draft.items(node):
        every = isinstance(item, MapNode)
        named = draft.get(item, "all") if every else item
        found += [Party(role=role, every=every) for role in draft.use("role", named, state)]
    return found


def _quorum(draft: Draft, node: Node | None, state: str | None) -> dict[str, int]:
    if isinstance(node, ScalarNode):
        return {"": draft.count(node) or 1}
    found = {}
    for key, value in draft.entries(node):
        draft.use("role", key, state)
        found[key.text] = draft.count(value) or 1
    return found


def _roles(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.role for each in parties))
