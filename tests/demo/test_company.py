"""The sample company: the shape that was asked for, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from engine.demo.company import BEGINS, as_csv, company, in_autumn, roster
from engine.runtime import shipped
from engine.runtime.people_file import read_people
from engine.runtime.workspace import open_workspace


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_it_has_so_many_people_on_three_sites_five_levels_deep(people: int) -> None:
    staff = roster(people, 7)
    assert len(staff) == len({each.id for each in staff}) == len({each.mail for each in staff}) == people
    assert {each.site for each in staff} == {"Shanghai", "New-York", "Berlin"}
    assert {each.level for each in staff} == {1, 2, 3, 4, 5}
    above = {each.id: each.manager for each in staff}

    def depth(id: str) -> int:
        return 1 if not above[id] else 1 + depth(above[id])

    assert max(depth(each.id) for each in staff) == 5


def test_it_has_the_odd_cases_every_company_has() -> None:
    staff = roster(300, 7)
    kinds = Counter(each.kind for each in staff)
    assert kinds["intern"] > 3
    assert kinds["contractor"] > 3
    assert sum(each.on_leave for each in staff) > 3
    assert sum((BEGINS - each.hired_on).days < 61 for each in staff) > 5
    gone = [each for each in staff if each.left_on is not None]
    assert len(gone) == 1
    assert any(each.manager == gone[0].id for each in staff), "nobody reports to the vacant post"
    assert sum(not each.manager for each in staff) == 2, "the head, and one without a manager"
    leads = [each for each in staff if each.level in (3, 4)]
    assert 0 < sum(not each.certified for each in leads) < len(leads) / 3
    assert {group for each in staff for group in each.groups} == {
        "hr", "calibration", "appeal_board", "appeal_board_second",
    }  # fmt: skip
    boards = [{each.id for each in staff if name in each.groups} for name in ("appeal_board", "appeal_board_second")]
    assert not boards[0] & boards[1]


def test_in_autumn_somebody_has_left_a_team_has_moved_and_two_have_joined() -> None:
    before = {each.id: each for each in roster(300, 7)}
    after = {each.id: each for each in in_autumn(list(before.values()), 7)}
    joined = [each for id, each in after.items() if id not in before]
    assert [each.hired_on for each in joined] == [date(2026, 9, 14), date(2026, 11, 16)]
    left = [id for id, each in before.items() if after[id].left_on != each.left_on]
    assert len(left) == 1
    moved = [id for id, each in before.items() if after[id].manager != each.manager]
    assert 2 <= len(moved) < 15


def test_the_same_seed_gives_the_same_file_and_another_seed_another() -> None:
    assert company(60, 7) == company(60, 7)
    assert company(60, 7) != company(60, 8)


def test_the_import_takes_it_without_a_word() -> None:
    organisation = open_workspace(shipped.processes().parent).library.organisation
    staff = roster(300, 7)
    for text in (as_csv(staff), as_csv(in_autumn(staff, 7))):
        _, problems = read_people(text, organisation)
        assert not problems


def test_a_company_too_small_for_five_levels_is_refused() -> None:
    with pytest.raises(ValueError, match="30"):
        roster(29, 7)
