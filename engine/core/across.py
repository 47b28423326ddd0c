"""An act as everybody concerned meets it: rules across people, and acts that go over a whole group at once.

The sums themselves are counted by the ensemble: from the database, or in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.core.case import Case
from engine.core.ensemble import Ensemble
from engine.core.limits import CohortLimit, broken, fields_of, has_passed, is_past, leads
from engine.core.nesting import owners
from engine.core.plan import plan
from engine.core.values import Decision, Entry, Incident, Instance, Refusal, Triggered
from engine.definition.house import CycleLimit
from engine.definition.model import Process
from engine.words.problems import Problem
from engine.words.texts import LANGUAGES


def act(house: Ensemble, id: str, event: Triggered) -> Refusal | None:
    """Do an act, for all of a group where it goes over one. A refusal has every blocker; then nothing has happened.

    A rule across people that breaks by what follows from the act, such as a grade an appeal corrects in its parent,
    refuses the act that caused it.
    """
    present, before = house.instance(id), house.mark()
    fellows = _fellows(house, present, event.act)
    limits = () if fellows else _met(house, present, event.act)
    outcomes = {each: house.decide(each, event, limits) for each in (id, *fellows)}
    refused = {each: outcome for each, outcome in outcomes.items() if isinstance(outcome, Refusal)}
    if refused:
        house.undo(before)
        return _of_all(house, refused) if fellows else refused[id]
    house.drain()
    blockers = against_others(house, before if not limits else before + 1)
    if not blockers:
        return None
    house.undo(before)
    return Refusal(blockers=tuple(blockers))


def _fellows(house: Ensemble, instance: Instance, name: str) -> tuple[str, ...]:
    """Whoever else an act goes over: those of the group that are where it is possible, or have not come to it yet."""
    process = house.process(instance.process, instance.version)
    over = plan(process).over.get(name)
    if over is None:
        return ()
    ids = sorted(each for each in house.alike(instance, over) if each != instance.id)
    house.load(ids)
    others = [house.instance(each) for each in ids]
    alike = (each for each in others if each.status == "running" and each.cycle == instance.cycle)
    return tuple(each.id for each in alike if _waits(house, each, name))


def _waits(house: Ensemble, instance: Instance, name: str) -> bool:
    process = house.process(instance.process, instance.version)
    if next(iter(owners(process, instance.state, name)), None) is not None:
        return True
    return not is_past(name, leads(process, name), instance)


def _of_all(house: Ensemble, refused: Mapping[str, Refusal]) -> Refusal:
    """One refusal with everything against the act in any review of the group, each said of whom it concerns."""
    found: list[Problem] = []
    for id, refusal in refused.items():
        instance = house.instance(id)
        process = house.process(instance.process, instance.version)
        name = str(Case(process, house.world_of(instance), instance).someone(instance.subject))
        for each in refusal.blockers:
            text = {language: each.text(language) for language in LANGUAGES}
            found.append(Problem(code="together-refused", facts={"name": name, "instance": id, "text": text}))
    return Refusal(blockers=tuple(found))


def _met(house: Ensemble, instance: Instance, name: str) -> Sequence[CohortLimit]:
    """Every limit that the act would meet, with everybody else's values counted."""
    known = house.rules(instance)
    if not known:
        return ()
    process = house.process(instance.process, instance.version)
    to = leads(process, name)
    met = [
        each
        for each in known
        if each.act == name or has_passed(each, process, instance) or to & leads(process, each.act)
    ]
    return house.counted(met, instance)


def against_others(house: Ensemble, since: int) -> list[Problem]:
    """The limits that whatever else followed from an act has broken, all decisions from number `since` on."""
    found = []
    for limit, breach, instance in _breaches(house, house.decisions[since:]):
        if limit.warns:
            _note(house, instance, breach)
        else:
            found.append(Problem(code="limit-breached", facts=breach))
    return found


def note_silence(house: Ensemble, since: int) -> dict[str, list[Incident]]:
    """What time and other events of the engine did to rules across people: counted all the same, and somebody told.

    One incident for each rule and group, about the cycle; the instance's history says it too.
    """
    found: dict[str, list[Incident]] = {}
    for limit, breach, instance in _breaches(house, house.decisions[since:]):
        _note(house, instance, breach)
        if not limit.warns:
            facts = {**breach, "instance": instance.id, "process": limit.limit.process}
            where = f"{breach['rule']} {limit.limit.over or 'cycle'}={breach['group']}"
            found.setdefault(instance.cycle or "", []).append(
                Incident(code="limit-exceeded", facts=facts, state="", where=where)
            )
    return found


def _note(house: Ensemble, instance: Instance, breach: Mapping[str, Any]) -> None:
    """Say in the history of an instance that it broke a rule."""
    index = next(at for at, each in enumerate(house.decisions) if each.after is instance)
    entry = Entry(at=house.now, kind="event", name="limit-breached", from_state=instance.place, payload=dict(breach))
    house.decisions[index] = replace(house.decisions[index], entries=(*house.decisions[index].entries, entry))


def _breaches(house: Ensemble, decisions: Sequence[Decision]) -> list[tuple[CohortLimit, Mapping[str, Any], Instance]]:
    """Each rule and group that these decisions have broken, once, with the last instance that did."""
    found: dict[tuple[int, str], tuple[CohortLimit, Mapping[str, Any], Instance]] = {}
    first = {each.after.id: each.before for each in reversed(decisions)}
    for after in {each.after.id: each.after for each in decisions}.values():
        rules = house.rules(after)
        if not rules:
            continue
        process, before = house.process(after.process, after.version), first[after.id]
        touched = [each for each in rules if _touches(each, process, before, after)]
        for limit, breach in broken(house.counted(touched, after), before, after):
            assert isinstance(limit, CohortLimit)
            found[id(limit.limit), limit.group] = (limit, breach, after)
    return list(found.values())


def _touches(limit: CycleLimit, process: Process, before: Instance | None, after: Instance) -> bool:
    """Whether what the limit counts of this instance is not what it was."""
    if not has_passed(limit, process, after):
        return False
    if before is None or not has_passed(limit, process, before):
        return True
    return any(before.data.get(each) != after.data.get(each) for each in fields_of(limit))
