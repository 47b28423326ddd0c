"""The short form of the many-runner test: forty people, the launch and the start. `make faults` takes a thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.runners import PHASES, many_runners


@pytest.mark.timeout(500)
def test_runners_that_are_killed_lose_nothing_and_share_no_lease(tmp_path: Path) -> None:
    ran = many_runners(tmp_path, 40, phases=PHASES[:2])
    assert ran.failures == []
    assert ran.notices == ran.sent == 80
    assert ran.killed >= 6
    assert ran.restarts <= 1
    assert ran.leases >= ran.sent
