"""Values counted across people: what limits and progress read instead of instances."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, bindparam, func, not_, select, update

from engine.store.among import among
from engine.store.bulk import put
from engine.store.locks import hold_all
from engine.store.tables import INSTANCE, VALUE

_COUNT = (
    select(VALUE.c.text, VALUE.c.number, func.count())
    .where(
        VALUE.c.cycle == bindparam("cycle"),
        VALUE.c.process == bindparam("process"),
        VALUE.c.over == bindparam("over"),
        VALUE.c.member == bindparam("member"),
        VALUE.c.field == bindparam("field"),
        not_(among(VALUE.c.instance_id, "without")),
    )
    .group_by(VALUE.c.text, VALUE.c.number)
)
# The field under which an instance is counted whatever it says: it passed the act.
PASSED = ""

_REGROUP = (
    update(VALUE)
    .where(
        VALUE.c.over == bindparam("b_over"),
        VALUE.c.instance_id.in_(select(INSTANCE.c.id).where(INSTANCE.c.subject == bindparam("b_subject"))),
    )
    .values(member=bindparam("b_member"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The people a limit goes over. `over` is the fact that groups ("" for the whole cycle), `member` its value."""

    cycle: str
    process: str
    over: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedValue:
    """What one instance brings into one cohort; `value` None: it takes part, and has none yet."""

    instance: str
    cohort: Cohort
    field: str
    value: str | Decimal | None


def write_values(connection: Connection, values: Sequence[CountedValue]) -> None:
    """Set each value; (instance, field, over) has one, so that a changed department moves it."""
    put(
        connection,
        VALUE,
        [
            {
                "instance_id": each.instance,
                "field": each.field,
                "over": each.cohort.over,
                "member": each.cohort.member,
                "cycle": each.cohort.cycle,
                "process": each.cohort.process,
                "text": each.value if isinstance(each.value, str) else None,
                "number": each.value if isinstance(each.value, Decimal) else None,
            }
            for each in values
        ],
    )


def regroup(connection: Connection, over: str, members: Mapping[str, str]) -> None:
    """Subject -> the group it belongs to from now on: what its instances bring counts there."""
    for subject, member in members.items():
        connection.execute(_REGROUP, {"b_over": over, "b_subject": subject, "b_member": member})


def count_values(
    connection: Connection, cohort: Cohort, field: str, without: Collection[str] = ()
) -> dict[str | Decimal | None, int]:
    """Value -> how many instances of the cohort have it, leaving out those of `without`."""
    parameters = {
        "cycle": cohort.cycle,
        "process": cohort.process,
        "over": cohort.over,
        "member": cohort.member,
        "field": field,
        "without": sorted(set(without)),
    }
    found = connection.execute(_COUNT, parameters)
    return {text if number is None else number: count for text, number, count in found}


def lock_cohorts(connection: Connection, cohorts: Collection[Cohort]) -> None:
    """Let nobody else decide within these cohorts until the transaction ends. Before locking instances."""
    hold_all(connection, [("cohort", each.cycle, each.process, each.over, each.member) for each in cohorts])
