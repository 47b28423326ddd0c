"""`release`: a restored database goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli.app import App
from engine.cli.session import Session

if TYPE_CHECKING:
    from engine.runtime.releasing import Released


def add(app: App) -> None:
    @app.verb("release")
    def release(
        session: Session,
        dry_run: bool = typer.Option(False, "--dry-run", help=app.say("help-release-dry-run")),
    ) -> None:
        from engine.runtime import releasing

        does = releasing.preview if dry_run else releasing.release
        found = does(session.workspace, session.now)
        session.answer({"released": not dry_run, **_plain(found)}, lambda: _show(session, found, dry_run=dry_run))


def _plain(found: Released) -> dict[str, object]:
    return {name: getattr(found, name) for name in type(found).__slots__}


def _show(session: Session, found: Released, *, dry_run: bool) -> None:
    ticked = found.ticked
    session.out(session.say("release-would" if dry_run else "release-done"))
    session.out(
        "  " + session.say("release-passed", count=found.passed, at=f"{found.hold.backed_up_at:%Y-%m-%d %H:%M}Z")
    )
    session.out("  " + session.say("release-reviews", begun=ticked.begun, changed=ticked.changed, failed=ticked.failed))
    session.out(
        "  " + session.say("release-withheld", count=found.withheld, at=f"{found.hold.ran_until:%Y-%m-%d %H:%M}Z")
    )
    session.out("  " + session.say("release-going", count=sum(found.going.values()), later=found.later))
    for template, count in sorted(found.going.items(), key=lambda item: (-item[1], item[0])):
        session.out(f"    {template}: {count}")
