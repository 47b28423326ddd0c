"""`incidents`: what stands still until somebody mends it."""

from __future__ import annotations

from engine.cli.app import App
from engine.cli.session import Session


def add(app: App) -> None:
    @app.verb("incidents")
    def incidents(session: Session) -> None:
        from engine.cli.paper import clock, print_table
        from engine.runtime.launch import first_place
        from engine.views.incidents import open_incidents
        from engine.words.texts import say

        workspace = session.workspace
        found = open_incidents(workspace)

        def show() -> None:
            if not found:
                session.out(session.say("incidents-none"))
                return
            zone = first_place(workspace)[1]
            heads = ("head-since", "head-instance", "head-code", "head-what")
            rows = [
                (
                    clock(each.opened_at, zone),
                    each.about,
                    each.incident.code,
                    say(each.incident.code, session.language, each.incident.facts),
                )
                for each in found
            ]
            print_table([session.say(head) for head in heads], rows)
            session.out()
            session.out(session.say("times-in", zone=zone.key))

        answer = [
            {
                "id": each.id,
                "about": each.about,
                "code": each.incident.code,
                "text": say(each.incident.code, session.language, each.incident.facts),
                "state": each.incident.state,
                "where": each.incident.where,
                "facts": each.incident.facts,
                "opened_at": each.opened_at,
            }
            for each in found
        ]
        session.answer({"incidents": answer}, show)
