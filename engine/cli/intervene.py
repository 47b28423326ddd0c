"""`intervene`: an administrator steps in, for one instance or for many; first it says what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.selecting import asks, chosen, is_sure, show_failed
from engine.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.core.values import Intervened, Verb
    from engine.runtime.consequences import Consequence, Share
    from engine.runtime.intervening import Intervention

SHOWN = 10


def add(app: App) -> None:
    words_help = app.say("help-intervene-words")

    @app.verb("intervene")
    def intervene(
        session: Session,
        words: list[str] = typer.Argument(..., metavar="VERB [INSTANCE…]", help=words_help),
        actor: str = typer.Option(..., "--as", metavar="PERSON", help=app.say("help-trigger-as")),
        reason: str = typer.Option(..., "--reason", metavar="TEXT", help=app.say("help-intervene-reason")),
        to: str = typer.Option("", "--to", metavar="STATE|PERSON", help=app.say("help-intervene-to")),
        task: str = typer.Option("", "--task", metavar="TASK", help=app.say("help-intervene-task")),
        role: str = typer.Option("", "--role", metavar="ROLE", help=app.say("help-intervene-role")),
        of: str = typer.Option("", "--of", metavar="PERSON", help=app.say("help-intervene-of")),
        amount: str = typer.Option("", "--amount", metavar="DURATION", help=app.say("help-trigger-amount")),
        cycle: str = typer.Option("", "--cycle", metavar="CYCLE", help=app.say("help-intervene-cycle")),
        process: str = typer.Option("", "--process", metavar="PROCESS", help=app.say("help-intervene-process")),
        state: str = typer.Option("", "--state", metavar="STATE", help=app.say("help-intervene-state")),
        person: str = typer.Option("", "--person", metavar="PERSON", help=app.say("help-intervene-person")),
        unit: str = typer.Option("", "--unit", metavar="DEPARTMENT", help=app.say("help-intervene-unit")),
        where: str = typer.Option("", "--where", metavar="EXPRESSION", help=app.say("help-intervene-where")),
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-intervene-dry-run")),
        yes: bool = typer.Option(False, "--yes", help=app.say("help-intervene-yes")),
    ) -> int:
        from engine.core.values import Intervened

        verb = _verb(words[0])
        said = {"cycle": cycle, "process": process, "state": state, "person": person, "unit": unit, "where": where}
        ids = chosen(session, words[1:], said, running=verb != "reopen")
        event = Intervened(
            verb=verb,
            actor=actor,
            reason=reason,
            to=to or None,
            task=task or None,
            role=role or None,
            person=of or None,
            amount=amount or None,
        )
        return _step_in(session, ids, event, dry_run=dry_run, yes=yes)


def _step_in(session: Session, ids: Sequence[str], event: Intervened, *, dry_run: bool, yes: bool) -> int:
    from engine.runtime.intervening import intervene, preview

    if dry_run or asks(session, yes):
        ahead = preview(session.workspace, ids, event, session.now)
        session.answer(_answer(session, ahead), lambda: _show(session, ahead, ahead=True))
        if dry_run or not ahead.done:
            return _exit(ahead)
        if not is_sure(session, len(ahead.done)):
            return 0
    found = intervene(session.workspace, ids, event, session.now)
    session.answer(_answer(session, found), lambda: _show(session, found, ahead=False))
    return _exit(found)


def _verb(word: str) -> Verb:
    from engine.core.intervening import VERBS
    from engine.words.errors import Misuse
    from engine.words.problems import nearest

    if word not in VERBS:
        raise Misuse("intervene-verb", found=word[:40], known=", ".join(VERBS), nearest=nearest(word, VERBS) or "–")
    return word


def _exit(found: Intervention) -> int:
    from engine.cli.exits import EXITS, exit_of

    return exit_of(found.failed[0][1]) if found.failed else EXITS["done"]


def _answer(session: Session, found: Intervention) -> dict[str, object]:
    from engine.words.plain import described

    return {
        "done": found.done,
        "failed": [{"instance": id, "error": described(each, session.language)} for id, each in found.failed],
    }


def _show(session: Session, found: Intervention, *, ahead: bool) -> None:
    show_consequences(session, found.done)
    show_failed(session, found.failed)
    code = "intervene-ahead" if ahead else "intervene-done"
    session.out(session.say(code, done=len(found.done), refused=len(found.failed)))


def show_consequences(session: Session, found: Sequence[Consequence]) -> None:
    """The first of them in words, and how many more there are."""
    for each in found[:SHOWN]:
        _show_one(session, each)
    if len(found) > SHOWN:
        session.out(session.say("intervene-more", count=len(found) - SHOWN))


def _show_one(session: Session, each: Consequence) -> None:
    from engine.cli.paper import clock
    from engine.runtime.launch import first_place

    origin, target = session.pick(each.before), session.pick(each.after)
    where = target if origin in ("", target) else f"{origin} → {target}"
    ended = "suspended" if each.suspended else each.status
    session.out(f"{each.instance}: {where}" + ("" if ended == "running" else f" · {session.say(f'status-{ended}')}"))
    _show_shares(session, "intervene-closed", each.closed)
    _show_shares(session, "intervene-opened", each.opened)
    zone = first_place(session.workspace)[1]
    for timer, title in list(zip(each.timers, each.timer_titles, strict=True))[:3]:
        session.out("  " + session.say("intervene-timer", at=clock(timer.due_at, zone), rule=session.pick(title)))
    for template in dict.fromkeys(template for template, _, _ in each.messages):
        people = session.listed([f"{name} ({id})" for one, id, name in each.messages if one == template])
        message = session.workspace.catalogue.heading(template, session.language)
        session.out("  " + session.say("intervene-message", template=message, people=people))
    for other in each.others:
        session.out("  " + session.say("intervene-other", instance=other))


def _show_shares(session: Session, code: str, shares: Sequence[Share]) -> None:
    for each in shares:
        task = f"{session.pick(each.title)} ({each.task})"
        session.out("  " + session.say(code, task=task, name=each.name, id=each.person))
