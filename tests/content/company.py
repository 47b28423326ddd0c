"""A small company for the shipped processes: one line of managers, a team of five, hr, the boards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.calendar.working_days import WorkingCalendar, build
from engine.definition.house import Library
from engine.definition.library import read_library
from engine.expression import MISSING
from engine.expression.served import FactPeriod

PROCESSES = Path(__file__).parents[2] / "processes"


@cache
def library() -> Library:
    """The shipped folder; every problem of it, warnings too, fails the test that asks."""
    files = {str(path.relative_to(PROCESSES)): path.read_text("utf-8") for path in PROCESSES.rglob("*.yaml")}
    read, problems = read_library(files)
    assert not problems, "\n".join(f"{problem.span}: {problem.text()}" for problem in problems)
    assert read is not None
    return read


class Somebody:
    """A person with facts; relations are found in the company."""

    def __init__(self, company: Company, id: str, manager: str | None, department: str, **more: object) -> None:
        self.id = id
        self.company = company
        self.facts: dict[str, object] = {
            "id": id, "name": id, "manager": manager, "department": department, "site": "Shanghai", "active": True,
            "certified": True, "on_leave": False, "kind": "regular", "hired_on": date(2020, 1, 1), "groups": [], **more,
        }  # fmt: skip

    def fact(self, name: str) -> object:
        everybody = self.company.people.values()
        own = self.facts
        if name == "manager":
            return MISSING if own["manager"] is None else self.company.people[str(own["manager"])]
        if name == "colleagues":
            return [each for each in everybody if each.facts["manager"] == own["manager"] and each is not self]
        if name == "reports":
            return [each for each in everybody if each.facts["manager"] == self.id]
        if name == "department_members":
            return [each for each in everybody if each.facts["department"] == own["department"] and each is not self]
        return own.get(name, MISSING)

    def history(self, name: str) -> Sequence[FactPeriod]:
        """Whatever is so has been so since the day of hiring."""
        value = self.fact(name)
        return [] if value is MISSING else [FactPeriod(value=value, from_on=date(2020, 1, 1))]


class Company:
    """Serves `core.world.People`."""

    def __init__(self) -> None:
        self.people: dict[str, Somebody] = {}
        for id, manager, department in (
            ("boss", None, "board"), ("head", "boss", "sales"), ("manager", "head", "sales"),
            *((name, "manager", "sales") for name in ("employee", "anna", "bo", "chen", "dora")),
        ):  # fmt: skip
            self.people[id] = Somebody(self, id, manager, department)
        for group, members in (
            ("hr", "hr_one hr_two"), ("calibration", "judge_one judge_two"),
            ("appeal_board", "board_one board_two"), ("appeal_board_second", "last_one last_two"),
        ):  # fmt: skip
            for id in members.split():
                self.people[id] = Somebody(self, id, "boss", "staff", groups=[group])

    def known(self, id: str) -> Somebody | None:
        return self.person(id)

    def on(self, day: date) -> Company:
        return self

    def delegates(self, person: str, process: str) -> Sequence[str]:
        return ()

    def principals(self, person: str, process: str) -> Sequence[str]:
        return ()

    def person(self, id: str) -> Somebody | None:
        return self.people.get(id)

    def group(self, name: str) -> Sequence[Somebody]:
        return [each for each in self.people.values() if name in each.facts["groups"]]  # type: ignore[operator]

    def zone(self, person: str) -> ZoneInfo:
        return ZoneInfo(library().organisation.sites[str(self.people[person].facts["site"])].time_zone)

    def calendar(self, person: str) -> WorkingCalendar:
        site = library().organisation.sites[str(self.people[person].facts["site"])]
        return _calendar(site.calendar)


@cache
def _calendar(name: str) -> WorkingCalendar:
    return build(library().calendars[name])
