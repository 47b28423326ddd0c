"""What a message may say: the variables of `notifications.offered`, for one recipient, at the moment of sending.

Of data only what the recipient may see now; nobody's name where they are anonymous to the recipient.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from engine.core import Sight, sight
from engine.core.arrival import language_of
from engine.core.nesting import standing, title_of
from engine.core.plan import plan
from engine.core.values import Instance, Notice, TaskRecord
from engine.definition.model import Field, Process
from engine.runtime.links import Way, page_link
from engine.runtime.work import Work
from engine.store.outbox import Message, message_id
from engine.words.texts import pick
from notifications.message import Letter, Party

# A template written for reviews of a cycle stays readable for those without one.
NO_CYCLE: Mapping[str, object] = {"name": "", "title": "", "start": None, "end": None, "dates": []}


def letter_for(work: Work, message: Message, address: str, sender: Party) -> Letter:
    """The letter a message of the outbox asks for; instances and people should have been read (`Work.peek`)."""
    notice = message.notice
    language = language_of(work.people, notice.recipient)
    instance = work.instances.get(message.instance) if message.instance else None
    read = work.workspace.catalogue.reads(notice.template)
    variables = always(work, message, language)
    if instance is None:
        variables |= _cycle_only(work, notice, language)
    else:
        process = work.process(instance.process, instance.version)
        variables |= _about(work, notice, instance, process, language)
        if notice.task is not None:
            variables["link"] = _link(work, message, _row(instance, notice.task, notice.recipient))
        if "cycle" in read:
            variables["cycle"] = (
                _cycle(work, instance.cycle, instance.subject, language) if instance.cycle else NO_CYCLE
            )
        if "data" in read:
            variables["data"] = _data(work, instance, process, notice.recipient, language)
        if "extra" in read:
            variables["extra"] = _extra(work, notice, instance, process)
    return Letter(
        template=notice.template,
        language=language,
        recipient=Party(name=name_of(work, notice.recipient), address=address, language=language),
        variables=variables,
        message_id=message.message_id.strip("<>"),
        sender=sender,
        uid=_uid(message, instance),
    )


def _uid(message: Message, instance: Instance | None) -> str:
    """Names the task, or else the message, in its reader's calendar: whatever is said of it later has the same name."""
    notice = message.notice
    row = None if instance is None or notice.task is None else _row(instance, notice.task, notice.recipient)
    if row is not None and message.instance is not None:
        return task_uid(message.instance, row, notice.recipient)
    return message_id(f"{message.instance or notice.cycle}|{notice.template}|{notice.recipient}").strip("<>")


def task_uid(instance: str, row: TaskRecord, person: str) -> str:
    """What a task is called in a person's calendar."""
    return message_id(f"{instance}|{row.state}#{row.visit}|{row.name}|{person}").strip("<>")


def name_of(work: Work, person: str) -> str:
    """The name of a person or a unit; of somebody unknown the id."""
    member = work.people.known(person)
    return person if member is None else member.record.name or person


def always(work: Work, message: Message, language: str) -> dict[str, object]:
    """What every letter may say."""
    notice = message.notice
    return {
        "recipient": {"name": name_of(work, notice.recipient), "language": language},
        "reason": notice.reason,
        "due_on": notice.due_on,
        "actor": None if notice.actor is None else {"name": name_of(work, notice.actor)},
        "link": _link(work, message, None),
        "sent_on": work.now.astimezone(work.people.zone(notice.recipient)).date(),
        "cycle": NO_CYCLE,
        "data": {},
        "extra": {},
    }


def _cycle_only(work: Work, notice: Notice, language: str) -> dict[str, object]:
    """For what concerns a cycle and no instance: it is about its reader, and the cycle stands for the process."""
    cycle = _cycle(work, notice.cycle, notice.recipient, language) if notice.cycle else NO_CYCLE
    return {
        "subject": {"id": notice.recipient, "name": name_of(work, notice.recipient)},
        "process": {"name": cycle["name"], "title": cycle["title"]},
        "state": {"name": "", "title": ""},
        "cycle": cycle,
    }


def _about(work: Work, notice: Notice, instance: Instance, process: Process, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "subject": {"id": instance.subject, "name": name_of(work, instance.subject)},
        "process": {"name": process.name, "title": pick(process.title, language)},
        "state": {
            "name": standing(process, instance.state),
            "title": pick(title_of(process, instance.state), language),
        },
    }
    if notice.actor is not None and _sight(work, instance, process, notice.recipient).hides(notice.actor):
        found["actor"] = None
    task = plan(process).tasks.get(notice.task or "")
    if task is not None:
        row = _row(instance, task.name, notice.recipient)
        due_on = row.due_on if row is not None and row.status == "open" else notice.due_on
        found["task"] = {"name": task.name, "title": pick(task.title, language), "due_on": due_on}
        found["due_on"] = due_on
    return found


def _link(work: Work, message: Message, row: TaskRecord | None) -> str:
    """Where the recipient answers: our own page, signed for them and this task; else wherever the owner says."""
    settings = work.workspace.settings
    if not settings.public_url:
        return settings.link.replace("{instance}", quote(message.instance or "", safe=""))
    return page_link(settings, Way.to(message.notice.recipient, work.now, settings, message.instance, row))


def _row(instance: Instance, task: str, person: str) -> TaskRecord | None:
    """The latest task of that name: the person's own if there is one."""
    rows = [row for row in instance.tasks if row.name == task]
    return next((row for row in reversed(rows) if row.person == person), rows[-1] if rows else None)


def _sight(work: Work, instance: Instance, process: Process, reader: str) -> Sight:
    return sight(process, instance, work.worlds.of(process, instance.subject, instance.cycle, instance.parent), reader)


def _extra(work: Work, notice: Notice, instance: Instance, process: Process) -> dict[str, object]:
    """`holders`: who still owes the task the notice is about, where the reader may know."""
    task = plan(process).tasks.get(notice.task or "")
    if task is None or _sight(work, instance, process, notice.recipient).nameless(task.name):
        return {}
    rows = [row for row in instance.tasks if row.name == task.name and row.status == "open"]
    return {"holders": [name_of(work, row.person) for row in rows]} if rows else {}


def _cycle(work: Work, cycle: str, person: str, language: str) -> dict[str, object]:
    turn, facts = work.worlds.turn(cycle), work.worlds.cycle(cycle, person)
    zone = work.people.zone(person)

    def day(found: object) -> date | None:
        if isinstance(found, datetime):
            return found.astimezone(zone).date()
        return found if isinstance(found, date) else None

    dates = [
        {"name": each.name, "title": pick(each.title, language), "on": on}
        for each in turn.template.dates.values()
        if (on := day(facts[each.name])) is not None
    ]
    return {
        "name": turn.name,
        "title": pick(turn.title, language),
        "start": turn.start,
        "end": day(facts["period"]["to"]),
        "dates": dates,
    }


def _data(work: Work, instance: Instance, process: Process, reader: str, language: str) -> dict[str, object]:
    seen = _sight(work, instance, process, reader).data()
    return {name: _shown(work, field, seen[name], language) for name, field in process.fields.items() if name in seen}


def _point(field: Field, value: Any, language: str) -> object:
    """A point of a scale by its title, where it has one."""
    name = next((each for each in field.options if Decimal(each) == value), "")
    return pick(field.option_titles[name], language) if name in field.option_titles else value


def _shown(work: Work, field: Field, value: Any, language: str) -> object:
    """A value as a reader knows it: people by name, choices by title."""
    if value is None:
        return None
    match field.type:
        case "choice":
            return pick(field.option_titles[value], language) if value in field.option_titles else value
        case "choices":
            return [pick(field.option_titles.get(each, each), language) for each in value]
        case "scale":
            return _point(field, value, language)
        case "file":
            return value["name"]
        case "person" | "unit":
            return name_of(work, value)
        case "people":
            return [name_of(work, each) for each in value]
        case "list":
            return [
                {
                    name: _shown(work, field.item[name], cell, language) if name in field.item else cell
                    for name, cell in row.items()
                }
                for row in value
            ]
    return value
