"""A process opened by hand: by whoever may, with a whole form, one at a time unless the file says several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.replaying import replay_all
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.events import history
from engine.store.instances import load_instance
from engine.words.errors import NotFound, Refused
from tests.runtime.conftest import NOW, PEOPLE

PRAISE = """\
process: praise
version: 1
title: {en: Praise, zh: 表扬}
subject: employee
start:
  by: manager
  form: [reason_given]
  several: SEVERAL
  require:
    - {that: reason_given != 'Nothing.', else: {en: "Not for {{ reason_given }}", zh: "不能为{{ reason_given }}"}}
    - {that: "actor == manager and employee.department == 'Research'", else: {en: Only in Research., zh: 仅限研发部。}}
roles:
  employee: subject
  manager: employee.manager
data:
  reason_given: {type: text, max_length: 200, title: {en: What for, zh: 事由}}
visible:
  reason_given: [{to: [employee, manager]}]
initial: told
states:
  told:
    title: {en: Told, zh: 已告知}
    tasks:
      read_it: {for: employee, title: {en: Read it, zh: 阅读}}
    due: 5 business days
    on:
      done: {to: closed}
      take_back: {by: manager, independent_of: start, to: closed, title: {en: Take back, zh: 收回}}
    after:
      - {past: due, to: closed}
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""


@pytest.fixture(params=["no", "yes"])
def several(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def house(prepared_url: str, tmp_path: Path, several: str) -> Iterator[Workspace]:
    initialise(tmp_path)
    (tmp_path / "processes" / "praise.yaml").write_text(PRAISE.replace("SEVERAL", several), "utf-8")
    workspace = open_workspace(tmp_path, prepared_url)
    import_people(workspace, PEOPLE.encode(), NOW)
    yield workspace
    workspace.database.dispose()


def test_whoever_may_opens_it_and_the_history_names_them(house: Workspace) -> None:
    outcome = open_instance(house, "praise", "E1", "M1", {"reason_given": "Stayed late."}, NOW)
    assert outcome.instance == "praise/2026-06-01/E1"
    assert outcome.tasks == (("read_it", "E1"),)
    with snapshot(house.database) as connection:
        instance = load_instance(connection, outcome.instance)
        first = history(connection, outcome.instance)[0].entry
    assert instance.data["reason_given"] == "Stayed late."
    assert (first.kind, first.actor) == ("started", "M1")


def test_whoever_opened_it_may_be_excluded(house: Workspace) -> None:
    opened = open_instance(house, "praise", "E1", "M1", {"reason_given": "Stayed late."}, NOW).instance
    with pytest.raises(Refused) as refused:
        trigger(house, opened, Triggered(act="take_back", actor="M1"), NOW)
    assert [each.code for each in refused.value.blockers] == ["not-independent"]
    assert [each.instance for each in replay_all(house, [], NOW) if not each.sound] == []


def test_one_at_a_time_unless_the_file_says_several(house: Workspace, several: str) -> None:
    open_instance(house, "praise", "E1", "M1", {"reason_given": "One."}, NOW)
    if several == "yes":
        again = open_instance(house, "praise", "E1", "M1", {"reason_given": "Two."}, NOW)
        assert again.instance == "praise/2026-06-01/E1-2"
        return
    with pytest.raises(Refused) as refused:
        open_instance(house, "praise", "E1", "M1", {"reason_given": "Two."}, NOW)
    assert [each.code for each in refused.value.blockers] == ["start-running"]


@pytest.mark.parametrize(
    ("process", "actor", "form", "code"),
    [
        ("praise", "M2", {"reason_given": "x"}, "start-not-yours"),
        ("praise", "E1", {"reason_given": "x"}, "start-not-yours"),
        ("praise", "nobody", {"reason_given": "x"}, "actor-unknown"),
        ("praise", "M1", {}, "form-missing"),
        ("praise", "M1", {"reason_given": "x", "grade": "A"}, "form-unknown-field"),
        ("praise", "M1", {"reason_given": "Nothing."}, "required"),
        ("evaluation", "M1", {}, "start-not-by-hand"),
    ],
)
def test_every_reason_against_it_is_told(
    house: Workspace, process: str, actor: str, form: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        open_instance(house, process, "E1", actor, form, NOW)
    assert [each.code for each in refused.value.blockers] == [code]


def test_what_is_not_there_is_named(house: Workspace) -> None:
    with pytest.raises(NotFound) as unknown:
        open_instance(house, "prase", "E1", "M1", {}, NOW)
    assert (unknown.value.code, unknown.value.facts["nearest"]) == ("process-unknown", "praise")
    with pytest.raises(NotFound) as nobody:
        open_instance(house, "praise", "X9", "M1", {}, NOW)
    assert nobody.value.code == "person-unknown"


def test_whom_it_is_meant_for_is_asked_before_it_opens(house: Workspace) -> None:
    import_people(house, PEOPLE.replace("Research", "Stores").encode(), NOW)
    with pytest.raises(Refused) as refused:
        open_instance(house, "praise", "E1", "M1", {"reason_given": "Nothing."}, NOW)
    assert [each.text("en") for each in refused.value.blockers] == ["Not for Nothing.", "Only in Research."]
