"""Who takes part in what has ended: followed where an end still listens, left as they were where it does not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.replaying import replay_all
from engine.runtime.trigger import trigger
from engine.runtime.workspace import open_workspace
from engine.store.database import snapshot
from engine.store.instances import load_instance
from tests.runtime.conftest import NOW, PEOPLE
from tests.runtime.test_opening import PRAISE

THANKS = "on: {thank: {by: manager, title: {en: Thank, zh: 致谢}}}, "


@pytest.mark.parametrize(("says", "holder"), [(THANKS, "M2"), ("", "M1")])
def test_roles_follow_into_an_end_that_lives_on(prepared_url: str, tmp_path: Path, says: str, holder: str) -> None:
    initialise(tmp_path)
    text = PRAISE.replace("SEVERAL", "no").replace("closed: {final: yes, ", f"closed: {{final: yes, {says}")
    (tmp_path / "processes" / "praise.yaml").write_text(text, "utf-8")
    house = open_workspace(tmp_path, prepared_url)
    import_people(house, PEOPLE.encode(), NOW)
    opened = open_instance(house, "praise", "E1", "M1", {"reason_given": "Stayed late."}, NOW).instance
    trigger(house, opened, Triggered(act="read_it", actor="E1"), NOW)
    later = NOW + timedelta(days=7)
    import_people(house, PEOPLE.replace("Research,M1,2018", "Research,M2,2018").encode(), later)
    with snapshot(house.database) as connection:
        ended = load_instance(connection, opened)
    assert (ended.status, ended.roles["manager"]) == ("ended", (holder,))
    if says:
        trigger(house, opened, Triggered(act="thank", actor=holder), later)
    assert all(each.sound for each in replay_all(house, [opened], later))
    house.database.dispose()
