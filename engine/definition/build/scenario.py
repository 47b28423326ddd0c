"""A scenario, from the nodes of its document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from engine.definition.build.draft import Draft, as_date
from engine.definition.build.scenario_names import names_in
from engine.definition.nodes import ListNode, MapNode, Node, ScalarNode
from engine.definition.scenario import Expect, GivenInstance, GivenMeasurement, Message, Scenario, Step


def build_scenarios(draft: Draft, node: Node) -> list[Scenario]:
    """The scenario, or one for each row of its table; only to be used if the check of form found nothing."""
    scenario = _scenario(draft, node)
    for beginning in (draft.get(node, "given"), *draft.items(draft.get(node, "table"))):
        _forward(draft, draft.get(beginning, "start"), list(draft.items(draft.get(node, "steps"))))
    return [_row(draft, scenario, each) for each in draft.items(draft.get(node, "table"))] or [scenario]


def _forward(draft: Draft, start: Node | None, steps: Sequence[Node]) -> None:
    """Report every step that lies before what stands above it. An act of a day may follow the end of that day."""
    if not isinstance(start, ScalarNode):
        return
    before, reached = start.text, _clock(start.text, "00:00")
    for step in steps:
        for word, at in (("on", "12:00"), ("until", _END)):
            when = draft.get(step, word)
            if not isinstance(when, ScalarNode):
                continue
            if _clock(when.text, _END) < reached:
                draft.report("scenario-goes-back", when.span, found=when.text, before=before)
            elif _clock(when.text, at) >= reached:
                before, reached = when.text, _clock(when.text, at)


_END = "24:00"


def _clock(text: str, otherwise: str) -> tuple[str, str]:
    """A day and an hour of it, comparable as texts."""
    return text[:10], text[11:] or otherwise


def _row(draft: Draft, scenario: Scenario, node: Node) -> Scenario:
    """The scenario as a row has it: another beginning, more in the last act's form, more expected in the end."""
    facts = _maps(draft.get(node, "facts"))
    expect = draft.get(node, "expect")
    steps = list(scenario.steps)
    last = max((at for at, step in enumerate(steps) if step.act is not None), default=None)
    if last is not None:
        form = {**steps[last].form, **_map(draft.get(node, "with"))}
        refused = _word(draft, node, "refused") or steps[last].refused
        steps[last] = replace(steps[last], form=form, refused=refused)
    if expect is not None:
        steps.append(Step(expect=_expect(draft, expect), span=node.span))
    return replace(
        scenario,
        name=f"{scenario.name}: {draft.text(draft.get(node, 'name'))}",
        start=_word(draft, node, "start") or scenario.start,
        site=_word(draft, node, "site") or scenario.site,
        state=_word(draft, node, "state") or scenario.state,
        facts={
            who: {**scenario.facts.get(who, {}), **facts.get(who, {})}
            for who in dict.fromkeys((*scenario.facts, *facts))
        },
        data={**scenario.data, **_map(draft.get(node, "data"))},
        steps=tuple(steps),
        span=node.span,
    )


def _scenario(draft: Draft, node: Node) -> Scenario:
    given = draft.get(node, "given")
    return Scenario(
        name=draft.text(draft.get(node, "scenario")),
        process=draft.text(draft.get(node, "process")),
        start=draft.text(draft.get(given, "start")),
        site=_word(draft, given, "site"),
        calendar=_word(draft, given, "calendar"),
        time_zone=_word(draft, given, "time_zone"),
        people=_lists(draft, draft.get(given, "people")),
        facts=_maps(draft.get(given, "facts")),
        before={key.text: _before(draft, value) for key, value in draft.entries(draft.get(given, "before"))},
        data=_map(draft.get(given, "data")),
        siblings=_maps(draft.get(given, "siblings")),
        history={
            key.text: tuple(_map(each) for each in draft.items(value))
            for key, value in draft.entries(draft.get(given, "history"))
        },
        running=_maps(draft.get(given, "running")),
        instances={
            key.text: {who.text: _instance(draft, each) for who, each in draft.entries(value)}
            for key, value in draft.entries(draft.get(given, "instances"))
        },
        units=_maps(draft.get(given, "units")),
        cycle=_map(draft.get(given, "cycle")),
        measurements=_measured(draft, draft.get(given, "measurements")),
        state=_word(draft, given, "state"),
        opened_by=_word(draft, given, "opened_by"),
        subjects=draft.texts(draft.get(given, "subjects")),
        rules=_word(draft, given, "rules"),
        steps=tuple(step for each in draft.items(draft.get(node, "steps")) for step in _steps(draft, each)),
        names=names_in(draft, node),
        span=node.span,
    )


def _instance(draft: Draft, node: Node) -> GivenInstance:
    """Written short, it is the state."""
    if isinstance(node, ScalarNode):
        return GivenInstance(state=node.text)
    return GivenInstance(state=_word(draft, node, "state"), data=_map(draft.get(node, "data")))


def _before(draft: Draft, node: Node) -> Mapping[date, Mapping[str, Any]]:
    """What was otherwise until each day, that day not included."""
    found: dict[date, Mapping[str, Any]] = {}
    for key, value in draft.entries(node):
        day = as_date(key.text)
        if day is None:
            draft.report("no-such-day", key.span, found=key.text)
        else:
            found[day] = _map(value)
    return found


def _steps(draft: Draft, node: Node) -> list[Step]:
    """A step, or one for each of the subjects it names."""
    step = _step(draft, node)
    return [replace(step, subject=name) for name in draft.texts(draft.get(node, "subject"))] or [step]


def _step(draft: Draft, node: Node) -> Step:
    expect = draft.get(node, "expect")
    return Step(
        on=_word(draft, node, "on"),
        until=_word(draft, node, "until"),
        actor=_word(draft, node, "as"),
        act=_word(draft, node, "do"),
        opens=_word(draft, node, "open"),
        verb=_word(draft, node, "intervene"),
        to=_word(draft, node, "to"),
        task=_word(draft, node, "task"),
        role=_word(draft, node, "role"),
        of=_word(draft, node, "of"),
        form=_map(draft.get(node, "with")),
        reason=_word(draft, node, "reason"),
        amount=_word(draft, node, "amount"),
        inside=_word(draft, node, "in"),
        whose=_word(draft, node, "for"),
        delegate=_map(draft.get(node, "delegate")),
        refused=_word(draft, node, "refused"),
        change=_maps(draft.get(node, "change")),
        measure=_measured(draft, draft.get(node, "measure")),
        expect=None if expect is None else _expect(draft, expect),
        span=node.span,
    )


def _measured(draft: Draft, node: Node | None) -> tuple[GivenMeasurement, ...]:
    return tuple(
        GivenMeasurement(
            name=draft.text(draft.get(item, "name")),
            of=_word(draft, item, "of"),
            period=draft.text(draft.get(item, "period")),
            value=draft.number(draft.get(item, "value")) or Decimal(0),
            span=item.span,
        )
        for item in draft.items(node)
    )


def _expect(draft: Draft, node: Node) -> Expect:
    tasks, exactly = draft.get(node, "tasks"), draft.get(node, "sent_exactly")
    overdue = draft.get(node, "overdue")
    return Expect(
        state=draft.texts(draft.get(node, "state")),
        status=_word(draft, node, "status"),
        due=_word(draft, node, "due"),
        overdue=None if overdue is None else draft.texts(overdue),
        tasks=None if tasks is None else _lists(draft, tasks),
        data=_map(draft.get(node, "data")),
        sent=_messages(draft, draft.get(node, "sent")),
        sent_exactly=None if exactly is None else _messages(draft, exactly),
        visible=_lists(draft, draft.get(node, "visible")),
        hidden=_lists(draft, draft.get(node, "hidden")),
        children={key.text: draft.text(value) for key, value in draft.entries(draft.get(node, "children"))},
        roles=_lists(draft, draft.get(node, "roles")),
        exceeded=None if draft.get(node, "exceeded") is None else draft.texts(draft.get(node, "exceeded")),
        emitted=draft.texts(draft.get(node, "emitted")),
        spans={key.text: value.span for key, value in draft.entries(node)},
    )


def _messages(draft: Draft, node: Node | None) -> tuple[Message, ...]:
    return tuple(
        Message(template=item.text, span=item.span)
        if isinstance(item, ScalarNode)
        else Message(
            template=draft.text(draft.get(item, "template")),
            to=_word(draft, item, "to"),
            on=_word(draft, item, "on"),
            span=item.span,
        )
        for item in draft.items(node)
    )


def _word(draft: Draft, node: Node | None, key: str) -> str | None:
    found = draft.get(node, key)
    return found.text if isinstance(found, ScalarNode) else None


def _lists(draft: Draft, node: Node | None) -> Mapping[str, tuple[str, ...]]:
    return {key.text: draft.texts(value) for key, value in draft.entries(node)}


def _maps(node: Node | None) -> Mapping[str, Mapping[str, Any]]:
    return {key: _map(value) for key, value in (node.index.items() if isinstance(node, MapNode) else ())}


def _map(node: Node | None) -> Mapping[str, Any]:
    return {key: value_of(value) for key, value in (node.index.items() if isinstance(node, MapNode) else ())}


def value_of(node: Node) -> Any:
    """Plain data: texts, decimals, dates, yes or no, lists and maps of these; `none` is nothing."""
    if isinstance(node, ListNode):
        return [value_of(item) for item in node.items]
    if isinstance(node, MapNode):
        return dict(_map(node))
    if node.text == "none" or node.value is None:
        return None
    if isinstance(node.value, str):
        day: date | None = as_date(node.text)
        return day or node.text
    return node.value
