"""The control flow of a process as SCXML, the W3C's notation for state charts: for tools that read it, and for proof.

States, regions and moves are as the engine has them. An act's alternative is the event `ACT.ALTERNATIVE`, a timed rule
`time.STATE.RULE`, an entry that leads on under a condition `entry.STATE.ID`; a state's `done` is `done.tasks.STATE`
where people owe tasks, and SCXML's own `done.state.STATE` where a final state within completes it. Conditions, forms,
limits and messages are not control flow: `when` stands beside a move for readers, whoever raises the event judged it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from engine.definition.model import Act, Choice, Process, State
from engine.definition.nesting import parts_of

NAMESPACE = "http://www.w3.org/2005/07/scxml"
_OTHER = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class _Move:
    """A rule of a state: its event (none: at once), target (none: it only keeps others from hearing) and condition."""

    event: str
    target: str | None
    when: str | None = None


def scxml(process: Process) -> str:
    """The whole document."""
    tops = [state for state in process.states.values() if state.parent is None]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<scxml xmlns="{NAMESPACE}" version="1.0" datamodel="null" {_named(process)}>',
        *(line for state in tops for line in _state(process, state, {}, "  ")),
        "</scxml>",
    ]
    return "\n".join(lines) + "\n"


def _named(process: Process) -> str:
    return f"name={quoteattr(process.name)} initial={quoteattr(process.initial)}"


def event_of(process: Process, way: str) -> str | None:
    """The event that stands for a way of a decision, "state/act/choice"; None where SCXML goes it by itself."""
    name, _, rule = way.partition("/")
    kind, _, id = rule.partition("/")
    state = process.states[name]
    match kind:
        case "entry":
            choice = next(each for each in state.entry if each.id == id)
            return _entry(state, choice) if choice.effects.to else None
        case "time":
            return _timed(state, id)
    act = state.on[kind]
    return _event(state, act, next(choice for choice in act.choices if choice.id == id)) if act.choices else act.name


def _state(process: Process, state: State, handed: Mapping[str, list[_Move]], indent: str) -> Iterator[str]:
    """A state and what stands within. `handed`: moves of the states around that lead further in, by where they do.

    A move keeps whatever it leads into, so such a rule stands once more in every state on its way: SCXML would leave
    and enter that anew.
    """
    moves = [*_moves(state), *handed.get(state.name, ())]
    inner = {name: [*some] for name, some in handed.items()}
    for move in moves:
        for place in _on_the_way(process, state, move):
            inner.setdefault(place, []).append(move)
    final = state.final and not any(move.target for move in moves)
    moves = [] if final else moves  # SCXML knows of no acts in a final state
    kind = "final" if final else "parallel" if state.regions else "state"
    first = f" initial={quoteattr(state.initial)}" if state.initial else ""
    yield f"{indent}<{kind} id={quoteattr(state.name)}{first}>"
    if state.final and not final and state.parent:
        yield f'{indent}  <onentry><raise event="done.state.{state.parent}"/></onentry>'
    # A rule into one region moves that one alone: it stands there, not here.
    regions = {
        name: region.name for region in state.regions for each in region.states for name in _inside(process, each)
    }
    yield from (_move(move, state.inside, indent) for move in moves if move.target not in regions)
    for region in state.regions:
        yield f"{indent}  <state id={quoteattr(region_id(state, region.name))} initial={quoteattr(region.initial)}>"
        into = [move for move in moves if move.target and regions.get(move.target) == region.name]
        inside = (region.name, *(name for each in region.states for name in _inside(process, each)))
        yield from (_move(move, inside, f"{indent}  ") for move in into)
        # What leads into another region from further out must not move this one, as the same rule out there would.
        deaf = [_Move(move.event, None) for move in handed.get(state.name, ()) if move not in into]
        yield from (_move(move, (), f"{indent}  ") for move in deaf)
        for name in region.states:
            yield from _state(process, process.states[name], inner, f"{indent}    ")
        yield f"{indent}  </state>"
    if not state.regions:
        for name in parts_of(process, state):
            yield from _state(process, process.states[name], inner, f"{indent}  ")
    yield f"{indent}</{kind}>"


def region_id(state: State, region: str) -> str:
    """What a region is called. No state has a hyphen in its name; a dot would make its completion that of the state."""
    return f"{state.name}-{region}"


def _inside(process: Process, name: str) -> tuple[str, ...]:
    return process.states[name].inside


def _on_the_way(process: Process, state: State, move: _Move) -> list[str]:
    """The states strictly between one and a target within it, as far as none of them says otherwise."""
    if move.target is None or move.target not in state.inside[1:]:
        return []
    path = process.states[move.target].path
    between = list(reversed(path[1 : path.index(state.name)]))
    own = next((n for n, each in enumerate(between) if _says(process.states[each], move)), len(between))
    return between[:1] if own else []


def _says(state: State, move: _Move) -> bool:
    """Whether a state has an act or an event of that name itself; whoever raises the others means one state's."""
    head = move.event.partition(".")[0]
    return head not in ("done", "entry", "time") and (head in state.on or head in state.off)


def _moves(state: State) -> Iterator[_Move]:
    for choice in state.entry:
        if choice.effects.to:
            yield _Move(_entry(state, choice) or "", choice.effects.to, _when(choice))
    for act in state.on.values():
        for choice in act.choices:
            yield _Move(_event(state, act, choice), choice.effects.to, _when(choice))
        if act.name != "done" and (state.parent or len(state.inside) > 1):
            yield _Move(act.name, None)  # its own name wins whole: nobody around hears of it
    for name in sorted(state.off):
        yield _Move(name, None)
    for rule in state.timed:
        if rule.effects.to:
            yield _Move(_timed(state, rule.id), rule.effects.to, rule.when.source if rule.when else None)


def _event(state: State, act: Act, choice: Choice) -> str:
    if act.name != "done":
        return f"{act.name}.{_token(choice.id)}"
    if len(state.inside) == 1:
        return f"done.tasks.{state.name}.{_token(choice.id)}"
    alone = len(act.choices) == 1 and choice.when is None
    return f"done.state.{state.name}" if alone else f"done.within.{state.name}.{_token(choice.id)}"


def _entry(state: State, choice: Choice) -> str | None:
    return None if choice.when is None else f"entry.{state.name}.{_token(choice.id)}"


def _timed(state: State, rule: str) -> str:
    """With its state: of two rules of one id the inner one holds, also while the outer could move another region."""
    return f"time.{state.name}.{_token(rule)}"


def _when(choice: Choice) -> str | None:
    return choice.when.source if choice.when else None


def _token(id: str) -> str:
    return _OTHER.sub("_", id).strip("_")


def _move(move: _Move, inside: tuple[str, ...], indent: str) -> str:
    parts = [f"event={quoteattr(move.event)}"] if move.event else []
    if move.target:
        parts.append(f"target={quoteattr(move.target)}")
        if move.target in inside[1:]:
            parts.append('type="internal"')
    line = f"{indent}  <transition {' '.join(parts)}/>"
    return line if move.when is None else f"{line}<!-- {move.when.replace('--', '- -')} -->"
