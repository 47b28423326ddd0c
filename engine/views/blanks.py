"""Forms to be filled in: what an act asks, with what is there already and may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.core.case import Case
from engine.core.measured import proposals
from engine.core.nesting import active
from engine.core.plan import plan
from engine.definition.model import Field, Process, Text
from engine.runtime.workspace import Workspace
from engine.store.tasks import drafts_of
from engine.views.glance import glance
from engine.views.rights import sight_of
from engine.words.errors import NotFound
from engine.words.problems import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One place of a form. `columns` are those of a list; `many`: one value for each row that is there already."""

    name: str
    title: Text
    type: str
    optional: bool
    options: tuple[str, ...] = ()
    many: bool = False
    columns: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The form of one act. `present`: field -> its value now, for the fields of the form the reader sees."""

    instance: str
    act: str
    title: Text
    blanks: tuple[Blank, ...]
    present: Mapping[str, object]


def paper(workspace: Workspace, now: datetime, instance: str, act: str, reader: str | None = None) -> Paper:
    """The form of an act of any state, the present one's first. Raises NotFound."""
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        known = found.data if reader is None else sight_of(seen, found, reader).data()
        process = seen.process(found)
        places = plan(process).acts
        if act not in places:
            hint = nearest(act, places) or "–"
            raise NotFound("act-not-found", act=act, process=process.title, known=", ".join(places), nearest=hint)
        place = next((each for each in active(process, found.state) if each in places[act]), places[act][0])
        spec = process.states[place].on[act]
        world = seen.world(found)
        fields = {name.partition(".")[0] for name in spec.form} - plan(process).answered.get(spec.task or "", set())
        present = {name: known[name] for name in sorted(fields) if known.get(name) is not None}
        if reader is not None and spec.task is not None:
            begun = drafts_of(seen.work.connection, instance, reader).get(spec.task, {})
            present = laid_over(present, begun)
        return Paper(
            instance=instance,
            act=act,
            title=spec.title,
            blanks=tuple(_proposing(blank(process, name), Case(process, world, found)) for name in spec.form),
            present=present,
        )


def laid_over(present: Mapping[str, object], begun: Mapping[str, object]) -> dict[str, object]:
    """What is there with what the reader has begun: whole fields, and columns of the rows that are there."""
    found = dict(present)
    for name, value in begun.items():
        head, _, column = name.partition(".")
        rows = found.get(head)
        if not column:
            found[name] = value
        elif isinstance(rows, list) and isinstance(value, list):
            found[head] = [{**row, column: given} for row, given in zip(rows, value, strict=False)]
    return found


def _proposing(asked: Blank, case: Case) -> Blank:
    """With the indicators meant for the subject, where one may be named."""
    if asked.columns:
        return replace(asked, columns=tuple(_proposing(each, case) for each in asked.columns))
    return replace(asked, options=tuple(proposals(case))) if asked.type == "indicator" else asked


def blank(process: Process, name: str) -> Blank:
    """What a form asks under a name: a field, or `list.column`."""
    head, _, column = name.partition(".")
    if column:
        return _blank(name, process.fields[head].item[column], many=True)
    return _blank(name, process.fields[head], many=False)


def _blank(name: str, field: Field, *, many: bool) -> Blank:
    return Blank(
        name=name,
        title=field.title,
        type=field.type,
        optional=field.optional,
        options=field.options,
        many=many,
        columns=tuple(_blank(each.name, each, many=False) for each in field.item.values()),
    )
