"""What a scenario expects somebody to see, and what not: held against what the pages would show.

An expectation proves something only while there is something to see and somebody to look; one that cannot fail is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.core.plan import plan
from engine.core.values import Instance
from engine.core.visible import sight
from engine.definition.model import Process
from engine.definition.scenario import Expect
from engine.lab.stage import Stage, people
from engine.words.problems import Problem

Shown = Mapping[str, Any]


def seen(stage: Stage, expect: Expect, instance: Instance) -> Iterator[Problem]:
    """Every difference in what is visible and what is hidden."""
    process = stage.process(instance.process, instance.version)
    world = stage.world(process, instance.subject, instance.cycle, instance.parent)
    there: Shown = {**instance.data, **instance.answers}
    for key, asked in (("visible", expect.visible), ("hidden", expect.hidden)):
        for who, names in asked.items():
            readers = people(stage, instance, who)
            if not readers:
                yield Problem(code="scenario-nobody", span=expect.spans.get(key), facts={"role": who})
            empty = [name for name in names if key == "hidden" and not _filled(process, there, name)]
            if empty and readers:
                facts = {"who": who, "fields": ", ".join(empty)}
                yield Problem(code="scenario-hidden-empty", span=expect.spans.get(key), facts=facts)
            for person in readers:
                shown = sight(process, instance, world, person).data()
                wrong = [part for name in names for part in _wrong(process, there, shown, name, key == "visible")]
                if wrong:
                    facts = {"who": who, "fields": ", ".join(dict.fromkeys(wrong))}
                    yield Problem(code=f"scenario-{key}", span=expect.spans.get(key), facts=facts)


def _wrong(process: Process, there: Shown, shown: Shown, name: str, wanted: bool) -> list[str]:
    """What of a name is not as wanted: all of it that is filled is to be seen, or nothing of it."""
    filled = _filled(process, there, name)
    wrong = [part for part in filled if _shows(shown, part) is not wanted]
    return [name] if wrong == filled and (wrong or wanted) else wrong


def _filled(process: Process, there: Shown, name: str) -> list[str]:
    return [part for part in _parts(process, name) if _shows(there, part)]


def _parts(process: Process, name: str) -> Sequence[str]:
    """Where a name stands in the data: a task's answers under its name, what else it asks among the fields.

    Fields that other tasks ask as well say nothing of this one, unless it asks nothing of its own.
    """
    plans = plan(process)
    task, _, field = name.partition(".")
    if task not in plans.forms:
        return [name]
    answered = plans.answered[task]
    if field:
        return [name if field in answered else field]
    data = [each for each in plans.forms[task] if each not in answered]
    uses = [each for form in plans.forms.values() for each in form]
    own = [each for each in data if uses.count(each) == 1]
    return [*([task] if answered else []), *(own or ([] if answered else data))]


def _shows(seen: Shown, name: str) -> bool:
    """Whether a field, a task, a column or a `task.field` is among what is seen."""
    head, _, part = name.partition(".")
    found = seen.get(head)
    if not part or found is None:
        return found is not None and found != [] and found != {}
    rows = found if isinstance(found, list | tuple) else [row for each in found.values() for row in _rows(each)]
    return any(row.get(part) is not None for row in rows)


def _rows(found: Any) -> Sequence[Shown]:
    return found if isinstance(found, list) else [found]
