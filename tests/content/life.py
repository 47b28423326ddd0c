"""Days going by over the pure core: instances, their timers and the signals between them, for one employee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from engine.core import begin, decide
from engine.core.cycle import facts, turns
from engine.core.schedule import schedule
from engine.core.values import (
    Decision,
    Event,
    Incident,
    Instance,
    Notice,
    Refusal,
    StartChild,
    TimePassed,
    Triggered,
)
from engine.core.world import LimitNow, World
from tests.content.company import Company, library

EMPLOYEE = "employee"


class Life:
    """What became of everything that concerns `EMPLOYEE` in the cycle 2026-h2."""

    def __init__(self, start: str, company: Company | None = None) -> None:
        self.company = company or Company()
        self.now = _noon(start)
        self.instances: dict[str, Instance] = {}
        self.notices: list[Notice] = []
        self.incidents: list[Incident] = []
        self.limits: Sequence[LimitNow] = ()
        self.turn = turns(library().cycles["half-year"], self.company.calendar(EMPLOYEE), self.company.zone(EMPLOYEE))[
            0
        ]

    def world(self, instance: StartChild | Instance) -> World:
        siblings = {each.process: each.data for each in self.instances.values()}
        return World(
            now=self.now,
            people=self.company,
            cycle=facts(self.turn, EMPLOYEE, self.company, self.now),
            parent=self.instances.get(instance.parent or ""),
            siblings=siblings,
            limits=self.limits,
        )

    def begin(self, process: str) -> None:
        self._open(StartChild(id=f"{process}/2026-h2", process=process, subject=EMPLOYEE, cycle="2026-h2", parent=None))

    def until(self, day: str) -> None:
        """Let time go by to noon of `day`, timer by timer."""
        end = _noon(day)
        while due := [at for each in self.instances.values() for at in self._timers(each) if at <= end]:
            self.now = max(self.now, min(due))
            self._tick()
        self.now = max(self.now, end)
        self._tick()

    def do(self, process: str, actor: str, act: str, reason: object = None, **form: object) -> str | None:
        """The text of the refusal, None if it was done. `goals__score` in the form stands for `goals.score`."""
        instance = self.of(process)
        fields = {name.replace("__", "."): value for name, value in form.items()}
        said = None if reason is None else str(reason)
        return self._decide(instance, Triggered(act=act, actor=actor, reason=said, form=fields))

    def of(self, process: str) -> Instance:
        return [each for each in self.instances.values() if each.process == process][-1]

    def sent(self, template: str) -> list[str]:
        """Who got it, suppressed ones left out."""
        return [each.recipient for each in self.notices if each.template == template and not each.suppressed]

    def _timers(self, instance: Instance) -> list[datetime]:
        process = library().processes[instance.process]
        return [timer.due_at for timer in schedule(process, instance, self.world(instance))]

    def _tick(self) -> None:
        for id in list(self.instances):
            self._decide(self.instances[id], TimePassed())

    def _decide(self, instance: Instance, event: Event) -> str | None:
        decision = decide(library().processes[instance.process], instance, event, self.world(instance))
        if isinstance(decision, Refusal):
            return "\n".join(each.text() for each in decision.blockers)
        self._take(decision)
        return None

    def _open(self, signal: StartChild) -> None:
        self._take(begin(library().processes[signal.process], signal, self.world(signal)))

    def _take(self, decision: Decision) -> None:
        self.instances[decision.after.id] = decision.after
        self.notices += decision.notices
        self.incidents += decision.incidents
        for signal in decision.signals:
            if isinstance(signal, StartChild):
                self._open(signal)
            elif signal.target in self.instances:
                self._decide(self.instances[signal.target], signal.event)


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(4), UTC)  # noon in Shanghai
