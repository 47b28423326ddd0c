"""What stands in an instance: its fields and answers, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.core.plan import plan
from engine.definition.model import Field, Process, Text
from engine.runtime.workspace import Workspace
from engine.views.glance import About, Glance, Who, glance
from engine.views.rights import sight_of
from engine.views.wording import names_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who holds a role."""

    role: str
    title: Text
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A field with its value, or a task with its answers: by person, `anonymous` ones without names, a `total`."""

    name: str
    title: Text
    value: object
    columns: Mapping[str, Text]  # of a list, or of the answers
    words: Mapping[str, Mapping[str, Text]]  # column, or the field itself -> what its options are called
    people: Mapping[str, str]  # id -> name, of those who stand in the value


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """`reader` None: the administrator, from whom nothing is hidden."""

    about: About
    revision: int
    reader: Who | None
    roles: tuple[Held, ...]
    fields: tuple[Shown, ...]
    answers: tuple[Shown, ...]


def contents(workspace: Workspace, now: datetime, instance: str, reader: str | None = None) -> Contents:
    """The data of an instance. Raises NotFound, also for whoever has no part in it."""
    with glance(workspace, now) as seen:
        found = seen.instance(instance)
        process = seen.process(found)
        if reader is None:
            known: Mapping[str, object] = {**found.data, **found.answers}
        else:
            known = sight_of(seen, found, reader).data()
        tasks = plan(process).tasks
        return Contents(
            about=seen.about(found),
            revision=found.revision,
            reader=None if reader is None else seen.who(reader),
            roles=tuple(
                Held(role=name, title=role.title, people=seen.whos(found.roles.get(name, ())))
                for name, role in process.roles.items()
                if reader is None
            ),
            fields=tuple(
                Shown(
                    name=name,
                    title=field.title,
                    value=known[name],
                    columns={each: column.title for each, column in field.item.items()},
                    words=_words([field, *field.item.values()]),
                    people=names_in(seen, [field], known),
                )
                for name, field in process.fields.items()
                if name not in tasks and known.get(name) not in (None, [])
            ),
            answers=tuple(
                Shown(
                    name=name,
                    title=task.title,
                    value=known[name],
                    columns={each.name: each.title for each in _answered(process, name)},
                    words=_words(_answered(process, name)),
                    people=_authors(seen, known[name]),
                )
                for name, task in tasks.items()
                if known.get(name)
            ),
        )


def _authors(seen: Glance, answers: object) -> dict[str, str]:
    """Who answered, where that is told, and whom they named."""
    named = [each for each in answers if each not in ("anonymous", "total")] if isinstance(answers, Mapping) else []
    return {each.id: each.name for each in seen.whos(named)}


def _answered(process: Process, task: str) -> list[Field]:
    return [process.fields[name] for name in process.fields if name in plan(process).answered[task]]


def _words(fields: Iterable[Field]) -> dict[str, Mapping[str, Text]]:
    return {each.name: each.option_titles for each in fields if each.option_titles}
