"""The command line as a test types it, and a company that has just launched a cycle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from engine.cli.app import build

# Three sites, two committees, human resources; managers are certified, an intern takes no part.
PEOPLE = """\
id,name,mail,language,site,department,manager,hired_on,left_on,groups,kind,certified,on_leave
E1,陈静,e1@example.com,zh,Shanghai,Board,,2015-03-01,,calibration,regular,yes,no
E2,王芳,e2@example.com,zh,Shanghai,Sales,E1,2018-05-01,,calibration,regular,yes,no
E3,李雷,e3@example.com,zh,Shanghai,Sales,E2,2020-05-01,,,regular,no,no
E4,韩梅梅,e4@example.com,zh,Shanghai,Sales,E2,2021-02-01,,,regular,no,no
E5,张伟,e5@example.com,zh,Shanghai,Sales,E2,2022-02-01,,,regular,no,no
E6,赵敏,e6@example.com,zh,Shanghai,Sales,E2,2022-02-01,,,regular,no,no
H1,刘洋,h1@example.com,zh,Shanghai,HR,E1,2017-02-01,,hr,regular,yes,no
H2,Anna Becker,h2@example.com,en,Berlin,HR,H1,2019-02-01,,hr;appeal_board,regular,yes,no
B1,Max Muster,b1@example.com,en,Berlin,Engineering,E1,2019-02-01,,appeal_board_second,regular,yes,no
B2,Erika Muster,b2@example.com,en,Berlin,Engineering,B1,2020-02-01,,,regular,no,no
N1,John Doe,n1@example.com,en,New-York,Service,E1,2016-02-01,,calibration,regular,yes,no
N2,Jane Roe,n2@example.com,en,New-York,Service,N1,2023-02-01,,,regular,no,no
N3,Sam Green,n3@example.com,en,New-York,Service,N1,2026-06-01,,,intern,no,no
"""
FIRST_DAY = "2026-07-01T15:00"

UNIT_GOALS = """\
unit_goals:
  - {title: 华东区销售额}
expectations: 稳住老客户
"""
GOAL = """\
  - title: 销售额增长
    dimension: finance
    term: short
    supports: 华东区销售额
    indicator: 财务系统
    unit: 万元
    better: higher
    target: 1200.50
    due_on: 2026-12-20
    standard: 按比例
"""
GOALS = f"goals:\n{GOAL}    weight: 60\n{GOAL}    weight: 40\n"
# Three things are wrong with these at once.
BAD_GOALS = f"goals:\n{GOAL}    weight: 60\n{GOAL}    weight: 50\n".replace("华东", "华南").replace(
    "2026-12", "2027-12"
)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Types commands in a folder, at a moment. `database` is given with every command."""

    home: Path
    now: str = FIRST_DAY
    language: str = "en"
    database: str = ""

    def run(self, *words: str, now: str | None = "", typed: str | None = None) -> Result:
        """What came of a command line; a fault of ours would be raised."""
        moment = self.now if now == "" else now
        more = ["--home", str(self.home)]
        more += ["--now", moment] if moment else []
        more += ["--database", self.database] if self.database else []
        return CliRunner().invoke(build(self.language), [*words, *more], input=typed, catch_exceptions=False)

    def ok(self, *words: str, **more: Any) -> str:
        """The output of a command that has to work."""
        result = self.run(*words, **more)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, *words: str, **more: Any) -> Any:
        """The answer of a command that has to work, as programs read it."""
        return json.loads(self.ok(*words, "--json", **more))

    def speaking(self, language: str) -> Shell:
        return Shell(home=self.home, now=self.now, language=language, database=self.database)

    def write(self, name: str, text: str) -> str:
        """A file in the folder; its path."""
        file = self.home / name
        file.write_text(text, encoding="utf-8")
        return str(file)

    def begin(self) -> Shell:
        """People imported, the cycle launched, and its first day begun."""
        self.ok("import", self.write("people.csv", PEOPLE), now="2026-06-25")
        self.ok("launch", "2026-h2", now="2026-06-25")
        self.ok("tick", now="2026-07-01T13:00")
        return self
