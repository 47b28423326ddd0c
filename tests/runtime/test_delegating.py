"""Somebody stands in for somebody else: both hear of it in time, and a start by hand knows it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.core.roster import Delegation
from engine.runtime.delegating import delegate, undelegate
from engine.runtime.deliver import deliver
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.replaying import replay_all
from engine.runtime.workspace import Workspace, open_workspace
from engine.store.database import snapshot
from engine.store.events import history
from engine.store.outbox import MessageStatus, messages_with
from engine.words.errors import Refused
from tests.runtime.conftest import NOW, PEOPLE
from tests.runtime.test_opening import PRAISE


@pytest.fixture
def house(prepared_url: str, tmp_path: Path) -> Iterator[Workspace]:
    initialise(tmp_path)
    (tmp_path / "processes" / "praise.yaml").write_text(PRAISE.replace("SEVERAL", "no"), "utf-8")
    workspace = open_workspace(tmp_path, prepared_url)
    import_people(workspace, PEOPLE.encode(), NOW)
    yield workspace
    workspace.database.dispose()


def told(house: Workspace, status: MessageStatus) -> list[tuple[str, str]]:
    with snapshot(house.database) as connection:
        return sorted((each.notice.template, each.notice.recipient) for each in messages_with(connection, status, 99))


def test_both_hear_of_it_on_the_day_it_begins_and_when_it_ends_early(house: Workspace) -> None:
    begins = NOW + timedelta(days=2)
    delegate(house, Delegation(person="M1", to="E5", from_on=begins.date(), until_on=date(2026, 6, 19)), NOW)
    both = [("delegated_for_you", "M1"), ("delegated_to_you", "E5")]
    assert told(house, "queued") == both
    assert deliver(house, NOW + timedelta(days=1)).sent == 0
    assert deliver(house, begins + timedelta(hours=1)).sent == 1  # a morning in Shanghai
    assert deliver(house, begins + timedelta(hours=14)).sent == 1  # and in New York
    assert told(house, "sent") == both
    undelegate(house, "M1", "E5", begins + timedelta(days=1))
    assert told(house, "queued") == [("delegation_ended", "E5"), ("delegation_ended", "M1")]


def test_nobody_hears_of_what_never_began(house: Workspace) -> None:
    delegate(house, Delegation(person="M1", to="E5", from_on=date(2026, 6, 19), process="evaluation"), NOW)
    undelegate(house, "M1", "E5", NOW)
    assert told(house, "queued") == []
    assert told(house, "suppressed") == [("delegated_for_you", "M1"), ("delegated_to_you", "E5")]


def test_a_delegate_starts_what_the_other_may(house: Workspace) -> None:
    form = {"reason_given": "Stayed late."}
    with pytest.raises(Refused) as refused:
        open_instance(house, "praise", "E1", "E5", form, NOW, on_behalf_of="M1")
    assert [each.code for each in refused.value.blockers] == ["not-delegate"]
    delegate(house, Delegation(person="M1", to="E5", from_on=NOW.date()), NOW)
    delegate(house, Delegation(person="M1", to="E2", from_on=NOW.date()), NOW)
    opened = open_instance(house, "praise", "E1", "E5", form, NOW).instance
    with snapshot(house.database) as connection:
        first = history(connection, opened)[0].entry
    assert (first.actor, first.payload["for"]) == ("E5", "M1")
    assert all(each.sound for each in replay_all(house, [opened], NOW))
    with pytest.raises(Refused) as own:
        open_instance(house, "praise", "E2", "E2", form, NOW)
    assert [each.code for each in own.value.blockers] == ["own-case"]
