"""Somebody about to write: who they are, what day it is where they work, and which words they use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.core.values import Data
from engine.demo.phrases import PHRASES
from engine.demo.scene import Scene
from engine.demo.stable import pick


@dataclass(frozen=True, slots=True)
class Pen:
    """Somebody filling in a form about a scene. `about` tells forms of one stay apart."""

    scene: Scene
    actor: str
    moment: datetime
    about: str

    @property
    def today(self) -> date:
        return self.scene.day_of(self.actor, self.moment)

    @property
    def data(self) -> Data:
        return self.scene.instance.data

    def roll(self, *parts: object) -> float:
        return self.scene.roll(self.actor, self.about, *parts)

    def say(self, what: str, *parts: object) -> str:
        """A phrase in the writer's language."""
        phrases = PHRASES.get(what, PHRASES["note"])[self.scene.language(self.actor)]
        return pick(phrases, self.scene.seed, self.scene.instance.id, self.actor, self.about, what, *parts)

    def in_working_days(self, days: int) -> date:
        return self.scene.calendar(self.actor).add(self.today, days)
