"""Random lives of random definitions: acts, time and the engine's events, all written down to be lived again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from engine.core.values import Decision, Event, Instance, Raised, Refusal, TimePassed, Triggered
from engine.definition.model import Process
from tests.support.roster import Reviews

PEOPLE = ("li", "wang", "mei", "zhao", "nobody")


@dataclass
class Life:
    """One instance. `told` is what happened to it, when, and what came of it."""

    text: str
    chance: Random
    told: list[tuple[Event, datetime, Decision | Refusal]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reviews = Reviews(self.text)
        self.reviews.start()

    @property
    def instance(self) -> Instance:
        return self.reviews.of()

    @property
    def process(self) -> Process:
        return self.reviews.process("review", 1)

    def step(self) -> Decision | Refusal:
        """One random thing happens."""
        kind = self.chance.random()
        if kind < 0.3:
            self.reviews.now += timedelta(hours=self.chance.choice([1, 20, 24, 50, 100, 300]))
            return self.happens(TimePassed())
        if kind < 0.33:
            return self.happens(Raised(name=self.chance.choice(["people.changed", "subject_left", "nonsense"])))
        acts = sorted({name for state in self.process.states.values() for name in state.on if name != "done"})
        here = [
            name for place in self.instance.state for outer in self.process.states[place].path
            for name in self.process.states[outer].on if name != "done"
        ]  # fmt: skip
        act = self.chance.choice(here if here and kind < 0.9 else acts or ["nothing"])
        return self.happens(Triggered(act=act, actor=self.chance.choice(PEOPLE)))

    def happens(self, event: Event) -> Decision | Refusal:
        outcome = self.reviews.attempt(event)
        self.told.append((event, self.reviews.now, outcome))
        return outcome
