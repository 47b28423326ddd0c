"""What was expected against what is, each difference with the line that asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from engine.core.case import Case
from engine.core.completion import is_overdue
from engine.core.moments import state_due
from engine.core.nesting import active, standing
from engine.core.pausing import ledgers
from engine.core.values import Instance, Tell
from engine.definition.scenario import Expect, Message
from engine.lab.flags import flagged, flags_of
from engine.lab.seeing import seen
from engine.lab.stage import Sent, Stage, people
from engine.words.problems import Problem, Span

NOBODY = "none"


def compare(stage: Stage, expect: Expect, instance: str, sent_before: int) -> Iterator[Problem]:
    """Every difference between what is expected of an instance and what it is now."""
    found = stage.instances[instance]

    def differs(key: str, wanted: object, real: object, span: Span | None = None) -> Iterator[Problem]:
        if wanted != real:
            facts = {"what": key, "expected": _said(wanted), "found": _said(real)}
            head = key.partition(".")[0]
            yield Problem(code="scenario-differs", span=span or expect.spans.get(head), facts=facts)

    here = _places(stage, found)
    if not set(expect.state) <= set(here):
        yield from differs("state", ", ".join(expect.state), ", ".join(found.state))
    if expect.status is not None:
        yield from differs("status", expect.status, found.status)
    if expect.due is not None:
        yield from differs("due", expect.due, _due(stage, found))
    if expect.overdue is not None:
        spec = stage.process(found.process, found.version)
        late = {each.name for each in found.tasks if is_overdue(spec, each, stage.now)}
        yield from differs("overdue", sorted(expect.overdue), sorted(late))
    for who, names in (expect.tasks or {}).items():
        owed = {task.name for task in found.tasks if task.status == "open" and task.person in people(stage, found, who)}
        yield from differs(f"tasks.{who}", sorted(names), sorted(owed))
    flags = flags_of(stage.process(found.process, found.version))
    for name, value in flagged(expect.data, flags).items():
        wanted = _plain(value)
        yield from differs(f"data.{name}", wanted, _asked(wanted, _plain(found.data.get(name))))
    for role, names in expect.roles.items():
        wanted = [] if list(names) == [NOBODY] else sorted(names)
        yield from differs(f"roles.{role}", wanted, sorted(found.roles.get(role, ())))
    for process, state in expect.children.items():
        children = [each for each in stage.instances.values() if each.process == process]
        if not children or state not in _places(stage, children[-1]):
            yield from differs(f"children.{process}", state, ", ".join(children[-1].state) if children else None)
    yield from _exceeded(stage, expect)
    yield from _emitted(stage, expect, found)
    yield from _sent(stage, expect, found, sent_before)
    yield from seen(stage, expect, found)


def _places(stage: Stage, instance: Instance) -> tuple[str, ...]:
    return active(stage.process(instance.process, instance.version), instance.state)


def _asked(wanted: Any, found: Any) -> Any:
    """Of rows the columns that are named, as nothing else is asked of them."""
    rows = isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found)
    if not rows or not all(isinstance(each, Mapping) for each in (*wanted, *found)):
        return found
    return [{name: row.get(name) for name in asked} for asked, row in zip(wanted, found, strict=True)]


def _due(stage: Stage, instance: Instance) -> str | None:
    process = stage.process(instance.process, instance.version)
    world = stage.world(process, instance.subject, instance.cycle, instance.parent)
    case = Case(process, world, instance)
    due = state_due(case, standing(process, instance.state))
    if due is None:
        return "paused" if any(each.since is not None and each.task is None for each in ledgers(case)) else None
    if due.day is not None:
        return due.day.isoformat()
    zone = stage.roster.zone(instance.subject)
    return f"{due.begins(zone).astimezone(zone):%Y-%m-%d %H:%M}"


def _exceeded(stage: Stage, expect: Expect) -> Iterator[Problem]:
    """Rules across people that the step broke although nobody was refused."""
    broken = sorted(set(stage.exceeded))
    if expect.exceeded is not None and sorted(expect.exceeded) != broken:
        facts = {"what": "exceeded", "expected": _said(sorted(expect.exceeded)), "found": _said(broken)}
        yield Problem(code="scenario-differs", span=expect.spans.get("exceeded"), facts=facts)


def _emitted(stage: Stage, expect: Expect, instance: Instance) -> Iterator[Problem]:
    """Events are told to a parent, under the name of the process."""
    told = [
        signal.event.name.partition(".")[2]
        for decision in stage.decisions
        if decision.after.id == instance.id
        for signal in decision.signals
        if isinstance(signal, Tell)
    ]
    for name in expect.emitted:
        if name not in told:
            facts = {"what": "emitted", "expected": name, "found": ", ".join(told) or "–"}
            yield Problem(code="scenario-differs", span=expect.spans.get("emitted"), facts=facts)


def _sent(stage: Stage, expect: Expect, instance: Instance, sent_before: int) -> Iterator[Problem]:
    sent = [each for each in stage.sent if each.instance == instance.id]
    for message in expect.sent:
        if not any(_is(stage, instance, message, each) for each in sent):
            like = [each for each in sent if each.notice.template == message.template] or sent[-5:]
            facts = {"expected": _told(message), "found": _list(like)}
            yield Problem(code="scenario-not-sent", span=message.span, facts=facts)
    if expect.sent_exactly is None:
        return
    fresh = [each for each in stage.sent[sent_before:] if each.instance == instance.id]
    left = list(fresh)
    for message in expect.sent_exactly:
        match = next((each for each in left if _is(stage, instance, message, each)), None)
        if match is None:
            facts = {"expected": _told(message), "found": _list(fresh)}
            yield Problem(code="scenario-not-sent", span=message.span, facts=facts)
        else:
            left.remove(match)
    if left:
        facts = {"found": _list(left)}
        yield Problem(code="scenario-sent-too-much", span=expect.spans.get("sent_exactly"), facts=facts)


def _is(stage: Stage, instance: Instance, wanted: Message, sent: Sent) -> bool:
    return (
        sent.notice.template == wanted.template
        and (wanted.to is None or sent.notice.recipient in people(stage, instance, wanted.to))
        and (wanted.on is None or sent.on.isoformat() == wanted.on)
    )


def _plain(value: Any) -> Any:
    """Comparable: 3 and 3.0 are one number, a day is its text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return Decimal(value).normalize()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return str(value)


def _said(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return ", ".join(_said(each) for each in value) or "–" if isinstance(value, list) else str(value)


def _told(message: Message) -> str:
    return " ".join(part for part in (message.template, message.to and f"→ {message.to}", message.on) if part)


def _list(sent: Sequence[Sent]) -> str:
    return "; ".join(f"{each.notice.template} → {each.notice.recipient} {each.on}" for each in sent) or "–"
