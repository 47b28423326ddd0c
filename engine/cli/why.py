"""`why`: where an instance is and what decides what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.core.pausing import Ledger
    from engine.views.glance import Who
    from engine.views.why import Later, Next, Why


def add(app: App) -> None:
    @app.verb("why")
    def why(
        session: Session,
        instance: str = typer.Argument(..., metavar="INSTANCE", help=app.say("help-instance")),
        person: str = typer.Option("", "--as", metavar="PERSON", help=app.say("help-why-as")),
    ) -> None:
        from engine.views.why import why as read

        found = read(session.workspace, session.now, instance, person or None)
        session.answer(found, lambda: _show(session, found))


def _show(session: Session, found: Why) -> None:
    from engine.cli.heading import print_heading
    from engine.cli.paper import clock, due

    print_heading(session, found.about, found.reader)
    session.out(session.say("why-since", at=clock(found.since, found.zone), zone=found.zone))
    if found.suspended_at is not None:
        session.out(session.say("why-suspended", at=clock(found.suspended_at, found.zone)))
    if found.clock is not None:
        _show_clock(session, found.clock, found.zone)
    if found.tasks:
        session.out(session.say("why-waits-for"))
    for task in found.tasks:
        late = f" {session.say('overdue-mark')}" if task.overdue else ""
        limit = session.say("why-until", due=due(task.due_at, task.due_on, found.zone)) if task.due_at else ""
        if task.stands_since is not None:
            limit = session.say("why-stands", since=clock(task.stands_since, found.zone))
        title = f"{session.pick(task.title)} ({task.task})"
        session.out("  - " + session.term(title, f"{_names([task.person])}{limit}{late}"))
    for child in found.children:
        session.out("  - " + session.say("why-child", id=child.id, state=child.state))
    _show_acts(session, found.acts)
    if found.later:
        session.out()
        session.out(session.say("why-time"))
    for each in found.later:
        session.out(f"  - {_later(session, each, found.zone)}")
    if found.messages:
        from engine.cli.messages import became

        session.out()
        session.out(session.say("why-messages"))
        for message in found.messages:
            what = f"{message.template} → {message.recipient.name} ({message.recipient.id})"
            session.out(f"  - {clock(message.at, found.zone)}  {what}  {became(session, message, found.zone)}")
    for incident in found.incidents:
        from engine.words.texts import say

        text = say(incident.incident.code, session.language, incident.incident.facts)
        session.out()
        session.out(session.say("why-incident", at=clock(incident.opened_at, found.zone), text=text))
        session.out(f"    [{incident.incident.code}] {incident.incident.where or incident.incident.state}")


def _show_clock(session: Session, ledger: Ledger, zone: str) -> None:
    from engine.cli.paper import clock

    facts = {"days": ledger.used_days, "business": ledger.used_business_days, "count": ledger.pauses}
    if ledger.since is None:
        session.out(session.say("why-clock-runs", **facts))
    else:
        session.out(session.say("why-clock-stands", since=clock(ledger.since, zone), **facts))


def _show_acts(session: Session, acts: Sequence[Next]) -> None:
    free = [each for each in acts if not each.blockers]
    blocked = [each for each in acts if each.blockers]
    session.out()
    session.out(session.say("why-possible") if free else session.say("why-nothing-possible"))
    for each in free:
        session.out(f"  - {_act(session, each)}")
        if each.said:
            missing = _names(each.awaited) or session.say("nobody")
            session.out("      " + session.say("why-together", said=_names(each.said), awaited=missing))
    if blocked:
        session.out()
        session.out(session.say("why-blocked"))
    for each in blocked:
        session.out(f"  - {_act(session, each)}")
        for blocker in each.blockers:
            session.out(f"      {blocker.text(session.language)}  [{blocker.code}]")


def _act(session: Session, each: Next) -> str:
    people = session.say("everyone") if each.everyone else _names(each.people) or session.say("nobody")
    if each.on_behalf_of:
        people += " " + session.say("for-mark", name=each.on_behalf_of.name)
    targets = " / ".join(session.pick(target) for target in each.targets)
    arrow = f" → {targets}" if targets else ""
    return session.term(f"{session.pick(each.title)} ({each.act})", f"{people}{arrow}")


def _later(session: Session, each: Later, zone: str) -> str:
    from engine.cli.paper import clock

    if each.rule == "keep_for":
        return f"{clock(each.due_at, zone)}  {session.say('why-purge')}"
    what = [session.say("why-moves", state=session.pick(each.to))] if each.to else []
    what += [session.say("why-sends", message=session.pick(title)) for title in each.message_titles]
    unknown = session.say("why-as-soon-as" if each.waits_for else "why-once-known")
    when = clock(each.due_at, zone) if each.due_at else unknown
    condition = session.say("why-if", condition=each.waits_for) if each.waits_for else ""
    return f"{when}  {session.listed(what) or each.rule}{condition}"


def _names(people: Sequence[Who]) -> str:
    shown = ", ".join(f"{each.name} ({each.id})" for each in people[:6])
    return shown + (f" … +{len(people) - 6}" if len(people) > 6 else "")
