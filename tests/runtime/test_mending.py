"""An incident is one for its cause, says where it stands, closes when its cause is mended, and can be put aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from engine.core.values import Incident, Instance, Triggered
from engine.runtime.importing import import_people
from engine.runtime.launch import launch
from engine.runtime.mending import put_aside, retry
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot, transaction
from engine.store.incidents import open_incidents
from engine.store.instances import load_instances
from engine.views.incidents import Trouble, troubles
from engine.words.errors import Misuse, NotFound, Refused
from tests.runtime.conftest import NOW, PEOPLE

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ONE, TWO = "goal_setting/2026-h2/E1", "goal_setting/2026-h2/E2"
# Nobody above the team and nobody in human resources: no manager, and nobody stands in.
ALONE = (
    PEOPLE.replace("Research,H1,", "Research,,")
    .replace("Research,M1,", "Research,,")
    .replace(",,hr,", ",,,")
    .replace(",,hr;", ",,")
)


@pytest.fixture
def started(workspace: Workspace) -> Workspace:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    return workspace


@pytest.fixture
def alone(started: Workspace) -> Workspace:
    import_people(started, ALONE.encode(), START + HOUR)
    return started


def of(workspace: Workspace, code: str) -> list[Trouble]:
    return [each for each in troubles(workspace) if each.incident.code == code]


def test_one_cause_is_one_incident_with_its_place_in_the_file(alone: Workspace) -> None:
    (found,) = of(alone, "nobody-holds-role")
    assert {ONE, TWO} < set(found.about)
    assert found.place is not None
    file, line, _ = found.place.split(":")
    text = (alone.home / "processes" / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert (file, "brief:" in text) == ("goal_setting.yaml", True)
    assert (found.process, found.since, found.todo) == ("goal_setting", START + HOUR, "todo-nobody-holds-role")


def test_an_incident_closes_when_somebody_holds_the_role_again(alone: Workspace) -> None:
    import_people(
        alone,
        ALONE.replace(
            "Wang Wei,e1@example.com,zh,Shanghai,Research,,", "Wang Wei,e1@example.com,zh,Shanghai,Research,M1,"
        ).encode(),
        START + DAY,
    )
    (found,) = of(alone, "nobody-holds-role")
    assert ONE not in found.about
    assert TWO in found.about
    import_people(alone, PEOPLE.encode(), START + 2 * DAY)
    assert troubles(alone) == ()


def test_what_could_not_be_decided_is_tried_again_once_it_was_mended(started: Workspace) -> None:
    file = started.home / "processes" / "calendars" / "CN.yaml"
    whole = file.read_text("utf-8")
    file.write_text(
        whole.replace("last_year: 2028", "last_year: 2025").replace("provisional: [2027, 2028]", ""), "utf-8"
    )
    short = open_workspace(started.home, started.settings.database)
    tick(short, START + 20 * DAY)
    (found,) = of(short, "calendar-ends")
    assert len(found.about) > 2
    assert retry(short, found.ids, START + 20 * DAY).still
    short.database.dispose()
    file.write_text(whole, "utf-8")
    mended = open_workspace(started.home, started.settings.database)
    outcome = retry(mended, None, START + 20 * DAY)
    assert (outcome.tried, outcome.still, troubles(mended)) == (len(found.ids), (), ())
    mended.database.dispose()


def test_what_nobody_will_mend_is_put_aside_with_a_reason(started: Workspace) -> None:
    incident = Incident(code="expression-failed", facts={"reason": "x"}, state="briefing", where="start plan: why")
    with transaction(started.database) as connection:
        open_incidents(connection, {ONE: [incident], TWO: [incident]}, START)
    (found,) = troubles(started)
    assert retry(started, None, START + DAY).still  # nothing tells that it is over
    with pytest.raises(Misuse):
        put_aside(started, found.ids, "P1", " ", START + DAY)
    with pytest.raises(Refused):
        put_aside(started, found.ids, "E1", "never mind", START + DAY)
    with pytest.raises(NotFound):
        put_aside(started, [9999], "P1", "never mind", START + DAY)
    assert put_aside(started, found.ids, "P1", "never mind", START + DAY) == 2
    assert troubles(started) == ()
    with snapshot(started.database) as connection:
        rows = connection.exec_driver_sql("SELECT resolved_by, facts FROM incident").all()
    assert all(row.resolved_by == "P1" and "never mind" in row.facts for row in rows)


def test_an_incident_met_again_stays_as_old_as_it_is(started: Workspace) -> None:
    with transaction(started.database) as connection:
        connection.exec_driver_sql(f"UPDATE instance SET state = '[\"nowhere\"]' WHERE id = '{ONE}'")
    tick(started, START + 20 * DAY)
    tick(started, START + 20 * DAY + HOUR)
    (found,) = troubles(started)
    assert (found.about, found.since, found.incident.code) == ((ONE,), START + 20 * DAY, "decision-failed")
    with transaction(started.database) as connection:
        connection.exec_driver_sql(f"UPDATE instance SET state = '[\"briefing\"]' WHERE id = '{ONE}'")
    tick(started, START + 20 * DAY + 2 * HOUR)
    assert troubles(started) == ()


INSTANCE = Instance(
    id="i", process="p", version=1, digest="", subject="s", state=("a",), started_at=START, data={"grade": Decimal(1)}
)


@pytest.mark.parametrize(
    ("code", "where", "state", "over"),
    [
        ("expression-failed", "data.grade.compute", "a", True),
        ("expression-failed", "data.score.compute", "a", False),
        ("expression-failed", "approve/main: set grade", "b", True),
        ("expression-failed", "approve/main: set score", "a", False),
        ("expression-failed", "a/done/main", "a", False),
        ("expression-failed", "a/done/main", "b", True),
        ("expression-failed", "act approve: x > 1", "a", False),
        ("expression-failed", "act approve: x > 1", "b", True),
        ("expression-failed", "roles.manager", "a", False),
        ("expression-failed", "start plan: why", "b", False),
        ("chain-too-long", "a", "a", False),
        ("chain-too-long", "b", "b", True),
        ("nobody-holds-role", "a/tasks/decide", "a", False),
        ("nobody-holds-role", "b/tasks/decide", "b", True),
        ("calendar-ends", None, "a", True),
        ("message-refused", None, "a", False),
    ],
)
def test_each_code_has_its_rule(code: str, where: str | None, state: str, *, over: bool) -> None:
    from engine.core.mending import is_over

    assert is_over(Incident(code=code, facts={}, state=state, where=where), START, INSTANCE, INSTANCE.state) is over


def test_a_rule_that_fails_under_an_act_is_an_incident_until_the_act_is_done(started: Workspace) -> None:
    incident = Incident(code="expression-failed", facts={"reason": "x"}, state="briefing", where="act brief: 1 / 0")
    with transaction(started.database) as connection:
        open_incidents(connection, {ONE: [incident]}, START)
    tick(started, START + DAY)
    assert [each.about for each in troubles(started)] == [(ONE,)]
    form = {"unit_goals": [{"title": "Sales"}], "expectations": "Go on."}
    trigger(started, ONE, Triggered(act="brief", actor="M1", form=form), START + DAY)
    assert troubles(started) == ()
    with snapshot(started.database) as connection:
        assert load_instances(connection, [ONE])[ONE].place == "drafting"
