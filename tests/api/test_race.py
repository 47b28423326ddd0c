"""The short form of the race; `make fuzz` runs it with a hundred reviews and a thousand triggers."""

from __future__ import annotations

from pathlib import Path

from tests.api.race import ACTS, race


def test_triggers_that_are_retried_blindly_are_each_accepted_once(prepared_url: str, tmp_path: Path) -> None:
    """On PostgreSQL there are two servers; one of them is killed in the middle and begins again."""
    servers = 1 if prepared_url.startswith("sqlite") else 2
    found = race(tmp_path, prepared_url, people=12, kills=1, servers=servers)
    assert found.wrong == []
    assert found.killed == 1
    assert found.answered == 2 * 12 * ACTS
