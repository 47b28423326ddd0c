"""`trigger`: somebody does an act, for one instance or for many; every reason against it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from engine.cli.app import App
from engine.cli.selecting import asks, chosen, is_sure, show_failed
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.core.values import Triggered
    from engine.runtime.trigger import Outcome
    from engine.words.errors import ReviewflowError


def add(app: App) -> None:
    attach_help = app.say("help-attach")
    words_help, with_help = app.say("help-trigger-words"), app.say("help-trigger-with")

    @app.verb("trigger")
    def trigger(
        session: Session,
        words: list[str] = typer.Argument(..., metavar="INSTANCE… ACT", help=words_help),
        actor: str = typer.Option(..., "--as", metavar="PERSON", help=app.say("help-trigger-as")),
        on_behalf_of: str = typer.Option("", "--for", metavar="PERSON", help=app.say("help-trigger-for")),
        given: list[str] = typer.Option([], "--with", metavar="FIELD=VALUE", help=with_help),
        form: str = typer.Option("", "--form", metavar="FILE", help=app.say("help-trigger-form")),
        attached: list[str] = typer.Option([], "--attach", metavar="FIELD=FILE", help=attach_help),
        reason: str = typer.Option("", "--reason", metavar="TEXT", help=app.say("help-trigger-reason")),
        amount: str = typer.Option("", "--amount", metavar="DURATION", help=app.say("help-trigger-amount")),
        key: str = typer.Option("", "--key", metavar="KEY", help=app.say("help-trigger-key")),
        cycle: str = typer.Option("", "--cycle", metavar="CYCLE", help=app.say("help-intervene-cycle")),
        process: str = typer.Option("", "--process", metavar="PROCESS", help=app.say("help-intervene-process")),
        state: str = typer.Option("", "--state", metavar="STATE", help=app.say("help-intervene-state")),
        person: str = typer.Option("", "--person", metavar="PERSON", help=app.say("help-intervene-person")),
        unit: str = typer.Option("", "--unit", metavar="DEPARTMENT", help=app.say("help-intervene-unit")),
        where: str = typer.Option("", "--where", metavar="EXPRESSION", help=app.say("help-intervene-where")),
        yes: bool = typer.Option(False, "--yes", help=app.say("help-intervene-yes")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-trigger-dry-run")),
        draft: bool = typer.Option(False, "--draft", help=app.say("help-trigger-draft")),
    ) -> int:
        from engine.cli.filled import filled, named
        from engine.core.values import Triggered
        from engine.words.errors import Misuse

        *named_ones, act = words
        said = {"cycle": cycle, "process": process, "state": state, "person": person, "unit": unit, "where": where}
        instances = chosen(session, named_ones, said, running=None)
        values = filled(given, form)
        if attached and len(named_ones) != 1:
            raise Misuse("attach-to-one")
        if attached:
            from engine.runtime.evidence import attach

            values |= attach(session.workspace, named_ones[0], named(attached))
        event = Triggered(
            act=act,
            actor=actor,
            form=values,
            reason=reason or None,
            amount=amount or None,
            on_behalf_of=on_behalf_of or None,
        )
        if dry_run:
            session.answer({"instances": instances}, lambda: _show_selected(session, instances))
            return 0
        if draft:
            return _keep(session, instances, event)
        if len(named_ones) == 1:
            return _one(session, instances[0], event, key)
        if not named_ones and instances and asks(session, yes) and not is_sure(session, len(instances)):
            return 0
        return _many(session, instances, event, key)


def _keep(session: Session, instances: Sequence[str], event: Triggered) -> int:
    """Only keep what was begun; nothing is handed in."""
    from engine.runtime.drafting import keep_draft

    for instance in instances:
        task = keep_draft(session.workspace, instance, event.act, event.actor, event.form, session.now)
        kept = {"instance": instance, "task": task}
        session.answer(kept, lambda kept=kept: session.out(session.say("trigger-kept", **kept)))  # type: ignore[misc]
    return 0


def _show_selected(session: Session, instances: Sequence[str]) -> None:
    for each in instances:
        session.out(each)
    session.out(session.say("trigger-selected", count=len(instances)))


def _one(session: Session, instance: str, event: Triggered, key: str) -> int:
    from engine.runtime.trigger import trigger

    outcome = trigger(session.workspace, instance, event, session.now, key=key or None)
    session.answer(outcome, lambda: show_outcome(session, outcome))
    return 0


def show_outcome(session: Session, outcome: Outcome) -> None:
    """Where an act led: the state, what was opened for whom, what was started and sent."""
    from engine.views.after import after

    seen = after(session.workspace, session.now, outcome.instance, outcome.tasks)
    if outcome.repeated:
        session.out(session.say("trigger-repeated"))
    state = f"{session.pick(seen.about.state_title)} ({seen.about.state})"
    session.out(session.say("trigger-done", instance=outcome.instance, state=state))
    for each in seen.opened:
        title = f"{session.pick(each.title)} ({each.task})"
        session.out("  " + session.say("trigger-opened", task=title, name=each.person.name, id=each.person.id))
    for started in outcome.started:
        session.out("  " + session.say("trigger-started", instance=started))
    if outcome.messages:
        session.out("  " + session.say("trigger-messages", count=outcome.messages))


def _many(session: Session, instances: Sequence[str], event: Triggered, key: str) -> int:
    """One after the other, each in a transaction of its own; what is refused does not keep the others."""
    from engine.cli.exits import EXITS, exit_of
    from engine.runtime.trigger import trigger
    from engine.words.errors import ReviewflowError, Unavailable
    from engine.words.plain import described

    done: list[Outcome] = []
    failed: list[tuple[str, ReviewflowError]] = []
    for instance in instances:
        try:
            own = f"{key}/{instance}" if key else None
            done.append(trigger(session.workspace, instance, event, session.now, key=own))
        except Unavailable:
            raise
        except ReviewflowError as failure:
            failed.append((instance, failure))
    results: list[dict[str, Any]] = [{"instance": each.instance, "done": True, "outcome": each} for each in done]
    results += [
        {"instance": instance, "done": False, "error": described(failure, session.language)}
        for instance, failure in failed
    ]
    answer = {"done": len(done), "refused": len(failed), "results": results}
    session.answer(answer, lambda: _show_many(session, done, failed))
    return exit_of(failed[0][1]) if failed else EXITS["done"]


def _show_many(session: Session, done: Sequence[Outcome], failed: Sequence[tuple[str, ReviewflowError]]) -> None:
    for outcome in done:
        session.out(session.say("trigger-item-done", instance=outcome.instance, state=outcome.state))
    show_failed(session, failed)
    session.out(session.say("trigger-many", done=len(done), refused=len(failed)))
