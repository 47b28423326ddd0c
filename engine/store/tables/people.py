"""People: facts as of now, and who knew what of whom on which day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from engine.store.tables.row import Row
from engine.store.tables.types import UtcInstant


class PersonRow(Row, table=True):
    """Facts as of the last import. `facts` holds the declared ones beside these columns."""

    __tablename__ = "person"
    __table_args__ = (
        Index(None, "manager"),
        Index(None, "department"),
        Index(None, "left_on"),
    )

    id: str = Field(primary_key=True)
    name: str
    mail: str | None = None
    language: str | None = None
    site: str | None = None
    department: str | None = None
    manager: str | None = None
    hired_on: date | None = None
    left_on: date | None = None
    facts: str
    changed_at: datetime = Field(sa_type=UtcInstant)


class GroupMemberRow(Row, table=True):
    """Who belongs to which group now."""

    __tablename__ = "group_member"
    __table_args__ = (Index(None, "person"),)

    group_name: str = Field(primary_key=True)
    person: str = Field(primary_key=True, foreign_key="person.id")


class PersonFactRow(Row, table=True):
    """One value of one fact: held from `from_on`, no longer on `until_on`. Where nothing is known, no row."""

    __tablename__ = "person_fact"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on > from_on", name="order"),
        Index("uq_person_fact_present", "person", "fact", unique=True,
              sqlite_where=text("until_on IS NULL"), postgresql_where=text("until_on IS NULL")),
    )  # fmt: skip

    person: str = Field(primary_key=True, foreign_key="person.id")
    fact: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    until_on: date | None = None
    value: str


class PersonChangeRow(Row, table=True):
    """What will be so of a person from a day on; `cells` are the columns and facts a file stated."""

    __tablename__ = "person_change"
    __table_args__ = (Index(None, "from_on"),)

    person: str = Field(primary_key=True)
    from_on: date = Field(primary_key=True)
    cells: str
    made_at: datetime = Field(sa_type=UtcInstant)
