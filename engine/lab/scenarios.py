"""Scenarios played: a process, people, a calendar, and steps on a virtual clock; what is not as expected is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, cast
from zoneinfo import ZoneInfo

from engine.calendar.periods import parse_period
from engine.calendar.working_days import WorkingCalendar, build
from engine.core.values import Data, Intervened, Refusal, Triggered, Verb
from engine.definition.house import Library, Organisation
from engine.definition.scenario import GivenMeasurement, Scenario, Step
from engine.lab.cast import people_of, units_of, with_unit
from engine.lab.expectations import compare
from engine.lab.flags import with_flags
from engine.lab.measured import Gauges
from engine.lab.past import versions_of, with_facts
from engine.lab.stage import Around, Keeper, Stage, Stopped, people
from engine.words.errors import ReviewflowError
from engine.words.problems import Fact, Problem, Span, nearest
from engine.words.texts import LANGUAGES

NOON = time(12)
CYCLE = "scenario"
_ASTRAY = frozenset({
    "scenario-no-subject", "scenario-no-child", "scenario-nobody", "scenario-refused", "scenario-not-refused",
})  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What became of a scenario: the failures, each with its line, and the stage as it was left."""

    scenario: Scenario
    failures: list[Problem] = field(default_factory=list)
    stage: Stage | None = None


def play(library: Library, scenario: Scenario, keeper: Keeper | None = None) -> Outcome:
    """Play one scenario to its end, or to the first step that cannot be taken; kept in memory, or by `keeper`."""
    outcome = Outcome(scenario)
    process = library.processes.get(scenario.process)
    if process is None:
        near = nearest(scenario.process, library.processes) or "–"
        outcome.failures.append(_problem("scenario-process", scenario.span, found=scenario.process, near=near))
        return outcome
    organisation = _placed(library.organisation, scenario)
    scenario = with_flags(scenario, library)
    people, named = people_of(scenario, replace(library, organisation=organisation))
    subject = next(iter(scenario.people.get(process.subject, scenario.people.get("subject", ()))), "Employee")
    subjects = scenario.subjects or (subject,)
    units = units_of(scenario, organisation)
    if process.about == "unit":
        people, unit = with_unit(people, scenario, process)
        subjects, units = tuple(unit), units | unit
    elif process.about == "cycle":
        subjects = (CYCLE,)
    rules = library.cycles.get(scenario.rules or "")
    if scenario.rules and rules is None:
        near = nearest(scenario.rules, library.cycles) or "–"
        outcome.failures.append(_problem("scenario-cycle", scenario.span, found=scenario.rules, near=near))
        return outcome
    first_one = people.get(subjects[0]) or next(iter(people.values()))
    zone = ZoneInfo(organisation.sites[first_one.site or ""].time_zone)
    stage = Stage(
        library.processes,
        organisation,
        _calendars(library),
        people,
        versions_of(scenario, people, named),
        {"name": CYCLE, "title": {"en": CYCLE, "zh": CYCLE}, **scenario.cycle},
        Around(scenario.siblings, scenario.history, scenario.running),
        _moment(scenario.start, zone, time(0)),
        units,
        rules,
        Gauges(library.board),
        keeper,
    )
    outcome.stage = stage
    try:
        for each in scenario.measurements:
            whom = subject if each.of in (None, process.subject) else each.of or ""
            _measure(stage, subject, each, scenario.people.get(each.of or "", (whom,)))
        for name, whose in scenario.instances.items():
            for who, there in whose.items():
                stage.open(name, _whose(library, name, who), there.data, there.state)
        opened = {
            each: stage.open(process.name, each, scenario.data, scenario.state, scenario.opened_by).id
            for each in subjects
        }
        for problem in _steps(stage, scenario.steps, opened, zone):
            outcome.failures.append(problem)
    except ReviewflowError as failure:
        outcome.failures.append(_stopped(failure, scenario.span))
    return outcome


def _stopped(failure: ReviewflowError, span: Span) -> Problem:
    """What the story cannot go on from, and the place in the process that it comes from, where it has one."""
    reason = f"{failure.code}, {failure.where}" if isinstance(failure, Stopped) and failure.where else failure.code
    text = {language: failure.text(language) for language in LANGUAGES}
    return _problem("scenario-stopped", span, reason=reason, text=text)


def _steps(stage: Stage, steps: Sequence[Step], opened: Mapping[str, str], zone: ZoneInfo) -> Iterator[Problem]:
    """Take the steps one after another, as long as the story is the one that is told."""
    told, first_one = 0, next(iter(opened))
    for index, step in enumerate(steps):
        whose = first_one if step.opens else step.subject or first_one
        first = opened.get(whose, "" if step.inside else None)
        if first is None:
            failed = [_problem("scenario-no-subject", step.span, found=step.subject or "")]
        else:
            try:
                failed = _take(stage, step, first, zone, told)
            except ReviewflowError as failure:
                yield _stopped(failure, step.span)
                return
        told = len(stage.sent)
        yield from failed
        left = steps[index + 1 :]
        if left and any(map(_leads_astray, failed)):
            yield _problem("scenario-not-played", left[0].span, count=len(left))
            return


def _whose(library: Library, process: str, who: str) -> str:
    """What an instance is about: a person, a unit, or the one cycle of the story."""
    return CYCLE if library.processes[process].about == "cycle" else who


def _leads_astray(problem: Problem) -> bool:
    """Whether the story is another one from here on, so that nothing after it says anything."""
    if problem.code == "scenario-differs":
        return problem.facts["what"] in ("state", "status")
    return problem.code in _ASTRAY


def _take(stage: Stage, step: Step, first: str, zone: ZoneInfo, told: int) -> list[Problem]:
    stage.exceeded.clear()
    if step.until is not None:
        stage.pass_until(_end(step.until, zone))
    elif step.on is not None:
        stage.pass_until(_moment(step.on, zone, NOON))
    instance = _inside(stage, first, step)
    if instance is None:
        return [_problem("scenario-no-child", step.span, process=step.inside or "")]
    failures: list[Problem] = []
    for who, facts in step.change.items():
        names = _people(stage, instance, who)
        stage.change({name: with_facts(stage.people[name], facts) for name in names})
    for who, to in step.delegate.items():
        for name in _people(stage, instance, who):
            stage.delegate(name, next(iter(_people(stage, instance, to or "")), None))
    if step.opens is not None:
        instance, found = _open(stage, step, instance)
        failures += found
    elif step.act is not None or step.verb is not None:
        failures += _act(stage, step, instance)
    for each in step.measure:
        _measure(stage, stage.instances[instance].subject, each, _people(stage, instance, each.of or ""))
    if step.measure:
        stage.measured()
    if step.expect is not None:
        failures += compare(stage, step.expect, instance, told)
    return failures


def _measure(stage: Stage, subject: str, given: GivenMeasurement, who: Sequence[str]) -> None:
    """Bring in a value: of the subject, its department, the company, or of whoever is named."""
    period = parse_period(given.period)
    if period is None:
        raise ReviewflowError("no-such-day", found=given.period)
    level, of = "person", who[0] if given.of and who else subject
    if given.of in ("department", "company"):
        level, of = given.of, (stage.people[subject].department or "") if given.of == "department" else ""
    stage.gauges.measure(level, of, given.name, period, given.value)


def _act(stage: Stage, step: Step, instance: str) -> list[Problem]:
    actors = _people(stage, instance, step.actor or "")
    if not actors:
        return [_problem("scenario-nobody", step.span, role=step.actor or "–")]
    refusal = stage.act(instance, _event(stage, step, instance, actors[0]))
    return _answered(step, step.act or step.verb or "", refusal)


def _open(stage: Stage, step: Step, instance: str) -> tuple[str, list[Problem]]:
    """Open a process by hand, about the same subject or whoever the step names; what is expected then is of that."""
    about = step.subject or stage.instances[instance].subject
    whose = _people(stage, instance, step.whose) if step.whose else ()
    process = step.opens or ""
    outcome = stage.open_as(process, about, step.actor or "", step.form, whose[0] if whose else None)
    if isinstance(outcome, Refusal):
        return instance, _answered(step, process, outcome)
    return outcome, _answered(step, process, None)


def _answered(step: Step, act: str, refusal: Refusal | None) -> list[Problem]:
    """Whether it was refused as the step says, or not at all."""
    if refusal is None:
        if step.refused is None:
            return []
        return [_problem("scenario-not-refused", step.span, act=act, expected=step.refused)]
    if step.refused is None or not _says(refusal, step.refused):
        said = {each: "; ".join(blocker.text(each) for blocker in refusal.blockers) for each in LANGUAGES}
        code = "scenario-refused" if step.refused is None else "scenario-refused-otherwise"
        return [_problem(code, step.span, act=act, expected=step.refused or "", said=said)]
    return []


def _event(stage: Stage, step: Step, instance: str, actor: str) -> Triggered | Intervened:
    if step.verb is None:
        whose = _people(stage, instance, step.whose) if step.whose else ()
        return Triggered(
            act=step.act or "",
            actor=actor,
            form=_handed_in(stage, instance, step.form),
            reason=step.reason,
            amount=step.amount,
            on_behalf_of=whose[0] if whose else None,
        )
    person = _people(stage, instance, step.of) if step.of else ()
    to = _people(stage, instance, step.to) if step.to and step.verb == "reassign" else ()
    return Intervened(
        verb=cast("Verb", step.verb),
        actor=actor,
        reason=step.reason or "",
        to=to[0] if to else step.to,
        task=step.task,
        role=step.role,
        person=person[0] if person else step.of,
        amount=step.amount,
    )


def _handed_in(stage: Stage, instance: str, form: Data) -> dict[str, Any]:
    """The form of a step. For a file a story names only its name: its bytes are made up of it."""
    running = stage.instances[instance]
    fields = stage.process(running.process, running.version).fields
    found = dict(form)
    for name, value in form.items():
        if name in fields and fields[name].type == "file" and isinstance(value, str):
            digest = sha256(value.encode()).hexdigest()
            found[name] = {"name": value, "media_type": "application/pdf", "sha256": digest, "size": len(value)}
    return found


def _says(refusal: Refusal, expected: str) -> bool:
    """Whether one blocker has that code, or that text in any language."""
    return any(
        expected == blocker.code or any(expected in blocker.text(language) for language in LANGUAGES)
        for blocker in refusal.blockers
    )


def _inside(stage: Stage, first: str, step: Step) -> str | None:
    """The instance a step is about: the first; of the process named the latest, of the subject named, else a child,
    else about the same subject, else the only one."""
    if step.inside is None:
        return first
    there = {id: each for id, each in stage.instances.items() if each.process == step.inside}
    if step.subject is not None:
        whose = CYCLE if step.subject == "cycle" else step.subject
        found = [id for id, each in there.items() if each.subject == whose]
    else:
        found = [id for id in there if id.startswith(first)]
        alone = [id for id, each in there.items() if each.parent is None]
        subject = stage.instances[first].subject if first else None
        mine = [id for id in alone if there[id].subject == subject]
        found = found or mine or (alone if len(alone) == 1 else [])
    return found[-1] if found else None


def _people(stage: Stage, instance: str, who: str) -> tuple[str, ...]:
    """As `people`; those who may intervene anywhere are `admins`."""
    if who == "admins":
        return tuple(each.id for each in stage.roster.admins())
    return people(stage, stage.instances[instance], who)


def _end(text: str, zone: ZoneInfo) -> datetime:
    """The last moment of a day, which is not always of 24 hours; a moment itself."""
    if len(text) != 10:
        return _moment(text, zone, NOON)
    after = date.fromisoformat(text) + timedelta(days=1)
    return _moment(after.isoformat(), zone, time(0)) - timedelta(microseconds=1)


def _moment(text: str, zone: ZoneInfo, otherwise: time) -> datetime:
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), otherwise, zone).astimezone(UTC)
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def _placed(organisation: Organisation, scenario: Scenario) -> Organisation:
    """The organisation with its sites as the scenario wants them: another calendar, another clock."""
    sites = dict(organisation.sites)
    name = scenario.site or next(
        (each.name for each in sites.values() if each.calendar == scenario.calendar), next(iter(sites))
    )
    site = sites.pop(name)
    if scenario.calendar:
        site = replace(site, calendar=scenario.calendar)
    if scenario.time_zone:
        site = replace(site, time_zone=scenario.time_zone)
    return replace(organisation, sites={name: site, **sites})


def _calendars(library: Library) -> Mapping[str, WorkingCalendar]:
    return {name: build(spec) for name, spec in library.calendars.items()}


def _problem(code: str, span: Span, **facts: Fact) -> Problem:
    return Problem(code=code, span=span, facts=facts)
