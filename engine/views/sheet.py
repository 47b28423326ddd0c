"""One act as a page asks for it: every field with what is there, who may be named, what speaks against it now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.core.case import Case
from engine.core.measured import given, proposals
from engine.core.nesting import active
from engine.core.options import Option, options
from engine.core.plan import plan
from engine.core.roles import candidates
from engine.core.values import Instance
from engine.core.visible import Sight
from engine.definition.known import Rows
from engine.definition.model import Act, Field, Process, Text
from engine.runtime.workspace import Workspace
from engine.store.codec import encode
from engine.store.tasks import drafts_of
from engine.views.blanks import laid_over
from engine.views.glance import About, Glance, Who, glance
from engine.views.rights import sight_of
from engine.views.wording import names_in
from engine.words.errors import NotFound
from engine.words.problems import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field of a form. With `columns` those of the rows that are there, whose other columns seen are `beside`.

    `value` is what the reader has begun, else what is `there`. `stands`: (row, column) that nobody fills in.
    `people`, `indicators`: those it may name; None: anybody.
    """

    field: Field
    value: object
    there: bool = False
    columns: tuple[Field, ...] = ()
    beside: tuple[Field, ...] = ()
    rows: int = 0
    stands: frozenset[tuple[int, str]] = frozenset()
    people: tuple[Who, ...] | None = None
    indicators: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An act for one reader. `seen` tells whether what this sheet was made of has changed since.

    `option.blockers`: why it is not possible now. `names`: id -> name of those who stand in values, and of whoever it
    is done for. `states`: what they are called. `zone` is where the review takes place.
    """

    about: About
    revision: int
    seen: str
    option: Option
    reason_titles: Mapping[str, Text]
    extends: bool
    due_on: date | None
    due_at: datetime | None
    parts: tuple[Part, ...]
    begun: bool
    names: Mapping[str, str]
    states: Mapping[str, Text]
    zone: str


def sheet(workspace: Workspace, now: datetime, instance: str, act: str, reader: str, whose: str | None = None) -> Sheet:
    """An act that somebody may do now or is kept from, for themselves or as the delegate of `whose`.

    Raises NotFound where it is none of theirs.
    """
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        sight = sight_of(seen, found, reader)
        process, world = seen.process(found), seen.world(found)
        known = {each.act: each for each in options(process, found, world, reader, whose)}
        if act not in known:
            hint = nearest(act, known) or "–"
            raise NotFound("act-not-found", act=act, process=process.title, known=", ".join(known), nearest=hint)
        option, spec = known[act], _spec(process, found, act)
        holder = option.on_behalf_of or reader
        present = _present(process, sight, found, spec, holder)
        begun = drafts_of(seen.work.connection, instance, reader).get(spec.task or "", {}) if option.owed else {}
        case = Case(process, world, found)
        parts = tuple(_parts(seen, case, spec, present, laid_over(present, begun)))
        rows = [row for row in found.tasks if row.status == "open" and row.person == holder and row.name == spec.task]
        return Sheet(
            about=seen.about(found),
            revision=found.revision,
            seen=_digest([found.state, found.visits, spec.form, present]),
            option=option,
            reason_titles=spec.reason_titles,
            extends=spec.extends is not None,
            due_on=rows[-1].due_on if rows else None,
            due_at=rows[-1].due_at if rows else None,
            parts=parts,
            begun=bool(begun),
            names={
                **names_in(seen, [each.field for each in parts], {each.field.name: each.value for each in parts}),
                holder: seen.who(holder).name,
            },
            states={name: state.title for name, state in process.states.items()},
            zone=seen.work.people.zone(found.subject).key,
        )


def _spec(process: Process, instance: Instance, act: str) -> Act:
    places = plan(process).acts[act]
    place = next((each for each in active(process, instance.state) if each in places), places[0])
    return process.states[place].on[act]


def _present(process: Process, sight: Sight, instance: Instance, spec: Act, holder: str) -> dict[str, object]:
    """What the fields of the form hold, as far as the reader sees it, and the holder's own earlier answer."""
    known = sight.data()
    owner = spec.task or spec.name
    answered = plan(process).answered.get(owner, frozenset())
    heads = dict.fromkeys(name.partition(".")[0] for name in spec.form)
    own = instance.answers.get(owner, {}).get(holder, {})
    found = {name: own.get(name) if name in answered else known.get(name) for name in heads}
    return {name: value for name, value in found.items() if value is not None}


def _parts(
    seen: Glance, case: Case, spec: Act, present: Mapping[str, object], laid: Mapping[str, object]
) -> Iterator[Part]:
    """Fields in the order of the form; the columns of one list stand together where its first one does."""
    fields = case.process.fields
    columns: dict[str, list[str]] = {}
    for name in spec.form:
        columns.setdefault(name.partition(".")[0], []).extend([name.partition(".")[2]] if "." in name else [])
    for head, asked in columns.items():
        field = fields[head]
        if asked:
            rows = case.data.get(head) or []
            if rows:
                yield _of_rows(case, field, asked, rows, laid.get(head))
            continue
        able = candidates(case, head)
        yield Part(
            field=field,
            value=laid.get(head),
            there=head in present,
            stands=frozenset(_given(field, present.get(head))),
            people=None if able is None else seen.whos(able),
            indicators=_indicators(case, [field, *field.item.values()]),
        )


def _of_rows(case: Case, field: Field, asked: list[str], rows: Sequence[Mapping[str, Any]], shown: object) -> Part:
    there = shown if isinstance(shown, list | tuple) and len(shown) == len(rows) else [{} for _ in rows]
    seen = {name for row in there for name, cell in row.items() if cell is not None}
    columns = tuple(field.item[name] for name in asked)
    return Part(
        field=field,
        value=there,
        columns=columns,
        beside=tuple(each for name, each in field.item.items() if name in seen and name not in asked),
        rows=len(rows),
        stands=frozenset(
            (index, column.name)
            for index, row in enumerate(rows)
            for column in columns
            if given(case, field, column, row) is not None
        ),
        indicators=_indicators(case, columns),
    )


def _given(field: Field, rows: object) -> Iterator[tuple[int, str]]:
    """Cells that rows were given with beforehand."""
    if field.fixed and isinstance(field.default, Rows) and isinstance(rows, list | tuple):
        for index, row in enumerate(rows):
            yield from ((index, column) for column in field.default.given if row.get(column) is not None)


def _indicators(case: Case, fields: Sequence[Field]) -> dict[str, Text]:
    """Those that may be named, with their titles, where one may be."""
    if case.world.indicators is None or not any(each.type == "indicator" for each in fields):
        return {}
    known = case.world.indicators.board.indicators
    return {name: known[name].title for name in proposals(case)}


def _digest(parts: Sequence[object]) -> str:
    return hashlib.sha256(encode(list(parts)).encode()).hexdigest()[:24]
