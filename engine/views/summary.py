"""What came of a cycle, for somebody who leads people: every number is counted in the database, none remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.core.nesting import standing
from engine.definition.model import Process, Text
from engine.lab.told import message_title
from engine.runtime.workspace import Workspace
from engine.store import progress
from engine.store import summary as numbers
from engine.store.database import snapshot
from engine.store.people import persons
from engine.store.summary import Headcount, RanOut, Stand, Worked
from engine.views.glance import title_of_state
from notifications.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """How many instances of a process are in a state."""

    process: str
    process_title: Text
    state: str
    state_title: Text
    status: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCount:
    """Messages of a kind by what became of them. `suppressed`: no longer needed when they would have gone out.

    `merged`: said by a digest, which is a kind of its own.
    """

    kind: str
    title: Text
    sent: int
    merged: int
    suppressed: int
    waiting: int
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """Pieces of work of a process: done in time, done late, or never done although a limit was set."""

    process: str
    title: Text
    in_time: int
    late: int
    never: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """How often a process went on because somebody kept silent, and where to."""

    process: str
    process_title: Text
    from_state: str
    from_title: Text
    to_state: str
    to_title: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCount:
    """Results of a site: grade -> number, best first."""

    site: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A grade that an upheld appeal changed. `plan`: the state of the improvement plan, if there was one."""

    appeal: str
    evaluation: str
    person: str
    name: str
    before: str
    after: str
    plan: str | None
    plan_title: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A whole cycle in numbers. Equal databases give equal summaries."""

    cycle: str
    until: datetime | None
    people: tuple[Headcount, ...]
    reviewed: int
    states: tuple[StateCount, ...]
    messages: tuple[MessageCount, ...]
    work: tuple[Punctuality, ...]
    silences: tuple[Silence, ...]
    grades: tuple[GradeCount, ...]
    appeals: int
    corrections: tuple[Correction, ...]
    plans: int
    refusals: Mapping[str, int]
    incidents: Mapping[str, int]


def summary(workspace: Workspace, cycle: str, *, refused_under: str) -> Summary:
    """The summary of a cycle as of now. Refusals are those remembered under request keys of this beginning."""
    processes = workspace.library.processes
    with snapshot(workspace.database) as connection:
        until = numbers.last_event_at(connection, cycle)
        evaluations = numbers.stands(connection, cycle, "evaluation")
        appeals = numbers.stands(connection, cycle, "appeal")
        plans = numbers.stands(connection, cycle, "improvement_plan")
        return Summary(
            cycle=cycle,
            until=until,
            people=tuple(numbers.headcounts(connection, until.date())) if until else (),
            reviewed=numbers.reviewed(connection, cycle),
            states=tuple(_states(connection, cycle, processes)),
            messages=tuple(_messages(connection, cycle, workspace.catalogue)),
            work=tuple(_work(numbers.worked(connection, cycle), processes)),
            silences=tuple(_silences(numbers.ran_out(connection, cycle), processes)),
            grades=tuple(_grades(connection, evaluations)),
            appeals=len(appeals),
            corrections=tuple(_corrections(connection, evaluations, appeals, plans, processes)),
            plans=len(plans),
            refusals=dict(sorted(numbers.refusals(connection, refused_under).items())),
            incidents=dict(sorted(progress.incidents(connection, cycle).items())),
        )


def _place(processes: Mapping[str, Process], plan: Stand) -> str:
    """The one name for where an improvement plan is; the files of today may not know its states."""
    process = processes.get("improvement_plan")
    return standing(process, plan.state) if process and {*plan.state} <= {*process.states} else plan.state[0]


def _state_title(processes: Mapping[str, Process], process: str, state: str) -> Text:
    return title_of_state(processes[process], state) if process in processes else {"en": state, "zh": state}


def _states(connection: Connection, cycle: str, processes: Mapping[str, Process]) -> Iterable[StateCount]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in progress.standings(connection, cycle):
        for state in each.state:
            counts[each.process, state, each.status] += each.count
    order = {name: list(process.states) for name, process in processes.items()}
    for (process, state, status), count in sorted(
        counts.items(),
        key=lambda item: (_at(list(order), item[0][0]), _at(order.get(item[0][0], []), item[0][1]), item[0]),
    ):
        yield StateCount(
            process=process,
            process_title=processes[process].title if process in processes else {"en": process, "zh": process},
            state=state,
            state_title=_state_title(processes, process, state),
            status=status,
            count=count,
        )


def _at(order: list[str], name: str) -> int:
    """The place in the order of the file; what the files do not know any more comes last."""
    return order.index(name) if name in order else len(order)


def _messages(connection: Connection, cycle: str, catalogue: Catalogue) -> Iterable[MessageCount]:
    found = numbers.posted(connection, cycle)
    for kind, by_status in sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        yield MessageCount(
            kind=kind,
            title=message_title(catalogue, kind),
            sent=by_status.get("sent", 0),
            merged=by_status.get("merged", 0),
            suppressed=by_status.get("suppressed", 0),
            waiting=by_status.get("queued", 0) + by_status.get("claimed", 0),
            dead=by_status.get("dead", 0),
        )


def _work(found: Iterable[Worked], processes: Mapping[str, Process]) -> Iterable[Punctuality]:
    """Where each of several owes a task, each counts; where one is enough, the task does. Optional work is nobody's."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in processes}
    for each in found:
        process = processes.get(each.process)
        state = process.states.get(each.state) if process else None
        spec = state.tasks.get(each.task) if state else None
        if spec is None or spec.optional:  # unknown to the files of today, or nobody's
            continue
        some = counts[each.process]
        some["in_time"] += each.in_time_rows if spec.each else each.in_time
        some["late"] += each.late_rows if spec.each else each.late
        some["never"] += each.never_rows if spec.each else each.never
    for name, some in counts.items():
        if some:
            yield Punctuality(
                process=name,
                title=processes[name].title,
                in_time=some["in_time"],
                late=some["late"],
                never=some["never"],
            )


def _silences(found: Iterable[RanOut], processes: Mapping[str, Process]) -> Iterable[Silence]:
    """Moves by time out of states in which somebody owed something; the others are the timetable's."""
    for each in sorted(found, key=lambda one: (-one.count, one.process, one.from_state, one.to_state)):
        process = processes.get(each.process)
        origin = process.states.get(each.from_state) if process else None
        if process and origin and any(not task.optional for task in origin.tasks.values()):
            yield Silence(
                process=each.process,
                process_title=process.title,
                from_state=each.from_state,
                from_title=origin.title,
                to_state=each.to_state,
                to_title=title_of_state(process, each.to_state),
                count=each.count,
            )


def _grades(connection: Connection, evaluations: Iterable[Stand]) -> Iterable[GradeCount]:
    rated = [each for each in evaluations if each.data.get("grade") and {"published", "closed"} & {*each.state}]
    people = persons(connection, [each.subject for each in rated])
    counts = Counter((people[each.subject].site or "", str(each.data["grade"])) for each in rated)
    for site in sorted({site for site, _ in counts}):
        grades = {grade: counts[site, grade] for grade in ("A", "B", "C", "D")}
        yield GradeCount(site=site, grades=grades)


def _corrections(
    connection: Connection,
    evaluations: Iterable[Stand],
    appeals: Iterable[Stand],
    plans: Iterable[Stand],
    processes: Mapping[str, Process],
) -> Iterable[Correction]:
    by_id = {each.id: each for each in evaluations}
    plan_of = {each.parent: each for each in plans}
    upheld = [each for each in appeals if "upheld" in each.state and each.parent in by_id]
    people = persons(connection, [each.subject for each in upheld])
    for each in upheld:
        evaluation = by_id[str(each.parent)]
        plan = plan_of.get(each.parent)
        yield Correction(
            appeal=each.id,
            evaluation=evaluation.id,
            person=each.subject,
            name=people[each.subject].name,
            before=str(evaluation.data.get("calibrated_grade") or evaluation.data.get("proposed_grade") or ""),
            after=str(evaluation.data.get("grade") or ""),
            plan=_place(processes, plan) if plan else None,
            plan_title=_state_title(processes, "improvement_plan", _place(processes, plan)) if plan else None,
        )
