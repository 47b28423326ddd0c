"""Records whose time has run: a tick deletes them, in the history and wherever else they were written."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from engine.core.values import Triggered
from engine.runtime.deliver import deliver
from engine.runtime.evidence import attach
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.tick import next_moment, tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import open_workspace
from engine.store.database import snapshot
from engine.store.events import chains, history
from engine.store.instances import load_instance
from engine.store.prepare import upgrade
from engine.store.tables import OUTBOX
from tests.runtime.conftest import NOW, PEOPLE

NOTE = """\
process: note
version: 1
title: {en: Note, zh: 记录}
subject: employee
start: {by: manager, form: [what], several: yes}
roles: {employee: subject, manager: employee.manager}
data:
  what: {type: text, title: {en: What, zh: 内容}}
  proof: {type: file, title: {en: Certificate, zh: 证明}}
initial: told
states:
  told:
    title: {en: Told, zh: 已告知}
    due: 5 business days
    tasks: {read_it: {for: employee, form: [proof], title: {en: Read it, zh: 阅读}}}
    on: {done: {to: closed}}
    after: [{past: due, to: closed}]
  closed: {final: yes, keep_for: 1 year, title: {en: Closed, zh: 已结束}}
"""


def test_a_tick_deletes_what_nobody_may_keep(database_url: str, tmp_path: Path) -> None:
    initialise(tmp_path)
    (tmp_path / "processes" / "note.yaml").write_text(NOTE, "utf-8")
    house = open_workspace(tmp_path, database_url)
    upgrade(house.database)
    import_people(house, PEOPLE.encode(), NOW)
    first = open_instance(house, "note", "E1", "M1", {"what": "Late."}, NOW).instance
    later = open_instance(house, "note", "E2", "M1", {"what": "Early."}, NOW).instance
    deliver(house, NOW + timedelta(hours=8))
    paper = tmp_path / "scan.pdf"
    paper.write_bytes(b"Certified.")
    form = attach(house, first, {"proof": str(paper)})
    assert [form["proof"][name] for name in ("name", "media_type", "size")] == ["scan.pdf", "application/pdf", 10]
    trigger(house, first, Triggered(act="read_it", actor="E1", form=form), NOW + timedelta(days=1))
    kept_file = tmp_path / "evidence" / first / form["proof"]["sha256"]
    assert kept_file.read_bytes() == b"Certified."
    end = next_moment(house)
    tick(house, NOW + timedelta(days=30))
    assert end is not None

    tick(house, NOW + timedelta(days=368))
    with snapshot(house.database) as connection:
        gone, kept = load_instance(connection, first), load_instance(connection, later)
        told = history(connection, first)
        frozen = dict(connection.execute(select(OUTBOX.c.instance_id, OUTBOX.c.detail)).all())
        assert chains(connection, [first])[first].broken is None
    assert not kept_file.exists()
    assert (dict(gone.data), gone.roles, gone.subject, gone.place) == ({}, {}, "E1", "closed")
    assert told[-1].entry.name == "purged"
    assert all(each.erased and each.entry.actor is None for each in told)
    assert kept.data["what"] == "Early."
    assert frozen[first] == "{}"
    assert frozen[later] != "{}"
    house.database.dispose()
