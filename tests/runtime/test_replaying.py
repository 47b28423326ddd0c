"""A history decided on anew gives what is stored; whatever was altered shows, whatever was erased is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.core.values import Intervened, Triggered
from engine.runtime.importing import import_people
from engine.runtime.intervening import intervene
from engine.runtime.launch import launch
from engine.runtime.replaying import Verdict, replay_all
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace
from engine.store.database import transaction
from engine.store.events import erase_payloads
from engine.words.errors import NotFound
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
ONE, TWO, THREE = (f"goal_setting/2026-h2/E{number}" for number in (1, 2, 3))
GOALS = {"unit_goals": [{"title": "Sales"}], "expectations": "Go on."}


@pytest.fixture
def lived(workspace: Workspace) -> Workspace:
    """Some act, some are silent over a downtime, one gets another manager, one is suspended and goes on."""
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    trigger(workspace, ONE, Triggered(act="brief", actor="M1", form=GOALS), START + DAY)
    step = Intervened(verb="suspend", actor="P1", reason="away")
    intervene(workspace, [THREE], step, START + 2 * DAY)
    import_people(workspace, PEOPLE.replace("Research,M1,2018", "Research,M2,2018").encode(), START + 3 * DAY)
    for days in (9, 20, 21, 30):
        tick(workspace, START + days * DAY)
    step = Intervened(verb="resume", actor="P1", reason="back")
    intervene(workspace, [THREE], step, START + 31 * DAY)
    for days in (40, 50, 80):
        tick(workspace, START + days * DAY)
    return workspace


def verdicts(workspace: Workspace, *ids: str) -> dict[str, Verdict]:
    return {each.instance: each for each in replay_all(workspace, ids, START + 90 * DAY)}


def test_every_history_gives_what_is_stored(lived: Workspace) -> None:
    found = verdicts(lived)
    assert len(found) == 12
    assert {id: (each.differences, each.why) for id, each in found.items() if not each.sound} == {}
    assert sum(each.events for each in found.values()) > 100


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE instance SET data = replace(data, 'Go on.', 'Stop.') WHERE id = '{id}'", "data.expectations"),
        ("UPDATE instance SET state = '[\"aligning\"]' WHERE id = '{id}'", "state"),
        (
            "UPDATE task SET person = 'E4' WHERE instance_id = '{id}' AND name = 'propose'",
            "tasks.drafting#1/propose/E1",
        ),
    ],
)
def test_a_state_that_no_history_gives_shows(lived: Workspace, statement: str, where: str) -> None:
    with transaction(lived.database) as connection:
        connection.exec_driver_sql(statement.format(id=ONE))
    verdict = verdicts(lived, ONE)[ONE]
    assert where in {each.where for each in verdict.differences}
    assert verdict.broken is None
    assert not verdict.sound


def test_an_altered_history_breaks_its_chain(lived: Workspace) -> None:
    with transaction(lived.database) as connection:
        connection.exec_driver_sql(
            f"UPDATE event_payload SET payload = replace(payload, 'Go on.', 'Stop.') WHERE instance_id = '{ONE}'"
        )
    assert verdicts(lived, ONE)[ONE].broken == 2
    assert verdicts(lived, TWO)[TWO].sound


def test_what_was_erased_is_named_and_its_chain_verified(lived: Workspace) -> None:
    with transaction(lived.database) as connection:
        erase_payloads(connection, [ONE])
    verdict = verdicts(lived, ONE)[ONE]
    assert (verdict.erased, verdict.broken, verdict.differences) == (verdict.events, None, ())


def test_an_unknown_instance_is_said(lived: Workspace) -> None:
    with pytest.raises(NotFound):
        verdicts(lived, "goal_setting/2026-h2/E99")
