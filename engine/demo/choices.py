"""Which of several ways somebody takes, and what they do when they are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.core.values import Triggered
from engine.demo.content import new_goals
from engine.demo.forms import fill
from engine.demo.intents import Intent, candidates
from engine.demo.pen import Pen
from engine.words.problems import Problem

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Way:
    """An act with the reason for it, where it wants one."""

    act: str
    reason: str | None = None


def deed(pen: Pen, intent: Intent) -> Triggered:
    """What the person does about an intent: the act, with a filled form."""
    way = _way(pen, intent)
    return _done(pen, way)


def _done(pen: Pen, way: Way) -> Triggered:
    act = pen.scene.act(way.act)
    reason = way.reason
    if act.reason and reason is None:
        reason = act.reasons[int(pen.roll("reason") * len(act.reasons))] if act.reasons else pen.say("reason")
    amount = None
    if act.extends and act.at_most is not None:
        amount = str(act.at_most)
    return Triggered(act=way.act, actor=pen.actor, form=fill(pen, act), reason=reason, amount=amount)


def _way(pen: Pen, intent: Intent) -> Way:
    if intent.name == "excuse":
        return Way("excuse", "long_leave")
    if not intent.task:
        return Way(intent.name)
    task = pen.scene.task(intent.name)
    if not task.ends_with:
        return Way(intent.name)
    choose = _WAYS.get((pen.scene.process.name, intent.name))
    return Way(task.ends_with[0]) if choose is None else choose(pen)


def _mostly(first: str, *others: tuple[str, float, int]) -> Callable[[Pen], Way]:
    """`first`, but for the others: (act, chance, how often at most)."""

    def choose(pen: Pen) -> Way:
        luck = pen.roll("way")
        for act, chance, most in others:
            if luck < chance:
                return Way(act) if pen.scene.acted(act).count < most else Way(first)
            luck -= chance
        return Way(first)

    return choose


def _judge(pen: Pen) -> Way:
    """Those who recover pass; the others get more time once, and fail if it was looked after."""
    may_extend = any("extend" in pen.scene.process.states[place].on for place in pen.scene.places)
    if pen.scene.subject_roll("recovers") < 0.7:
        return Way("pass")
    if may_extend and not pen.scene.acted("extend").count and pen.scene.subject_roll("more time") < 0.6:
        return Way("extend")
    return Way("fail") if pen.scene.acted("record_check_point").count >= 2 else Way("pass")


_WAYS: Mapping[tuple[str, str], Callable[[Pen], Way]] = {
    ("goal_setting", "align"): _mostly("agree", ("return", 0.1, 1)),
    ("goal_setting", "answer"): _mostly("commit", ("ask_for_changes", 0.06, 1), ("disagree", 0.015, 1)),
    ("mid_period_check_in", "confirm_review"): _mostly("confirm", ("object", 0.04, 1)),
    ("evaluation", "calibrate"): _mostly("approve", ("send_back", 0.03, 1)),
    ("evaluation", "examine"): _mostly("dismiss_objection", ("accept_objection", 0.3, 1)),
    ("feedback", "acknowledge"): _mostly("sign", ("refuse", 0.015, 1)),
    ("appeal", "examine"): lambda pen: (
        Way("admit") if pen.scene.subject_roll("admitted") < 0.92 else Way("refuse_admission", "not_about_the_result")
    ),
    ("appeal", "decide"): lambda pen: Way("uphold" if pen.scene.subject_roll("right") < 0.45 else "reject"),
    ("appeal", "decide_finally"): lambda pen: Way("uphold" if pen.scene.subject_roll("right") < 0.6 else "reject"),
    ("improvement_plan", "answer"): _mostly("accept", ("ask_for_changes", 0.1, 1), ("refuse", 0.08, 1)),
    ("improvement_plan", "judge"): _judge,
    ("improvement_plan", "judge_instead"): _judge,
    ("improvement_plan", "confirm_failure"): _mostly("confirm", ("overrule", 0.25, 1)),
}


def otherwise(pen: Pen, intent: Intent, tried: Triggered, blockers: Sequence[Problem]) -> tuple[Pen, Triggered] | None:
    """What somebody tries after reading why not, perhaps somebody else in their place; None: they leave it."""
    codes = {each.code for each in blockers}
    if "not-independent" in codes:
        others = [each for each in candidates(pen.scene, intent.name) if each != pen.actor]
        further = others[others.index(intent.person) + 1 :] if intent.person in others else others
        for person in further or others:
            fresh = replace(pen, actor=person)
            return fresh, deed(fresh, intent)
        return None
    form = _mended(pen, tried, codes)
    return None if form is None else (pen, replace(tried, form=form))


def _mended(pen: Pen, tried: Triggered, codes: set[str]) -> dict[str, Any] | None:
    """The form as the blockers ask for it."""
    form = dict(tried.form)
    if "limit-breached" in codes:
        return form | {"calibrated_grade": "B", "calibration_reason": pen.say("calibration_reason")}
    act = pen.scene.act(tried.act)
    if any(code.startswith("require") for code in codes) and "goals" in act.form:
        return form | {"goals": new_goals(pen)}
    if "form-missing" in codes:
        return form | _all_asked(pen, tried.act, form)
    return None


def _all_asked(pen: Pen, name: str, form: Mapping[str, Any]) -> dict[str, Any]:
    act = pen.scene.act(name)
    later = replace(pen, about=f"{pen.about} again")
    return {key: value for key, value in fill(later, act).items() if key not in form}
