"""A workspace of either kind of database with the shipped processes, and a handful of people to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.workspace import Workspace, open_workspace

# A working morning in Shanghai, some weeks before the second half-year of 2026.
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)

# E1 to E4 and the new colleague's manager M1 under H1; B1 is above everybody.
PEOPLE = """\
id,name,mail,language,site,department,manager,hired_on,left_on,groups,kind,job_title,level,certified,on_leave
B1,Zhao Bing,b1@example.com,zh,Shanghai,Board,,2010-01-01,,,regular,Director,15,yes,no
H1,Hu Hai,h1@example.com,zh,Shanghai,Research,B1,2012-03-01,,,regular,Head,12,yes,no
M1,Ma Ming,m1@example.com,zh,Shanghai,Research,H1,2015-03-01,,,regular,Team lead,10,yes,no
M2,Mary Moe,m2@example.com,en,Shanghai,Research,H1,2015-05-01,,,regular,Team lead,10,yes,no
E1,Wang Wei,e1@example.com,zh,Shanghai,Research,M1,2018-01-01,,,regular,Engineer,6,no,no
E2,Li Lei,e2@example.com,en,Shanghai,Research,M1,2018-01-01,,,regular,Engineer,6,no,no
E3,Sun Shan,e3@example.com,zh,Shanghai,Research,M1,2019-01-01,,,regular,Engineer,5,no,no
E4,Qian Qi,e4@example.com,zh,Shanghai,Research,M1,2020-01-01,,,regular,Engineer,5,no,no
E5,Eve Else,e5@example.com,en,New-York,Sales,M2,2020-01-01,,,intern,Intern,1,no,no
P1,Peng Pan,p1@example.com,zh,Shanghai,Personnel,B1,2011-01-01,,hr,regular,Partner,9,yes,no
P2,Pat Pole,p2@example.com,en,Shanghai,Personnel,P1,2014-01-01,,hr;calibration,regular,Partner,8,yes,no
K1,Kong Kai,k1@example.com,zh,Shanghai,Board,B1,2009-01-01,,calibration;appeal_board,regular,Member,13,yes,no
K2,Kate Kern,k2@example.com,en,Shanghai,Board,B1,2009-01-01,,calibration;appeal_board_second,regular,Member,13,yes,no
"""


@pytest.fixture
def empty_workspace(prepared_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """The shipped processes in a folder of the test's own, and an up-to-date database without people."""
    home = tmp_path / "home"
    initialise(home)
    workspace = open_workspace(home, prepared_url)
    yield workspace
    workspace.database.dispose()


@pytest.fixture
def people_csv() -> str:
    """A file of 13 people: a line of managers, one team, human resources and the committees."""
    return PEOPLE


@pytest.fixture
def workspace(empty_workspace: Workspace, people_csv: str) -> Workspace:
    """As `empty_workspace`, with the people of `people_csv` imported at `NOW`."""
    import_people(empty_workspace, people_csv.encode(), NOW)
    return empty_workspace
