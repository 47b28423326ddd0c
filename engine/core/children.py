"""Other instances: a decision never changes one, it signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from engine.core.case import Case
from engine.core.lookups import Member
from engine.core.names import Names
from engine.core.nesting import standing
from engine.core.someone import Someone
from engine.core.values import ChildRecord, Decision, Instance, Raised, StartChild, Tell
from engine.definition.model import Process, Start
from engine.expression import MISSING, EvaluationError, Expression, MissingValue

NOW = " now"  # the event by which a parent hears how a child is; no file can name it


def start_children(case: Case, start: Start) -> None:
    """Ask for a child of this instance, or for one for every row of `for_each`."""
    if start.each is None:
        _start_child(case, start, {})
        return
    try:
        rows = start.each(Names(case))
    except (MissingValue, EvaluationError) as failure:
        case.incident("expression-failed", f"start {start.process}: for_each", reason=failure.text())
        return
    for row in rows if isinstance(rows, list | tuple) else []:
        _start_child(case, start, {"item": row})


def _start_child(case: Case, start: Start, local: Mapping[str, object]) -> None:
    """Its id counts the children of that process, so it is asked for once."""
    scope = Names(case, local)
    data = {}
    for name, given in start.data.items():
        try:
            data[name] = stored(given(scope))
        except (MissingValue, EvaluationError) as failure:
            case.incident("expression-failed", f"start {start.process}: {name}", reason=failure.text())
    number = sum(child.process == start.process for child in case.children) + 1
    # The lineage is in the id, so that it is unique and an ancestor is locked before its descendants.
    child_id = f"{case.id}/{start.process}" + (f"-{number}" if number > 1 else "")
    case.children.append(
        ChildRecord(id=child_id, process=start.process, state="", ends_with_parent=start.ends_with_parent)
    )
    case.signals.append(
        StartChild(
            id=child_id,
            process=start.process,
            subject=case.before.subject,
            cycle=case.before.cycle,
            parent=case.id,
            data=data,
        )
    )


def cancel_children(case: Case, process: str) -> None:
    """Cancel every running child of that process."""
    _cancel(case, lambda child: child.process == process)


def leave_children(case: Case) -> None:
    """This instance is over: those of its children that shall end with it are cancelled, the others go on."""
    _cancel(case, lambda child: child.ends_with_parent)


def _cancel(case: Case, chosen: Callable[[ChildRecord], bool]) -> None:
    for index, child in enumerate(case.children):
        if chosen(child) and child.status == "running":
            case.children[index] = replace(child, status="cancelled")
            case.signals.append(Tell(target=child.id, event=Raised(name="cancelled")))


def emit_to(case: Case, hearers: Expression, names: tuple[str, ...]) -> None:
    """Tell those that an expression gives of this instance's children, or of the members of its cohort; nobody else."""
    try:
        found = hearers(Names(case))
    except (MissingValue, EvaluationError) as failure:
        case.incident("expression-failed", f"emit {', '.join(names)}: for_each", reason=failure.text())
        return
    chosen = {row.get("id") for row in found if isinstance(row, dict)} if isinstance(found, list | tuple) else set()
    members = [row.id for row in found if isinstance(row, Member)] if isinstance(found, list | tuple) else []
    for id in (*(child.id for child in case.children if child.id in chosen), *members):
        case.signals += [Tell(target=id, event=Raised(name=f"{case.process.name}.{name}")) for name in names]


def emit(case: Case, name: str) -> None:
    """Tell the parent that `<process>.<name>` happened here."""
    if case.before.parent is not None:
        event = Raised(name=f"{case.process.name}.{name}", child=record_of(case.process, case.instance()))
        case.signals.append(Tell(target=case.before.parent, event=event))


def end(case: Case) -> None:
    """The instance has come to a final state: it ends, and its parent hears of it."""
    if case.status == "running":
        case.status, case.ended_at = "ended", case.world.now
        leave_children(case)
        emit(case, "ended")


def record_of(process: Process, child: Instance) -> ChildRecord:
    """What the parent may read: single values; lists and long texts stay with their own instance."""
    data = {
        name: value
        for name, value in child.data.items()
        if isinstance(value, bool | Decimal | int | date) or (isinstance(value, str) and len(value) <= 200)
    }
    return ChildRecord(
        id=child.id, process=child.process, state=standing(process, child.state), status=child.status, data=data
    )


def told_of(process: Process, decision: Decision) -> Tell | None:
    """What the parent is told of a child it reads, where the decision made it another than the parent knows it."""
    before, after = decision.before, decision.after
    if after.parent is None:
        return None
    record = record_of(process, after)
    if before is not None and record == record_of(process, before):
        return None
    if any(isinstance(each, Tell) and each.event.child == record for each in decision.signals):
        return None
    return Tell(target=after.parent, event=Raised(name=f"{after.process}{NOW}", child=record))


def learn(case: Case, child: ChildRecord) -> None:
    """Remember what a child told of itself."""
    case.children = [
        replace(child, ends_with_parent=known.ends_with_parent) if known.id == child.id else known
        for known in case.children
    ]
    case.facts["child"] = {
        "id": child.id,
        "process": child.process,
        "state": child.state,
        "status": child.status,
        "data": dict(child.data),
    }


def stored(found: object) -> object:
    """A value as it is stored: persons as ids, choices as plain text, missing as nothing."""
    if found is None or found is MISSING or found == "none":
        return None
    if isinstance(found, Someone):
        return found.id
    if isinstance(found, list | tuple):
        return [stored(each) for each in found]
    if isinstance(found, dict):
        return {name: stored(each) for name, each in found.items()}
    return str(found) if isinstance(found, str) else found
