"""A calendar that changed: what is open is timed anew, told once, with a preview; a year nobody published is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.calendar.public_holidays import years_without_swaps
from engine.runtime.launch import launch
from engine.runtime.replaying import Verdict, replay_all
from engine.runtime.reprojecting import rehearse
from engine.runtime.runner import round_of
from engine.runtime.tick import Ticked
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from engine.store.outbox import listed
from tests.runtime.conftest import NOW

START = datetime(2026, 7, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
E1 = "goal_setting/2026-h2/E1"


def with_calendar(workspace: Workspace, **words: str) -> Workspace:
    """As another process would open it, after CN.yaml was edited: each word replaced by another."""
    file = workspace.home / "processes" / "calendars" / "CN.yaml"
    text = file.read_text()
    for old, new in words.items():
        text = text.replace(f"{old}:", new, 1)
    file.write_text(text)
    return open_workspace(workspace.home, workspace.settings.database)


def tick(workspace: Workspace, at: datetime) -> Ticked:
    """The tick of a round; the first round of a process looks at the calendars before."""
    return round_of(workspace, at)[0]


def due(workspace: Workspace) -> datetime | None:
    with snapshot(workspace.database) as connection:
        return load_instances(connection, [E1])[E1].tasks[0].due_at


def told(workspace: Workspace) -> list[str]:
    with snapshot(workspace.database) as connection:
        found, _ = listed(connection, limit=1000)
    return sorted(each.notice.recipient for each in found if each.notice.template == "limit_moved")


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    with snapshot(workspace.database) as connection:
        return [(each.about, each.incident.code) for each in unresolved(connection)]


def test_a_day_off_moves_what_is_open_and_everybody_it_moves_for_is_told_once(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    before = due(workspace)
    assert before is not None
    closed = "days_off: {2026-07-03: {en: Flood, zh: 洪水}}\nprovisional:"
    changed = with_calendar(workspace, provisional=closed)
    preview = rehearse(changed, START)
    assert (preview.calendars, preview.instances, len(preview.limits)) == (("CN",), 12, preview.messages)
    assert {each.after - each.before for each in preview.limits if each.after and each.before} == {DAY}
    assert due(changed) == before
    assert tick(changed, START + timedelta(hours=1)).changed == 12
    assert due(changed) == before + DAY
    assert len(told(changed)) == len(preview.limits)
    assert tick(changed, START + timedelta(hours=2)).changed == 0
    again = open_workspace(workspace.home, workspace.settings.database)
    assert rehearse(again, START).calendars == ()
    assert tick(again, START + timedelta(hours=3)).changed == 0
    assert len(told(again)) == len(preview.limits)
    for each in (changed, again):
        each.database.dispose()


def test_a_history_with_a_changed_calendar_replays(workspace: Workspace) -> None:
    launch(workspace, "2026-h2", NOW)
    tick(workspace, START)
    changed = with_calendar(workspace, provisional="days_off: {2026-07-03: Flood}\nprovisional:")
    tick(changed, START + timedelta(hours=1))
    verdicts: list[Verdict] = list(replay_all(changed, [], START))
    assert {each.instance: each.differences for each in verdicts if not each.sound} == {}
    changed.database.dispose()


def test_a_year_nobody_has_published_is_an_incident_until_it_is_taken_knowingly(workspace: Workspace) -> None:
    years = years_without_swaps("CN", 2028)
    assert years, "the library of holidays knows 2028 by now: choose a later year"
    launch(workspace, "2026-h2", NOW)
    guessing = with_calendar(workspace, provisional="# provisional:")
    tick(guessing, START)
    assert codes(guessing) == []
    tick(guessing, datetime(2026, 12, 20, 2, tzinfo=UTC))
    tick(guessing, datetime(2026, 12, 29, 2, tzinfo=UTC))  # by now something is due in January
    tick(guessing, datetime(2026, 12, 29, 2, 30, tzinfo=UTC))
    assert ("calendar CN", "calendar-guessed") in codes(guessing)
    file = workspace.home / "processes" / "calendars" / "CN.yaml"
    file.write_text(file.read_text().replace("# provisional:", "provisional:"))
    knowing = open_workspace(workspace.home, workspace.settings.database)
    tick(knowing, datetime(2026, 12, 29, 3, tzinfo=UTC))
    assert ("calendar CN", "calendar-guessed") not in codes(knowing)
    for each in (guessing, knowing):
        each.database.dispose()
