"""States: their tasks, the acts those bring along, limits, and what time does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from engine.calendar.moment import Duration, Moment, MomentError, parse_duration
from engine.definition.build.acts import build_acts, build_reasons, build_requirements, with_vote
from engine.definition.build.draft import Draft
from engine.definition.build.effects import build_choices, build_effects, described
from engine.definition.build.together import build_agreement, build_who
from engine.definition.model import Act, Effects, Field, Pause, Region, State, Task, Timed, Together
from engine.definition.nodes import MapNode, Node, ScalarNode
from engine.words.texts.definition import TITLES

Acts = Mapping[str, Act | None]


def build_states(
    draft: Draft,
    node: Node | None,
    fields: Mapping[str, Field],
    everywhere: Acts,
    around: State | None = None,
    region: str = "",
) -> dict[str, State]:
    """All states by name, each followed by those within it.

    `everywhere` are the acts of the process, which the outermost states that are not final take over; `around` and
    `region` are where these stand.
    """
    states: dict[str, State] = {}
    for key, _ in draft.entries(node):
        first = draft.places.get(("state", key.text))
        if first is not None and first != key.span:
            draft.report("state-twice", key.span, state=key.text, line=first.line)
    draft.place_all("state", node)
    for key, value in draft.entries(node):
        state = _state(draft, key, value, fields, everywhere, around)
        within = build_states(draft, draft.get(value, "states"), fields, {}, state)
        regions = []
        for name, part in draft.entries(draft.get(value, "regions")):
            parts = build_states(draft, draft.get(part, "states"), fields, {}, state, name.text)
            regions.append(_region(draft, name, part, parts, state))
            within |= parts
        inside = (key.text, *within)
        states |= {key.text: replace(state, inside=inside, regions=tuple(regions), region=region), **within}
    return states


def _region(draft: Draft, key: ScalarNode, node: Node, parts: Mapping[str, State], around: State) -> Region:
    initial = draft.use("within", draft.get(node, "initial"), around.name, of=key.text)
    return Region(
        name=key.text,
        title=draft.title(node, key.text, key.span),
        initial=initial[0] if initial else "",
        states=tuple(name for name, part in parts.items() if part.path[1:] == around.path),
        span=key.span,
    )


def _state(
    draft: Draft, key: ScalarNode, node: Node, fields: Mapping[str, Field], everywhere: Acts, around: State | None
) -> State:
    name = key.text
    final = draft.flag(draft.get(node, "final"))
    for word, _ in draft.entries(node):
        draft.places["key", f"{name}.{word.text}"] = word.span
    tasks: dict[str, Task] = {}
    draft.place_all("task", draft.get(node, "tasks"))
    own = build_acts(draft, draft.get(node, "on"), fields, name)
    acts: dict[str, Act | None] = dict(own) if final else {**everywhere, **own}
    for task_key, task_node in draft.entries(draft.get(node, "tasks")):
        task, act = _task(draft, task_key, task_node, name)
        tasks[task.name] = task
        _bind(acts, own, task, act)
    on = {each: act for each, act in acts.items() if act is not None}
    for each in [each for each, act in own.items() if act and not act.engine and not on[each].by]:
        draft.report("nobody-may", on[each].span or key.span, act=each)
    initial = draft.use("within", draft.get(node, "initial"), name)
    due, due_of = draft.moment(draft.get(node, "due"), name), ""
    if due is None and around is not None and around.due is not None and not final:
        due, due_of = around.due, around.due_of or around.name
    return State(
        name=name,
        title=draft.title(node, name, key.span),
        was=draft.texts(draft.get(node, "was")),
        final=final,
        keep_for=_kept(draft, draft.get(node, "keep_for"), name),
        entry=build_choices(draft, list(draft.items(draft.get(node, "entry"))), fields, name, owner=""),
        tasks=tasks,
        due=due,
        due_of=due_of,
        calendar=draft.one("calendar", draft.get(node, "calendar")) or (around.calendar if around else None),
        time_zone=draft.one("zone", draft.get(node, "time_zone")) or (around.time_zone if around else None),
        paused_by=build_pause(draft, draft.get(node, "paused_by"), name) or (around.paused_by if around else None),
        on=on,
        off=frozenset(each for each, act in own.items() if act is None),
        timed=_timed(draft, node, fields, name),
        path=(name, *(around.path if around else ())),
        initial=initial[0] if initial else "",
        span=key.span,
    )


def _kept(draft: Draft, node: Node | None, state: str) -> Duration | Moment | None:
    """A length counts from entry; anything else is a moment."""
    try:
        return parse_duration(draft.text(node)) if node is not None else None
    except MomentError:
        return draft.moment(node, state)


def build_pause(
    draft: Draft, node: Node | None, state: str | None, names: Mapping[str, None] | None = None
) -> Pause | None:
    """What stops the clock: a condition, or a map with more to say. `names` are those it may use beside the usual."""
    when = draft.expression(node if isinstance(node, ScalarNode) else draft.get(node, "when"), state, names)
    return None if when is None else Pause(when=when, fixed_too=draft.flag(draft.get(node, "fixed_dates")))


def _task(draft: Draft, key: ScalarNode, node: Node, state: str) -> tuple[Task, Act]:
    """The task, and the act that completes it as far as the task says it."""
    name = key.text
    reasons, titles = build_reasons(draft, draft.get(node, "reason"))
    holders, together = _owing(draft, node, state)
    opens = draft.moment(draft.get(node, "from"), state)
    notice = draft.get(node, "notice")
    if notice is not None and draft.text(notice) != "none":
        draft.use("template", notice, state)
    elif notice is None:
        draft.use("template", ScalarNode("new_task", "new_task", key.span), state)
    task = Task(
        name=name,
        title=draft.title(node, name, key.span),
        was=draft.texts(draft.get(node, "was")),
        holders=holders,
        together=together,
        each=draft.flag(draft.get(node, "each")) or together is not None,
        quorum=draft.count(draft.get(node, "quorum")),
        first=draft.count(draft.get(node, "first")),
        optional=draft.flag(draft.get(node, "optional")),
        when=draft.expression(draft.get(node, "when"), state),
        opens=opens,
        due=draft.moment(draft.get(node, "due"), state),
        follows=draft.use("followed", draft.get(node, "follows"), state, of=name),
        every=draft.duration(draft.get(node, "every")),
        keep=draft.text(draft.get(node, "on_exit")) == "keep",
        paused_by=build_pause(draft, draft.get(node, "paused_by"), state, {"person": None}),
        calendar=draft.one("calendar", draft.get(node, "calendar")),
        time_zone=draft.one("zone", draft.get(node, "time_zone")),
        ends_with=draft.use("act", draft.get(node, "ends_with"), state),
        anonymous_to=draft.use("role", draft.get(node, "anonymous_to"), state),
        notice=None if draft.text(notice) == "none" else draft.text(notice, "new_task"),
        span=key.span,
    )
    if task.paused_by is not None and task.due is None:
        draft.report("pause-without-due", key.span, task=name)
    draft.act = name
    requires = build_requirements(draft, draft.get(node, "require"), state)
    draft.act = ""
    act = Act(
        name=name,
        title=task.title,
        by=holders,
        together=together,
        form=with_vote(draft.use("form", draft.get(node, "form"), state, of=name), together),
        requires=requires,
        opens=opens,
        independent_of=draft.use("independent", draft.get(node, "independent_of"), state),
        above=draft.use("independent", draft.get(node, "above"), state),
        reason=draft.get(node, "reason") is not None,
        reasons=reasons,
        reason_titles=titles,
        task=name,
        span=key.span,
    )
    return task, act


def _owing(draft: Draft, node: Node, state: str) -> tuple[tuple[str, ...], Together | None]:
    """Who owes a task: `for`, or those who `agree`."""
    agree, same = draft.key(node, "agree"), draft.key(node, "to_same")
    if agree is None and draft.key(node, "for") is None:
        draft.report("missing-key", node.span, key="for", where=TITLES["task"])
    if agree is not None and draft.key(node, "for") is not None:
        draft.report("agree-beside-for", agree.span)
    if (agree is None) != (same is None):
        there = agree or same
        assert there is not None
        missing = "to_same" if same is None else "agree"
        draft.report("together-needs", there.span, key=there.text, needs=missing)
    if agree is not None:
        return build_agreement(draft, draft.get(node, "agree"), draft.get(node, "to_same"), state)
    return build_who(draft, draft.get(node, "for"), state)


def _bind(acts: dict[str, Act | None], own: Mapping[str, Act | None], task: Task, act: Act) -> None:
    """Give the task its completing acts: its own name, or those it ends with, which then ask what the task asks."""
    if not task.ends_with and not own.get(task.name):
        acts[task.name] = act
    for name in task.ends_with or (task.name,):
        said = own.get(name)
        if said is None:
            continue
        acts[name] = replace(
            said,
            task=task.name,
            by=said.by or act.by,
            together=said.together if said.by else act.together,
            form=act.form + tuple(each for each in said.form if each not in act.form),
            requires=act.requires + said.requires,
            opens=said.opens or act.opens,
            independent_of=act.independent_of + said.independent_of,
            above=act.above + said.above,
            reason=said.reason or act.reason,
            reasons=said.reasons or act.reasons,
            reason_titles=said.reason_titles or act.reason_titles,
        )


def _timed(draft: Draft, node: Node, fields: Mapping[str, Field], state: str) -> tuple[Timed, ...]:
    """Reminders, then `after`. Rules are known by their ids, so two alike are a problem."""
    rules = [_rule(draft, item, fields, state, True) for item in draft.items(draft.get(node, "reminders"))]
    for task, said in draft.entries(draft.get(node, "tasks")):
        due = "due" if draft.get(said, "due") is None else f"{task.text}.due"
        own = (_rule(draft, item, fields, state, True, due) for item in draft.items(draft.get(said, "reminders")))
        rules += [_of_task(each, task.text) for each in own]
    rules += [_rule(draft, item, fields, state, False) for item in draft.items(draft.get(node, "after"))]
    taken: dict[str, Timed] = {}
    for rule in rules:
        if rule.id in taken and rule.span:
            first = taken[rule.id].span
            draft.report("same-rule", rule.span, id=rule.id, line=first.line if first else 0)
        taken.setdefault(rule.id, rule)
    return tuple(rules)


def _of_task(rule: Timed, task: str) -> Timed:
    """A reminder for those alone who owe the task."""
    sends = tuple(replace(each, task=task) for each in rule.effects.send)
    return replace(rule, id=f"{task}.{rule.id}", effects=replace(rule.effects, send=sends))


def _rule(draft: Draft, node: Node, fields: Mapping[str, Field], state: str, reminder: bool, due: str = "due") -> Timed:
    moments = [word for word in ("past", "at") if draft.get(node, word) is not None]
    kind: Literal["past", "at", "when"] = "past" if "past" in moments else "at" if moments else "when"
    condition = draft.expression(draft.get(node, "when"), state)
    written = isinstance(node, MapNode) and any(node.get(word) is not None for word in ("past", "at"))
    if len(moments) > 1:
        draft.report("two-moments", node.span)
    elif not written and (reminder or not isinstance(node, MapNode) or node.get("when") is None):
        draft.report("no-moment", node.span)
    effects = build_effects(draft, node, fields, state, owner="")
    return Timed(
        id=draft.text(draft.get(node, "id")) or _rule_id(draft, node, kind, effects),
        kind=kind,
        moment=draft.moment(draft.get(node, kind), state, due) if moments else None,
        when=condition,
        repeat=draft.period(draft.get(node, "repeat")),
        times=draft.count(draft.get(node, "times")),
        until=draft.moment(draft.get(node, "until"), state, due),
        effects=effects,
        reminder=reminder,
        exact=draft.text(draft.get(node, "delivery")) == "exact",
        span=node.span,
    )


def _rule_id(draft: Draft, node: Node, kind: str, effects: Effects) -> str:
    if effects.send:
        return ", ".join(each.template for each in effects.send)
    moment = " ".join(draft.text(draft.get(node, kind)).split())
    return f"{kind} {moment} {described(effects)}"
