"""Nothing that is hidden shows anywhere: every role, state, field and surface, from a generated process.

Every value is a word of its own, so that finding the word in what somebody gets is seeing the value. What should be
seen is worked out here from the clauses alone, by another way than the engine's.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.deliver import deliver
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.prepare import upgrade
from engine.views.after import after
from engine.views.blanks import paper
from engine.views.history import history_of
from engine.views.inbox import inbox
from engine.views.picture import standing
from engine.views.progress import progress
from engine.views.show import contents
from engine.views.why import why
from engine.words.errors import NotFound, Refused
from engine.words.plain import as_json
from notifications.message import Message as Rendered
from tests.runtime.conftest import PEOPLE

NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
READERS = {"employee": "E1", "manager": "M1", "committee": "K1", "upper": "H1"}
PEERS = ("E2", "E3", "E4")
# What a line says beside `to`, and whether it opens, by where the instance is and has been.
CLAUSES: Mapping[str, str] = {
    "plain": "",
    "later": ", from: second",
    "meanwhile": ", while: [first, third]",
    "whenever": ", when: flag == 'up'",
    "except": ", unless: flag == 'up'",
}
COLUMNS = ("plain", "later", "except")
WAY = ("first", "second", "third", "second")  # one state after the other, the last one again


def opens(clause: str, path: tuple[str, ...]) -> bool:
    """By hand: the flag goes up with the third state."""
    up = "third" in path
    return {
        "plain": True, "later": "second" in path, "meanwhile": path[-1] in ("first", "third"), "whenever": up,
        "except": not up,
    }[clause]  # fmt: skip


def allowed(role: str, path: tuple[str, ...]) -> set[str]:
    """The words a role may find in the path's last state."""
    found = {f"v_{role}_{clause}_v" for clause in CLAUSES if opens(clause, path)}
    found |= {f"c_{role}_{clause}_{row}_c" for clause in COLUMNS for row in (0, 1) if opens(clause, path)}
    found |= {f"r_{role}_r"}  # the row that is for that role
    if (role == "manager" and len(path) > 1) or (role == "employee" and len(path) > 1 and opens("later", path)):
        found |= {f"a_{peer}_a" for peer in PEERS}
    return found


def process() -> str:
    title = "title: {en: X, zh: 某}"
    fields = "\n".join(f"  f_{role}_{clause}: {{type: text, {title}}}" for role in READERS for clause in CLAUSES)
    columns = "\n".join(f"      c_{role}_{clause}: {{type: text, {title}}}" for role in READERS for clause in COLUMNS)
    lines = "\n".join(
        f"  f_{role}_{clause}: [{{to: {role}{said}}}]" for role in READERS for clause, said in CLAUSES.items()
    )
    cells = "\n".join(
        f"  grid.c_{role}_{clause}: [{{to: {role}{CLAUSES[clause]}}}]" for role in READERS for clause in COLUMNS
    )
    rows = ", ".join(f"{{to: {role}, when: item.whose == '{role}'}}" for role in READERS)
    every = (
        " ".join(f"{{{{ f_{role}_{clause} }}}}" for role in READERS for clause in CLAUSES)
        + " {{ grid | column('c_manager_plain') }} {{ answers('peer_review', 'opinion') }}"
    )
    sends = ", ".join(f"{{template: everything_{role}, to: {role}}}" for role in READERS)
    tease = f"""
      tease:
        by: [{", ".join(READERS)}]
        {title}
        form: [nothing]
        require: {{that: nothing == 'never', else: {{en: "{every}", zh: "{every}"}}}}"""
    forms = ", ".join(f"f_{role}_{clause}" for role in READERS for clause in CLAUSES)
    return f"""\
process: secrets
version: 1
title: {{en: Secrets, zh: 机密}}
subject: employee
start: {{by: hr}}
roles:
  employee: subject
  manager: subject.manager
  upper: {{is: subject.manager.manager, {title}}}
  hr: group('hr')
  committee: group('calibration')
  peers: {{is: subject.colleagues, {title}}}
data:
{fields}
  flag: {{type: choice, options: [down, up], {title}, default: down}}
  nothing: {{type: text, optional: yes, {title}}}
  opinion: {{type: text, {title}}}
  grid:
    type: list
    {title}
    item:
      whose: {{type: text, {title}}}
      word: {{type: text, {title}}}
{columns}
  signs:
    type: list
    {title}
    item:
      whose: {{type: text, {title}}}
      word: {{type: text, {title}}}
visible:
{lines}
{cells}
  signs: [{rows}]
  peer_review: [{{to: manager}}, {{to: employee, from: second}}]
initial: first
states:
  first:
    {title}
    tasks:
      peer_review: {{for: peers, each: yes, form: [opinion], anonymous_to: employee, {title}}}
    due: 5 business days
    on:
      fill: {{by: hr, form: [{forms}, grid, signs], {title}}}{tease}
      move: {{by: hr, to: second, {title}, send: [{sends}]}}
  second:
    {title}
    on:
      move: {{by: hr, to: third, set: {{flag: up}}, {title}, send: [{sends}]}}
{tease.strip(chr(10))}
  third:
    {title}
    on:
      back: {{by: hr, to: second, {title}, send: [{sends}]}}
      close: {{by: hr, to: closed, {title}}}
{tease.strip(chr(10))}
  closed: {{final: yes, {title}}}
"""


def template(role: str) -> str:
    """What the check of messages lets through: the conditions are judged when it is written."""
    fields = "".join(
        f"{{% if data.f_{role}_{clause} is defined %}}{{{{ data.f_{role}_{clause} }}}} {{% endif %}}"
        for clause in ("plain", "whenever", "except")
    )
    rows = "{% if data.signs is defined %}{% for row in data.signs %}{{ row.word }} {% endfor %}{% endif %}"
    cell = f"row.c_{role}_except"
    cells = f"{{% for row in data.grid %}}{{% if {cell} is defined %}}{{{{ {cell} }}}} {{% endif %}}{{% endfor %}}"
    cells = f"{{% if data.grid is defined %}}{cells}{{% endif %}}"
    return f"Subject: {{{{ state.title }}}}\n\n{fields}\n{rows}\n{cells}\n"


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    home = tmp_path / "home"
    initialise(home)
    (home / "processes" / "secrets.yaml").write_text(process(), "utf-8")
    for language in ("en", "zh"):
        for role in READERS:
            path = home / "templates" / language / f"everything_{role}.txt"
            path.write_text(template(role), "utf-8")
    opened = open_workspace(home, database_url)
    upgrade(opened.database)
    import_people(opened, PEOPLE.encode(), NOW)
    yield opened
    opened.database.dispose()


def form() -> dict[str, object]:
    fields = {f"f_{role}_{clause}": f"v_{role}_{clause}_v" for role in READERS for clause in CLAUSES}
    rows = [
        {
            "whose": "nobody",
            "word": f"w_{row}_w",
            **{f"c_{role}_{clause}": f"c_{role}_{clause}_{row}_c" for role in READERS for clause in COLUMNS},
        }
        for row in (0, 1)
    ]
    return {**fields, "grid": rows, "signs": [{"whose": role, "word": f"r_{role}_r"} for role in READERS]}


def words(found: object) -> set[str]:
    return set(re.findall(r"\b([vcraw])(_\w+?_)\1\b", str(found))) and {
        each[0] for each in re.findall(r"\b(([vcraw])_\w+?_\2)\b", str(found))
    }


def do(workspace: Workspace, id: str, actor: str, act: str, when: datetime, **given: object) -> None:
    trigger(workspace, id, Triggered(act=act, actor=actor, form=given), when)


def surfaces(workspace: Workspace, id: str, reader: str, now: datetime) -> dict[str, object]:
    """Everything a reader can ask for, by what it is called."""
    found: dict[str, object] = {
        "history": history_of(workspace, now, id, reader),
        "why": why(workspace, now, id, reader),
        "inbox": inbox(workspace, now, reader),
        "form": paper(workspace, now, id, "tease", reader),
        "diagram": (lambda each: (each.why, each.moves))(standing(workspace, now, id, reader)),
        "after": after(workspace, now, id, []),
        "counts": progress(workspace, now, workspace.read()[0]),
        "export": as_json(contents(workspace, now, id, reader), "en"),
    }
    try:
        do(workspace, id, reader, "tease", now, nothing="x")
    except Refused as refused:
        found["refusal"] = [each.text(language) for each in refused.blockers for language in ("en", "zh")]
    return found


def mails(workspace: Workspace, now: datetime) -> dict[str, str]:
    """What has arrived by now, by address; read once."""
    deliver(workspace, now)
    box = mailbox.Maildir(workspace.settings.channels["mailbox"]["folder"], factory=None, create=True)
    found: dict[str, str] = {}
    for key in list(box.keys()):
        each = Rendered.from_bytes(box[key].as_bytes())
        found[each.to.address] = found.get(each.to.address, "") + each.text
        box.remove(key)
    return found


def test_nothing_hidden_shows_anywhere(workspace: Workspace) -> None:
    id = open_instance(workspace, "secrets", "E1", "P1", {}, NOW).instance
    now = NOW + timedelta(minutes=1)
    do(workspace, id, "P1", "fill", now, **form())
    for peer in PEERS:
        do(workspace, id, peer, "peer_review", now, opinion=f"a_{peer}_a")
    path: tuple[str, ...] = ()
    told = 0
    for state in WAY:
        path = (*path, state)
        if len(path) > 1:
            now += timedelta(minutes=1)
            do(workspace, id, "P1", "back" if path[-2:] == ("third", "second") else "move", now)
        letters = mails(workspace, now)
        for role, reader in READERS.items():
            may = allowed(role, path)
            if role == "manager":
                may |= {f"a_{peer}_a" for peer in PEERS}
            assert words(contents(workspace, now, id, reader)) == may, (role, path)
            for name, found in surfaces(workspace, id, reader, now).items():
                seen = set() if name == "counts" else may  # numbers of everybody say nothing of anybody
                assert words(found) <= seen, (role, path, name)
                assert name != "export" or words(found) == may, (role, path)
            letter = words(letters.get(f"{reader.lower()}@example.com", ""))
            assert letter <= may, (role, path, "message")
            told += len(letter)
        for stranger in ("E5", "B1"):
            with pytest.raises(NotFound):
                contents(workspace, now, id, stranger)
        for peer in PEERS:
            assert words(contents(workspace, now, id, peer)) == {f"a_{peer}_a"}
            assert words(history_of(workspace, now, id, peer)) == {f"a_{peer}_a"}
    assert told > 0  # the messages were read


def test_the_subject_learns_no_peer_s_name_or_hour(workspace: Workspace) -> None:
    id = open_instance(workspace, "secrets", "E1", "P1", {}, NOW).instance
    for at, peer in enumerate(PEERS):
        do(workspace, id, peer, "peer_review", NOW + timedelta(hours=1, minutes=7 * at), opinion=f"a_{peer}_a")
    now = NOW + timedelta(days=1)
    do(workspace, id, "P1", "fill", now, **form())
    do(workspace, id, "P1", "move", now)
    seen = [contents(workspace, now, id, "E1"), *surfaces(workspace, id, "E1", now).values()]
    assert {f"a_{peer}_a" for peer in PEERS} <= words(seen[0])
    names = {"Li Lei", "Sun Shan", "Qian Qi", "'E2'", "'E3'", "'E4'"}
    assert [each for each in names if each in str(seen)] == []
    assert not re.search(r"datetime\(2026, 6, 1, 3", str(seen))
