"""Units: departments, teams, products. Things a review can be about, with facts, a lead and members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from engine.core.values import Data
from engine.expression import MISSING
from engine.expression.served import FactPeriod

if TYPE_CHECKING:
    from engine.core.roster import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """What is known of a unit. `parent` is a unit's id, `lead` a person's; its members have it as their department."""

    id: str
    name: str
    kind: str | None = None
    parent: str | None = None
    lead: str | None = None
    site: str | None = None
    closed_on: date | None = None
    facts: Data = field(default_factory=dict)


class Unit:
    """A unit with facts. Its place is its own site, else its lead's."""

    __slots__ = ("_roster", "id", "record")

    def __init__(self, record: UnitRecord, roster: Roster) -> None:
        self.id = record.id
        self.record = record
        self._roster = roster

    def fact(self, name: str) -> object:
        record, roster = self.record, self._roster
        match name:
            case "lead":
                return _or_missing(roster.person(record.lead) if record.lead else None)
            case "parent":
                return _or_missing(roster.unit(record.parent) if record.parent else None)
            case "units":
                return list(roster.units_of(self.id))
            case "members":
                return list(roster.department(self.id))
            case "all_members":
                return [each for unit in (self, *self._below()) for each in roster.department(unit.id)]
            case "active":
                return record.closed_on is None or record.closed_on > roster.today(self.id)
            case "site":
                lead = roster.person(record.lead) if record.lead and not record.site else None
                return _or_missing(record.site) if lead is None else lead.fact("site")
        if name in OWN:
            return _or_missing(getattr(record, name))
        return roster.declared(roster.organisation.unit_facts[name], record.facts)

    def history(self, name: str) -> Sequence[FactPeriod]:
        """KeyError: of units only the present is kept."""
        raise KeyError(name)

    def everybody(self) -> set[str]:
        """The ids of all its people and of all units below it."""
        units = self._below()
        return {each.id for unit in (self, *units) for each in self._roster.department(unit.id)} | {
            each.id for each in units
        }

    def _below(self) -> list[Unit]:
        """Every unit under this one, each once, however the file draws its circles."""
        found: dict[str, Unit] = {}
        level = [self]
        while level:
            level = [each for unit in level for each in self._roster.units_of(unit.id) if each.id not in found]
            found |= {each.id: each for each in level if each.id != self.id}
        return list(found.values())


OWN = frozenset({"id", "name", "kind", "closed_on"})
UNIT_STATED = OWN | {"parent", "lead", "site"}  # what is said of a unit; the others are worked out


def _or_missing(found: object) -> object:
    return MISSING if found is None else found
