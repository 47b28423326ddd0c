"""What a process knows and asks: settings, roles, fields, and who sees them. Part of the model, as immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from engine.calendar.moment import Moment
from engine.expression import MISSING, Expression, MissingValue, Scope
from engine.words.problems import Span

Text = Mapping[str, str]  # language -> text
About = Literal["person", "unit", "cycle"]  # what an instance is about


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal in the place of an expression: called with a scope, it gives its value."""

    value: object

    def __call__(self, scope: Scope) -> object:
        return self.value


@dataclass(frozen=True, slots=True)
class Row:
    """A row given beforehand: its cells, and for whom it is meant (`when`)."""

    cells: Mapping[str, Constant | Expression]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows a list begins with, in the place of an expression. Unknown while any part of them is."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def __call__(self, scope: Scope) -> object:
        return [
            {column: row.cells[column](scope) if column in row.cells else None for column in self.columns}
            for row in self.rows
            if row.when is None or _known(row.when, scope) is True
        ]

    @property
    def given(self) -> frozenset[str]:
        """The columns that some row says something in."""
        return frozenset(column for row in self.rows for column in row.cells)


def _known(condition: Expression, scope: Scope) -> object:
    found = condition(scope)
    if found is MISSING:
        raise MissingValue((condition.source,))
    return found


Given = Constant | Expression | Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a population may vary. The first true `when` wins; fixed when an instance starts.

    A value is a Decimal, text, bool, date, Moment or Duration, whichever the text says.
    """

    name: str
    default: object
    when: tuple[tuple[Expression, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who holds a part. Exactly one of `rule`, `first_of` or `chosen_by` says how holders are found.

    `must` is judged with the candidate as `person`. `otherwise` names the role that stands in when nobody is valid.
    """

    name: str
    title: Text
    rule: Expression | None = None
    first_of: tuple[Expression, ...] = ()
    chosen_by: str | None = None  # a role; the field of the same name holds the choice
    among: Expression | None = None
    must: Expression | None = None
    unless: Expression | None = None
    independent_of: tuple[str, ...] = ()  # acts or roles, `parent.x` for the parent's
    above: tuple[str, ...] = ()  # the same: higher in the line of managers of each of them
    approved_by: str | None = None  # a role; until one of its holders confirms the choice, nobody holds the part
    as_of: Moment | None = None  # the organisation as it was known then; until then, as it is known
    on_change: Literal["follow", "keep", "both"] = "follow"
    otherwise: str | None = None
    optional: bool = False
    outside: bool = False  # may be given to somebody who does not belong to the organisation, by name and mail
    was: tuple[str, ...] = ()  # what earlier versions called it
    assigned: bool = False  # an act may name somebody in the place of the holder; kept in the field of that name
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The table a field is read from. `heads`: row -> where it is written; `cells`: (row, column) -> where that is, the
    column empty where there are none. `whole`: what is not written has a value too.
    """

    rows: Expression
    columns: Expression | None
    heads: Mapping[str, Span]
    cells: Mapping[tuple[str, str], Span]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One piece of data. `item` holds the columns of a list. `sources` are (process, field), first found wins."""

    name: str
    type: Literal[
        "text",
        "number",
        "percent",
        "money",
        "date",
        "moment",
        "yes_no",
        "choice",
        "choices",
        "scale",
        "person",
        "people",
        "unit",
        "file",
        "list",
        "indicator",
    ]
    title: Text
    help: Text = field(default_factory=dict)
    optional: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    decimals: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique: tuple[str, ...] = ()  # columns in which no two rows may be alike
    accept: tuple[str, ...] = ()  # endings of the files it takes; empty: any
    fixed: bool = False  # rows are neither added nor removed once there are some
    options: tuple[str, ...] = ()  # worst to best; of a scale, its points
    option_titles: Mapping[str, Text] = field(default_factory=dict)
    item: Mapping[str, Field] = field(default_factory=dict)
    sources: tuple[tuple[str, str], ...] = ()
    measured: tuple[str, str] | None = None  # of a column: the column that names an indicator, a part of its reading
    live_until: str | None = None  # a state: from its first entry a measured cell stands; "never"
    default: Given | None = None
    compute: Expression | None = None
    combine: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)  # (task, field) -> weight as a fraction
    matrix: Matrix | None = None  # what `compute` was made of
    missing: Literal["share out", "zero", "refuse"] = "refuse"
    corrected_by: tuple[str, ...] = ()
    shared: bool = False  # in several forms, yet one value
    outside: bool = False  # takes people from outside, by name and mail
    was: tuple[str, ...] = ()  # what earlier versions called it
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """One line of visibility: these roles see a field or answers, from a state on, or only within states.

    `total`: they see counts, sums and means only, from that many answers up.
    """

    to: tuple[str, ...]
    from_states: tuple[str, ...] = ()  # any of them entered
    within: tuple[str, ...] = ()
    when: Expression | None = None
    unless: Expression | None = None
    total: int | None = None
