"""What people write where a process needs more than its types say: goals, scores, grades, peers, plans.

Keyed by `process.field`, by a field's name for all processes, or by `process.list.column`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine.core.values import Data
from engine.demo.figures import DEPARTMENT
from engine.demo.ordinary import ordinary
from engine.demo.pen import Pen
from engine.demo.phrases import PHRASES
from engine.demo.stable import pick, roll, shuffled

GRADES = ("D", "C", "B", "A")
Maker = Callable[[Pen], Any]
Column = Callable[[Pen, int, Data], Any]
SKIP = object()  # leave the field out of the form


def skill(pen: Pen) -> float:
    """What the subject would deserve, on the scale of points: few below 60, some above 90."""
    luck = pen.scene.subject_roll("skill")
    if int(pen.scene.fact(pen.scene.instance.subject, "level") or 5) <= 2:
        luck = 0.4 + luck / 2  # nobody at the top got there by failing
    bands = ((0.06, 44.0, 57.0), (0.28, 61.0, 73.5), (0.76, 76.5, 88.5), (1.0, 91.0, 102.0))
    start = 0.0
    for share, low, high in bands:
        if luck < share:
            return low + (high - low) * (luck - start) / (share - start)
        start = share
    return bands[-1][2]


def _points(pen: Pen, index: int, spread: float) -> Decimal:
    found = skill(pen) + (pen.roll("points", index) - 0.5) * 2 * spread
    return Decimal(str(round(min(max(found, 0.0), 120.0))))


def _five(pen: Pen, name: str) -> Decimal:
    """A mark from 1 to 5 about the subject, half points included."""
    found = skill(pen) / 20 + (pen.roll(name) - 0.5) * 0.8
    return Decimal(str(round(min(max(found, 1.0), 5.0) * 2) / 2))


def _actual(pen: Pen, index: int, row: Data) -> Decimal:
    target = row.get("target") or Decimal(100)
    share = Decimal(str(round(skill(pen) / 95 + (pen.roll("actual", index) - 0.5) * 0.1, 3)))
    better_low = row.get("better") == "lower"
    return Decimal(str(round(target * (2 - share if better_low else share))))


def _progress(pen: Pen, _index: int, _row: Data) -> Decimal:
    passed = (pen.today - date(2026, 7, 1)).days / 184
    return Decimal(str(round(min(100.0, 100 * passed * skill(pen) / 90))))


def _achieved(pen: Pen, index: int, _row: Data) -> Decimal:
    return min(_points(pen, index, 4) * Decimal("1.15") + 2, Decimal(200)).quantize(Decimal(1))


def weights(pen: Pen, count: int) -> list[int]:
    """Weights in steps of five that add up to a hundred, none below ten."""
    shares = [pen.roll("weight", index) + 0.4 for index in range(count)]
    found = [10 + 5 * int((100 - 10 * count) / 5 * each / sum(shares)) for each in shares]
    found[0] += 100 - sum(found)
    return found


def new_goals(pen: Pen) -> list[dict[str, Any]]:
    """Three to five goals that support the unit's and are due within the period."""
    units = [each["title"] for each in pen.data.get("unit_goals") or ()]
    language = pen.scene.language(pen.scene.instance.subject)
    seed, subject = pen.scene.seed, pen.scene.instance.subject
    titles = shuffled(PHRASES["goal"][language], seed, subject, "goals")[: 3 + int(pen.roll("count") * 3)]
    rows = []
    for index, (title, weight) in enumerate(zip(titles, weights(pen, len(titles)), strict=True)):
        long = pen.roll("long", index) < 0.1
        target = 80 + int(pen.roll("target", index) * 40)
        known = pen.roll("previous", index) < 0.5
        if index == 0 and pen.scene.fact(subject, "department") == DEPARTMENT:
            rows.append(_measured_goal(weight, units[0] if units else PHRASES["unit_goal"][language][0]))
            continue
        rows.append(
            {
                "title": title,
                "dimension": pick(("finance", "customer", "process", "learning"), seed, subject, index, "dimension"),
                "term": "long" if long else "short",
                "supports": pick(units, seed, subject, index) if units else PHRASES["unit_goal"][language][0],
                "indicator": PHRASES["indicator"][language][0],
                "unit": "%",
                "better": "higher",
                "target": target,
                "previous_target": target - 5 if known else None,
                "due_on": date(2027, 3, 31) if long else date(2026, 12, 18),
                "weight": weight,
                "standard": PHRASES["standard"][language][0],
            }
        )
    return rows


def _measured_goal(weight: int, supports: str) -> dict[str, Any]:
    """The indicator knows the rest: title, unit, direction, target and standard."""
    return {
        "measured_by": "sales_completion",
        "dimension": "finance",
        "term": "short",
        "supports": supports,
        "due_on": date(2026, 12, 18),
        "weight": weight,
    }


def _goals(pen: Pen) -> Any:
    """Kept where there are some; a few forget that the weights must add up, and hear about it."""
    if pen.data.get("goals"):
        return SKIP
    rows = new_goals(pen)
    if pen.about == "propose" and pen.scene.subject_roll("sloppy") < 0.03:
        rows[0]["weight"] += 5
    return rows


def _unit_goals(pen: Pen) -> list[dict[str, str]]:
    phrases = PHRASES["unit_goal"][pen.scene.language(pen.actor)]
    some = shuffled(phrases, pen.scene.seed, pen.actor, "unit goals")
    return [{"title": each} for each in some[:3]]


def _one_more(name: str, row: Callable[[Pen], Mapping[str, Any]]) -> Maker:
    """A list that grows: what stands there, and a new row."""

    def make(pen: Pen) -> list[Any]:
        present = pen.data.get(name) or []
        columns = pen.scene.process.fields[name].item
        kept = [{column: each[column] for column in columns if each.get(column) is not None} for each in present]
        return [*kept, row(pen)]

    return make


def _key_facts(pen: Pen) -> Any:
    """Only those who set out to record one do; a review leaves the list as it is."""
    if pen.about != "record_fact":
        return SKIP
    return _one_more("key_facts", lambda who: {"happened_on": who.today, "fact": who.say("fact")})(pen)


def _peers(pen: Pen) -> list[str]:
    scene, subject = pen.scene, pen.scene.instance.subject
    wanted = int(str(scene.instance.settings.get("peer_count", 3)))
    colleagues = [each.id for each in scene.fact(subject, "colleagues")]
    usual = [each.id for each in scene.fact(subject, "usual_peers") or () if each.id in colleagues]
    manager = scene.held("manager")
    found = dict.fromkeys([*usual, *shuffled(colleagues, scene.seed, subject, "peers")])
    return [each for each in found if each not in manager][:wanted]


def _calibrated(pen: Pen) -> Any:
    """Mostly the grade by score; one in fourteen is moved, and where there are no scores one is given."""
    proposed = pen.data.get("proposed_grade")
    if proposed is None:
        return "B"
    if pen.roll("calibrated") < 0.07 and proposed in ("B", "C"):
        return "C" if proposed == "B" else "B"
    return SKIP


def _calibration_reason(pen: Pen) -> Any:
    return SKIP if _calibrated(pen) is SKIP else pen.say("calibration_reason")


def _better_grade(pen: Pen) -> str:
    """One above the grade the appeal is about."""
    parent = pen.scene.parent
    present = str(parent.data.get("grade")) if parent is not None else "C"
    place = GRADES.index(present) if present in GRADES else 1
    return GRADES[min(place + 1, len(GRADES) - 1)]


def _coach(pen: Pen) -> str:
    scene, subject = pen.scene, pen.scene.instance.subject
    members = [each.id for each in scene.fact(subject, "department_members") or ()]
    return pick(members, scene.seed, subject, "coach") if members else pen.actor


def _future_rows(name: str, days: int) -> Maker:
    """One typed row whose dates lie ahead."""

    def make(pen: Pen) -> list[dict[str, Any]]:
        field = pen.scene.process.fields[name]
        row = {each.name: ordinary(pen, each) for each in field.item.values() if not each.optional}
        dated = {each.name: pen.today + timedelta(days=days) for each in field.item.values() if each.type == "date"}
        return [row | dated]

    return make


def _next_steps(pen: Pen) -> list[dict[str, Any]]:
    due_on = pen.today + timedelta(days=45)
    return [
        {"step": pen.say("next_step", who), "who": who, "due_on": due_on + timedelta(days=15 * index)}
        for index, who in enumerate(("employee", "manager"))
    ]


def _kept(_pen: Pen) -> Any:
    return SKIP


MAKERS: Mapping[str, Maker] = {
    "unit_goals": _unit_goals,
    "goal_setting.goals": _goals,
    "mid_period_check_in.goals": _kept,
    "key_facts": _key_facts,
    "plan": _kept,
    "peers": _peers,
    "quality": lambda pen: _five(pen, "quality"),
    "cooperation": lambda pen: _five(pen, "cooperation"),
    "initiative": lambda pen: _five(pen, "initiative"),
    "customer_satisfaction": lambda pen: _five(pen, "customers"),
    "calibrated_grade": _calibrated,
    "calibration_reason": _calibration_reason,
    "meeting_on": lambda pen: pen.in_working_days(1 + int(pen.roll("meeting") * 4)),
    "next_steps": _next_steps,
    "clear": lambda pen: 2 + int(pen.roll("clear") * 4),
    "fair": lambda pen: 2 + int(pen.roll("fair") * 4),
    "useful": lambda pen: 2 + int(pen.roll("useful") * 4),
    "wished_grade": _better_grade,
    "appeal.grade": _better_grade,
    "coach": _coach,
    "improvement_goals": _future_rows("improvement_goals", 60),
    "measures": _future_rows("measures", 30),
    "check_points": _one_more(
        "check_points",
        lambda pen: {
            "held_on": pen.today,
            "finding": pen.say("progress_note"),
            "on_track": roll(pen.scene.seed, pen.scene.instance.subject, "recovers") < 0.7,
        },
    ),
    "evidence": _one_more("evidence", lambda pen: {"what": pen.say("achievements")}),
}

COLUMNS: Mapping[str, Column] = {
    "goal_setting.goals.actual": _actual,
    "goal_setting.goals.progress": _progress,
    "mid_period_check_in.goals.actual": _actual,
    "mid_period_check_in.goals.achieved": _achieved,
    "evaluation.goals.actual": _actual,
    "evaluation.goals.self_score": lambda pen, index, _row: min(_points(pen, index, 4) + 4, Decimal(120)),
    "evaluation.goals.score": lambda pen, index, _row: _points(pen, index, 4),
    "improvement_plan.improvement_goals.reached": lambda pen, index, _row: Decimal(60 + int(pen.roll(index) * 50)),
}
