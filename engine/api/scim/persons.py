"""What a pushed User says of a person, as the cells of an imported line, and what is known of a person as a User."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scim2_models import Extension, Reference

from engine.api.scim.shapes import Email, Enterprise, Manager
from engine.core.roster import PersonRecord
from engine.words.texts import LANGUAGES

Resource = Any  # a User with its extensions, as the library composes it
_IDEOGRAPHS = "CJK UNIFIED"


def fold(name: str) -> str:
    """A name as two directories would agree on it."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


def new_id(user: Resource) -> str:
    """The company's number for a person, else what they sign in with."""
    known = user[Enterprise]
    return str((known and known.employee_number) or user.user_name)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a User says what a column of people holds: as a cell, or nothing."""

    read: Callable[[Resource], str | None]
    write: Callable[[Resource, str], None]


class Columns:
    """All of them, those of the organisation's own extension included."""

    def __init__(self, own: type[Extension]) -> None:
        self._all: Mapping[str, Column] = {**_COMMON, **{name: _own(own, name) for name in _names(own)}}

    def cells(self, user: Resource) -> dict[str, str]:
        """Column -> cell, of what a User says."""
        return {name: cell for name, each in self._all.items() if (cell := each.read(user))}

    def show(self, user: Resource, person: PersonRecord, today: date, said: Collection[str]) -> None:
        """Make what a User says of the columns `said` what is so: a file or another hand may have changed it since."""
        told = self.cells(user)
        for name in said:
            cell = known(person, name)
            if not _alike(told.get(name, ""), cell):
                self._all[name].write(user, cell)
        here = _here(person, today)
        if here is not (user.active is not False):
            user.active = here

    def withhold(self, user: Resource, person: PersonRecord) -> None:
        """Leave out of a User never pushed before what is as it was known: a directory owns what it says anew."""
        for name, cell in self.cells(user).items():
            if name != "name" and cell == known(person, name):
                self._all[name].write(user, "")

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)


def leaving(user: Resource, was: object, person: PersonRecord | None, today: date) -> dict[str, str]:
    """The cell of the last day, where `active` says something new: gone since yesterday, or here again.

    `was` is what it said when it was last pushed: no longer said to be away is to be here.
    """
    here = person is None or _here(person, today)
    if user.active is False and here:
        hired = person.hired_on if person else None
        return {"left_on": last_day(today, hired).isoformat()}
    if not here and (user.active is True or (user.active is None and was is False)):
        return {"left_on": ""}
    return {}


def _here(person: PersonRecord, today: date) -> bool:
    return person.left_on is None or person.left_on >= today


def last_day(today: date, hired: date | None) -> date:
    """Yesterday, for who is away is gone at once; but nobody leaves before they came."""
    return max(today - timedelta(days=1), hired or date.min)


def known(person: PersonRecord, column: str) -> str:
    """The cell of a column, as the person is known now."""
    return _cell(getattr(person, column) if hasattr(person, column) else person.facts.get(column))


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _alike(one: str, other: str) -> bool:
    """Nothing said of a yes-or-no is a no."""
    return one == other or {one, other} <= {"", "no"}


def _name(user: Resource) -> str:
    whole = user.name
    joined = ""
    if whole is not None:
        family, given = whole.family_name or "", whole.given_name or ""
        chinese = any(unicodedata.name(sign, "").startswith(_IDEOGRAPHS) for sign in family)
        joined = whole.formatted or (f"{family}{given}" if chinese else f"{given} {family}".strip())
    return str(user.display_name or joined or user.user_name)


def _write_name(user: Resource, cell: str) -> None:
    user.display_name = cell


def _mail(user: Resource) -> str | None:
    known = [each for each in user.emails or [] if each.value]
    ranked = sorted(known, key=lambda each: (not each.primary, each.type != "work"))
    return ranked[0].value if ranked else None


def _write_mail(user: Resource, cell: str) -> None:
    user.emails = [Email(value=cell, type="work", primary=True)] if cell else None


def _language(user: Resource) -> str | None:
    """`zh-CN,en;q=0.8` is `zh`; a language we do not write is none."""
    first = (user.preferred_language or "").replace("_", "-").split(",")[0].split(";")[0]
    spoken = first.strip().partition("-")[0].lower()
    return spoken if spoken in LANGUAGES else None


def _write_language(user: Resource, cell: str) -> None:
    user.preferred_language = cell or None


def _department(user: Resource) -> str | None:
    known: Enterprise | None = user[Enterprise]
    return known.department if known else None


def _write_department(user: Resource, cell: str) -> None:
    _part(user, Enterprise).department = cell or None


def _manager(user: Resource) -> str | None:
    known: Enterprise | None = user[Enterprise]
    return known.manager.value if known and known.manager else None


def _write_manager(user: Resource, cell: str) -> None:
    _part(user, Enterprise).manager = Manager(value=cell, ref=Reference(f"Users/{cell}")) if cell else None


_COMMON: Mapping[str, Column] = {
    "name": Column(_name, _write_name),
    "mail": Column(_mail, _write_mail),
    "language": Column(_language, _write_language),
    "department": Column(_department, _write_department),
    "manager": Column(_manager, _write_manager),
}


def _names(own: type[Extension]) -> list[str]:
    return [name for name in own.model_fields if name != "schemas"]


def _own(own: type[Extension], name: str) -> Column:
    whether = bool in getattr(own.model_fields[name].annotation, "__args__", ())

    def read(user: Resource) -> str | None:
        return _cell(getattr(user[own], name)) if user[own] is not None else None

    def write(user: Resource, cell: str) -> None:
        setattr(_part(user, own), name, (cell == "yes" if whether and cell else cell) or None)

    return Column(read, write)


def _part(user: Resource, extension: type[Extension]) -> Any:
    if user[extension] is None:
        user[extension] = extension()
    return user[extension]
