"""What becomes of a state if nobody does anything: it must lead on, or at least go on telling somebody."""

from __future__ import annotations

from collections.abc import Iterator

from engine.definition.checks.folder import Folder
from engine.definition.checks.graph import RARE
from engine.definition.model import Process, State
from engine.words.problems import Problem

Found = Iterator[Problem]


def check_silence(folder: Folder) -> Found:
    for file in folder.processes:
        if file.sound:
            yield from _silent(file.process)


def _silent(process: Process) -> Found:
    """A state that is owed something and never stirs; else one that time never leads out of."""
    for state in process.states.values():
        around = [process.states[name] for name in state.path or (state.name,)]
        if state.final or not any(_leads_out(each) for each in around):
            continue  # of a dead end more is told elsewhere
        if _never_stirs(state, around):
            yield Problem(code="silence", span=state.span, facts={"state": state.name}, severity="warning")
        elif not state.initial and not state.regions and not any(map(_stirs, around)):
            facts = {"state": state.name}
            yield Problem(code="silence-leads-nowhere", span=state.span, facts=facts, severity="warning")


def _never_stirs(state: State, around: list[State]) -> bool:
    waiting = [task for task in state.tasks.values() if not task.optional and task.every is None]
    stirred = any(
        not rule.reminder and (rule.effects.to or rule.effects.send or rule.effects.start or rule.effects.emit)
        for each in around
        for rule in each.timed
    )
    return bool(waiting) and state.due is None and not stirred and not all(task.due for task in waiting)


def _leads_out(state: State) -> bool:
    return bool(_by_itself(state)) or any(
        choice.effects.to for act in state.on.values() if act.name not in RARE for choice in act.choices
    )


def _by_itself(state: State) -> list[str]:
    """Where a state leads without anybody: by time, on entry, or when another process tells."""
    told = [choice.effects.to for act in state.on.values() if "." in act.name for choice in act.choices]
    targets = [choice.effects.to for choice in state.entry] + [rule.effects.to for rule in state.timed] + told
    return [target for target in targets if target and target != state.name]


def _stirs(state: State) -> bool:
    """Whether time leads on, somebody is told again and again, or a limit shows that it is overdue."""
    return bool(_by_itself(state)) or _goes_on_telling(state) or state.due is not None


def _goes_on_telling(state: State) -> bool:
    """Whether somebody is told again and again, without an end."""
    return any(
        rule.repeat is not None and rule.times is None and rule.until is None and rule.effects.send
        for rule in state.timed
    )
