"""Several who decide as one: `all`, `majority`, `agree`."""

from __future__ import annotations

from typing import Literal

from engine.definition.build.draft import Draft
from engine.definition.model import UNCHANGED, Party, Together
from engine.definition.needed import Needed, read_needed
from engine.definition.nodes import MapNode, Node, ScalarNode

# A word that is said of another: without that one it would mean nothing.
_NEEDS = {
    "vote": "majority", "needs": "majority", "quorum": "vote", "tie": "vote", "else": "needs", "abstain": "vote",
    "abstaining": "abstain",
}  # fmt: skip


def build_who(draft: Draft, node: Node | None, state: str | None) -> tuple[tuple[str, ...], Together | None]:
    """The roles under `by` or `for`, and how they decide where any one of them is not enough."""
    if not isinstance(node, MapNode):
        return draft.use("role", node, state), None
    ways = [word for word in ("all", "majority") if node.get(word) is not None]
    if len(ways) != 1:
        draft.report("together-one-way", node.span)
    for word, needs in _NEEDS.items():
        key = node.key(word)
        if key is not None and node.get(needs) is None:
            draft.report("together-needs", key.span, key=word, needs=needs)
    voters = draft.use("role", draft.get(node, "majority"), state)
    parties = (*build_parties(draft, draft.get(node, "all"), state), *(Party(role=each, every=True) for each in voters))
    vote = draft.use("vote", draft.get(node, "vote"), state)
    about = vote[0] if vote else ""
    tie = _outcome(draft, "tie", draft.get(node, "tie"), state, about)
    otherwise = _outcome(draft, "outcome", draft.get(node, "else"), state, about)
    abstain = draft.use("outcome", draft.get(node, "abstain"), state, of=about)
    share = draft.get(node, "needs")
    needed = read_needed(share)
    if share is not None and needed is not None and needed.of_votes and not vote:
        draft.report("together-needs", share.span, key="of the votes", needs="vote")
    return _roles(parties), Together(
        parties=parties,
        majority=bool(voters),
        vote=vote[0] if vote else None,
        quorum=_quorum(draft, draft.get(node, "quorum"), state),
        tie=tie[0] if tie else None,
        needs=needed,
        otherwise=otherwise[0] if otherwise else None,
        abstain=abstain[0] if abstain else None,
        absent=draft.text(draft.get(node, "abstaining")) == "absent",
    )


def _outcome(
    draft: Draft, kind: Literal["tie", "outcome"], node: Node | None, state: str | None, about: str
) -> tuple[str, ...]:
    """An option or a role, or that all stays as it was."""
    return (UNCHANGED,) if draft.text(node) == UNCHANGED else draft.use(kind, node, state, of=about)


def build_agreement(
    draft: Draft, node: Node | None, same: Node | None, state: str | None
) -> tuple[tuple[str, ...], Together]:
    """The parties of an `agree`, and the fields they agree `to_same`."""
    parties = tuple(build_parties(draft, node, state))
    return _roles(parties), Together(parties=parties, same=draft.use("same", same, state))


def build_parties(draft: Draft, node: Node | None, state: str | None) -> list[Party]:
    found = []
    for item in draft.items(node):
        if isinstance(item, MapNode):
            found += _several(draft, item, state)
        else:
            found += [Party(role=role) for role in draft.use("role", item, state)]
    return found


def _several(draft: Draft, node: MapNode, state: str | None) -> list[Party]:
    """A party of all holders of a role, or of a number of them."""
    number = draft.count(draft.get(node, "count"))
    if (node.get("all") is None) == (node.get("any") is None):
        draft.report("party-one-way", node.span)
    for word, needs in (("any", "count"), ("count", "any")):
        key = node.key(word)
        if key is not None and node.get(needs) is None:
            draft.report("together-needs", key.span, key=word, needs=needs)
    return [
        *(Party(role=role, every=True) for role in draft.use("role", draft.get(node, "all"), state)),
        *(Party(role=role, count=number) for role in draft.use("role", draft.get(node, "any"), state)),
    ]


def _quorum(draft: Draft, node: Node | None, state: str | None) -> dict[str, Needed]:
    if isinstance(node, ScalarNode):
        return {"": read_needed(node) or Needed(count=1)}
    found = {}
    for key, value in draft.entries(node):
        draft.use("role", key, state)
        found[key.text] = read_needed(value) or Needed(count=1)
    return found


def _roles(parties: tuple[Party, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.role for each in parties))
