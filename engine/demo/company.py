"""A sample company: five levels, three sites, and the odd cases every company has. Pure: a number and a seed in.

Two states of it exist: as of the first day of the half-year, and as of the autumn, when somebody has left, somebody
has joined, and a team has another manager.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from engine.demo.names import name_at
from engine.demo.stable import between, pick, roll, shuffled

BEGINS = date(2026, 7, 1)
CHANGES = date(2026, 10, 19)
SITES = ("Shanghai", "New-York", "Berlin")
LANGUAGES = {"Shanghai": "zh", "New-York": "en", "Berlin": "en"}
SHARES = (0.5, 0.8, 1.0)
UNITS = (
    "Sales", "Service", "Human Resources", "Engineering", "Operations", "Finance", "Marketing", "Quality",
    "Platform", "Logistics", "Product Design", "Purchasing", "Research", "Legal", "Data", "Production",
)  # fmt: skip
PER_UNIT = 19
PER_TEAM = 6
FEWEST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One row of personnel data; lists are joined by semicolons."""

    id: str
    name: str
    mail: str
    language: str
    site: str
    department: str
    manager: str = ""
    hired_on: date
    left_on: date | None = None
    groups: tuple[str, ...] = ()
    kind: str = "regular"
    job_title: str = ""
    level: int = 1
    certified: bool = False
    on_leave: bool = False
    usual_peers: tuple[str, ...] = ()


def company(people: int, seed: int) -> str:
    """Personnel data of `people` people as of the first of July, as CSV."""
    return as_csv(roster(people, seed))


def roster(people: int, seed: int) -> list[Member]:
    """Everybody as of the first of July. ValueError for fewer than thirty: five levels need them."""
    if people < FEWEST:
        raise ValueError(f"a company of five levels needs {FEWEST} people")
    staff = _posts(people, seed)
    staff = _oddities(staff, seed)
    return _peers(_groups(staff), seed)


def in_autumn(staff: Sequence[Member], seed: int) -> list[Member]:
    """The same company on the nineteenth of October: one has left, one team has another manager, two have joined."""
    workers = [each for each in staff if each.level == 5 and each.kind == "regular" and not each.on_leave]
    leaver = pick(workers, seed, "leaver")
    lead, successor = _moved_team(staff, leaver)
    after = []
    for each in staff:
        if each.id == leaver.id:
            each = replace(each, left_on=CHANGES - timedelta(days=3))
        elif each.manager == lead:
            each = replace(each, manager=successor)
        after.append(each)
    return [*after, *_newcomers(staff, seed)]


def as_csv(staff: Sequence[Member]) -> str:
    """One line a person under a line of column names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = [each.name for each in fields(Member)]
    writer.writerow(columns)
    writer.writerows([_cell(getattr(each, column)) for column in columns] for each in staff)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _posts(people: int, seed: int) -> list[Member]:
    """The chart: one at the top, areas, departments of some twenty, teams of some six."""
    units = max(4, round(people / PER_UNIT))
    areas = max(2, min(8, units // 3))
    teams = max(units, round((people - units - areas) / (PER_TEAM + 1)))
    makers = [_Post(1, "Management", "Shanghai", None)]
    makers += [_Post(2, "Management", SITES[index % 3], 0) for index in range(areas)]
    for index in range(units):
        makers.append(_Post(3, _unit(index), _site(index, units), 1 + index % areas))
    heads = range(1 + areas, 1 + areas + units)
    for index in range(teams):
        head = heads[index % units]
        makers.append(_Post(4, makers[head].department, makers[head].site, head))
    leads = range(1 + areas + units, len(makers))
    for index in range(people - len(makers)):
        lead = leads[index % len(leads)]
        makers.append(_Post(5, makers[lead].department, makers[lead].site, lead))
    taken: dict[str, int] = {}
    return [_member(number, post, taken, seed) for number, post in enumerate(makers)]


@dataclass(frozen=True, slots=True)
class _Post:
    level: int
    department: str
    site: str
    above: int | None


def _unit(index: int) -> str:
    turn, place = divmod(index, len(UNITS))
    return UNITS[place] if turn == 0 else f"{UNITS[place]} {turn + 1}"


def _site(index: int, units: int) -> str:
    """Half of the departments in Shanghai, the others in New York and Berlin; every site has its first few."""
    place = (index * 7 % units + 0.5) / units
    return next(site for site, share in zip(SITES, SHARES, strict=True) if place < share)


TITLES = {
    "en": {1: "Chief Executive", 2: "Vice President", 3: "Head of Department", 4: "Team Lead", 5: "Specialist"},
    "zh": {1: "总经理", 2: "副总经理", 3: "部门负责人", 4: "组长", 5: "专员"},
}


def _member(number: int, post: _Post, taken: dict[str, int], seed: int) -> Member:
    name, local = name_at(post.site, seed, number)
    for again in range(50):
        if name not in taken:
            break
        name, local = name_at(post.site, seed, number, again)
    taken[name] = taken.get(name, 0) + 1
    count = taken[local] = taken.get(local, 0) + 1
    served = timedelta(days=int(between(200, 3600, seed, number, "served")))
    return Member(
        id=_id(number),
        name=name,
        mail=f"{local}{count if count > 1 else ''}@example.com",
        language=LANGUAGES[post.site],
        site=post.site,
        department=post.department,
        manager="" if post.above is None else _id(post.above),
        hired_on=BEGINS - served,
        job_title=TITLES[LANGUAGES[post.site]][post.level],
        level=post.level,
        certified=post.level <= 3 or (post.level == 4 and roll(seed, number, "certified") < 0.85),
    )


def _id(number: int) -> str:
    return f"E{number + 1:04}"


def _oddities(staff: list[Member], seed: int) -> list[Member]:
    """Interns, contractors, people on leave, recent hires; a post that fell vacant, somebody without a manager."""
    leads = [each for each in staff if each.level == 4]
    vacant = pick(leads, seed, "vacant").id
    workers = shuffled([each.id for each in staff if each.level == 5 and each.manager != vacant], seed, "workers")
    cut = [max(1, round(len(workers) * share)) for share in (0.04, 0.03, 0.03, 0.05)]
    interns, contractors, away, fresh = (
        set(workers[sum(cut[:index]) : sum(cut[: index + 1])]) for index in range(len(cut))
    )
    orphan = workers[sum(cut)]
    after = []
    for each in staff:
        if each.id in interns:
            each = replace(each, kind="intern", job_title=_said(each, "Intern", "实习生"), hired_on=date(2026, 3, 2))
        elif each.id in contractors:
            each = replace(each, kind="contractor", job_title=_said(each, "Contractor", "外包人员"))
        elif each.id in away:
            each = replace(each, on_leave=True)
        elif each.id in fresh:
            days = int(between(1, 60, seed, each.id, "fresh"))
            each = replace(each, hired_on=BEGINS - timedelta(days=days))
        elif each.id == vacant:
            each = replace(each, left_on=date(2026, 6, 13))
        elif each.id == orphan:
            each = replace(each, manager="")
        after.append(each)
    return after


def _said(member: Member, en: str, zh: str) -> str:
    return zh if member.language == "zh" else en


def _groups(staff: list[Member]) -> list[Member]:
    """Sensible people in the groups: those who grade, those who hear appeals, and those who hear them again differ."""
    found: dict[str, set[str]] = {}
    present = [each for each in staff if each.left_on is None and each.kind == "regular" and not each.on_leave]
    personnel = [each.id for each in present if each.department == "Human Resources"]
    others = [each for each in present if each.department != "Human Resources"]
    heads = [each.id for each in others if each.level == 3]
    leads = [each.id for each in others if each.level == 4]
    for group, ids in (
        ("hr", personnel[:4]),
        ("calibration", [each.id for each in present if each.level == 2][:3] + heads[:1]),
        ("appeal_board", heads[1:2] + leads[:2]),
        ("appeal_board_second", heads[2:3] + leads[2:4]),
    ):
        for each in ids:
            found.setdefault(each, set()).add(group)
    return [replace(each, groups=tuple(sorted(found.get(each.id, ())))) for each in staff]


def _peers(staff: list[Member], seed: int) -> list[Member]:
    teams: dict[str, list[str]] = {}
    for each in staff:
        if each.left_on is None:
            teams.setdefault(each.manager, []).append(each.id)
    after = []
    for each in staff:
        others = [other for other in teams.get(each.manager, ()) if other != each.id]
        if each.level == 5 and each.kind == "regular" and others:
            each = replace(each, usual_peers=tuple(sorted(shuffled(others, seed, each.id, "peers")[:3])))
        after.append(each)
    return after


def _moved_team(staff: Sequence[Member], leaver: Member) -> tuple[str, str]:
    """(the lead who gives a team away, who takes it): two of one department, or the head where there is one team."""
    leads = [each for each in staff if each.level == 4 and each.left_on is None and each.id != leaver.manager]
    for lead in leads:
        others = [each for each in leads if each.department == lead.department and each.id != lead.id]
        if others:
            return lead.id, others[0].id
    return leads[0].id, leads[0].manager


def _newcomers(staff: Sequence[Member], seed: int) -> list[Member]:
    """One in time to be rated, who catches up, and one too late for this half-year."""
    joined = []
    for offset, hired_on in enumerate((date(2026, 9, 14), date(2026, 11, 16))):
        number = len(staff) + offset
        like = pick([each for each in staff if each.level == 5 and each.kind == "regular"], seed, "joins", offset)
        name, local = name_at(like.site, seed, number, "joins")
        joined.append(
            replace(
                like,
                id=_id(number),
                name=name,
                mail=f"{local}.{number}@example.com",
                hired_on=hired_on,
                on_leave=False,
                usual_peers=(),
                groups=(),
            )
        )
    return joined
