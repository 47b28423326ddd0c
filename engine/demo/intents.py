"""What people mean to do about an instance: the tasks they owe, and what they do of their own accord.

A pure function of the seed and of what the database says, so that a play can be broken off and gone on with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from engine.core.values import TaskRecord
from engine.demo.scene import Scene
from engine.demo.stable import pick, roll, shuffled
from engine.demo.temper import habit, when
from engine.words.values import value


@value(frozen=True, slots=True, kw_only=True)
class Intent:
    """Somebody will do something at a moment. `task` None: an act nobody owes. `turn` counts those done before."""

    at: datetime
    instance: str
    stay: str
    name: str
    person: str
    task: bool
    turn: int = 0

    @property
    def key(self) -> str:
        return f"demo|{self.instance}|{self.stay}|{self.name}|{self.person}|{self.turn}"


def intents(scene: Scene) -> list[Intent]:
    """Everything that anybody means to do in the present state."""
    if scene.instance.status != "running":
        return []
    return [*_owed(scene), *_freely(scene)]


def candidates(scene: Scene, name: str) -> list[str]:
    """Those who have this task open, in the order in which they would take it on."""
    held = [row.person for row in _open(scene) if row.name == name]
    return shuffled(held, scene.seed, scene.instance.id, scene.stay, name)


def _open(scene: Scene) -> Iterator[TaskRecord]:
    return (row for row in scene.instance.tasks if row.status == "open" and row.state in scene.places)


def _owed(scene: Scene) -> Iterator[Intent]:
    rows: dict[str, list[TaskRecord]] = {}
    for row in _open(scene):
        rows.setdefault(row.name, []).append(row)
    for name, some in rows.items():
        spec = scene.task(name)
        if not spec.each and len(some) > 1:
            taker = candidates(scene, name)[0]
            some = [row for row in some if row.person == taker]
            alone = False
        else:
            alone = True
        for row in some:
            at = when(scene, spec, row, habit(scene, spec, row, alone=alone))
            if at is not None:
                yield _intent(scene, name, row.person, at, task=True)


def _intent(scene: Scene, name: str, person: str, at: datetime, *, task: bool = False) -> Intent:
    return Intent(
        at=at,
        instance=scene.instance.id,
        stay=scene.stay,
        name=name,
        person=person,
        task=task,
        turn=0 if task else scene.acted(name).count,
    )


def _freely(scene: Scene) -> Iterator[Intent]:
    finds = (_OWN_ACCORD.get((scene.process.name, place)) for place in scene.places)
    find = next((each for each in finds if each is not None), None)
    away = scene.fact(scene.instance.subject, "on_leave") is True
    if find is not None and (not away or find is _hr_acts):
        yield from find(scene)


def _again(scene: Scene, name: str, person: str, days: float) -> Intent:
    """The next time of something done every so many days."""
    last = max(filter(None, (scene.instance.entered[scene.instance.place], scene.acted(name).at)))
    jitter = int(scene.roll(name, person, scene.acted(name).count) * 5) - 2
    moment = last + timedelta(days=days + jitter)
    at = scene.at_work(person, scene.day_of(person, moment))
    return _intent(scene, name, person, max(at, scene.after_working_days(person, last, 1)))


def _once(scene: Scene, name: str, person: str, days: tuple[int, int]) -> Iterator[Intent]:
    """Something done once, some working days after the state was entered."""
    if scene.acted(name).count == 0:
        low, high = days
        wait = low + int(scene.roll(name, person, "once") * (high - low + 1))
        entered = scene.instance.entered[scene.instance.place]
        yield _intent(scene, name, person, scene.after_working_days(person, entered, wait))


def _care(scene: Scene, person: str) -> float:
    """How much somebody cares for what nobody reminds them of."""
    return roll(scene.seed, person, "care")


def _in_force(scene: Scene) -> Iterator[Intent]:
    employee = scene.instance.subject
    care = _care(scene, employee)
    if care > 0.06:
        yield _again(scene, "report_progress", employee, 13 if care > 0.4 else 25)
    for manager in scene.held("manager")[:1]:
        if _care(scene, manager) > 0.1:
            yield _again(scene, "hold_one_to_one", manager, 29)
        if scene.roll(manager, "fact") < 0.25:
            yield from _once(scene, "record_fact", manager, (15, 90))


def _monitoring(scene: Scene) -> Iterator[Intent]:
    for manager in scene.held("manager")[:1]:
        if scene.roll(manager, "fact") < 0.1:
            yield from _once(scene, "record_fact", manager, (3, 20))
        if scene.subject_roll("deviation") < 0.02:
            yield from _once(scene, "deviation_found", manager, (8, 14))


def _hr_acts(scene: Scene) -> Iterator[Intent]:
    hr = shuffled(scene.held("hr"), scene.seed, scene.instance.id, "hr")[:1]
    for person in hr:
        if scene.fact(scene.instance.subject, "on_leave"):
            yield from _once(scene, "excuse", person, (1, 4))
        elif scene.subject_roll("extension") < 0.03:
            yield from _once(scene, "extend", person, (4, 5))


def _public_notice(scene: Scene) -> Iterator[Intent]:
    colleagues = scene.held("department")
    if colleagues and scene.roll("objection") < 0.06:
        yield from _once(scene, "raise_objection", pick(colleagues, scene.seed, scene.instance.id), (1, 3))


def _published(scene: Scene) -> Iterator[Intent]:
    """About one in four of those graded D appeals, one in eight of those graded C."""
    chance = {"D": 0.3, "C": 0.14}.get(str(scene.instance.data.get("grade")), 0.0)
    if scene.subject_roll("appeal") < chance:
        yield from _once(scene, "appeal", scene.instance.subject, (2, 7))


def _meeting(scene: Scene) -> Iterator[Intent]:
    if scene.roll("postpone") < 0.04:
        yield from _once(scene, "postpone", scene.instance.subject, (1, 1))


def _rejected_once(scene: Scene) -> Iterator[Intent]:
    if scene.roll("again") < 0.5:
        yield from _once(scene, "appeal_again", scene.instance.subject, (1, 4))


def _hearing(scene: Scene) -> Iterator[Intent]:
    if scene.roll("waive") < 0.2:
        yield from _once(scene, "waive", scene.instance.subject, (1, 1))


def _improving(scene: Scene) -> Iterator[Intent]:
    for person in scene.held("manager")[:1]:
        if _care(scene, person) > 0.08:
            yield _again(scene, "record_check_point", person, 14)
        if scene.subject_roll("early") < 0.12:
            yield from _once(scene, "judge_early", person, (30, 45))
    if scene.acted("add_evidence").count < 2:
        yield _again(scene, "add_evidence", scene.instance.subject, 30)


_OWN_ACCORD: Mapping[tuple[str, str], Callable[[Scene], Iterator[Intent]]] = {
    ("evaluation", "preparing"): _hr_acts,
    ("goal_setting", "in_force"): _in_force,
    ("mid_period_check_in", "monitoring"): _monitoring,
    ("evaluation", "public_notice"): _public_notice,
    ("evaluation", "published"): _published,
    ("feedback", "meeting"): _meeting,
    ("appeal", "rejected_once"): _rejected_once,
    ("appeal", "hearing"): _hearing,
    ("improvement_plan", "improving"): _improving,
    ("improvement_plan", "extended"): _improving,
}
