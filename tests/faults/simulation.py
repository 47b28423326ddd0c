"""A company lived through on a virtual clock, with faults at any step; the same seed gives the same life.

Two runners, two integrations that ask until they are answered, and an administrator who imports and intervenes, all at
once. What must hold is asked whenever nobody is in the midst of something, and of everything at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from unittest.mock import patch

from sqlalchemy import select

from engine.core.values import Intervened, TaskRecord, Triggered
from engine.runtime.importing import import_people
from engine.runtime.intervening import intervene
from engine.runtime.parcels import LEASE
from engine.runtime.runner import round_of
from engine.runtime.tick import next_moment
from engine.runtime.trigger import Outcome, trigger
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.store.instances import load_instances
from engine.store.people import active_ids
from engine.store.progress import all_ids
from engine.store.tables import EVENT, INCIDENT, OUTBOX
from engine.store.tasks import open_tasks
from engine.words import clock
from engine.words.errors import Conflict, NotFound, Refused, Unavailable
from notifications.channels import Permanent
from tests.faults.pieces import CHANGED, DAY, HOUR, at, review
from tests.faults.place import Place
from tests.faults.sound import forgotten, nothing_lost, unsound
from tests.faults.stage import Actor, Blocked, Stage
from tests.faults.tap import SEND, Died, Point

BEGINS, ENDS = at("03-01 12:00"), at("03-27 12:00")
MINUTE = timedelta(minutes=1)
RATES = (0.0, 0.002, 0.005, 0.015)
MOST_ROUNDS = 60


class Broken(AssertionError):
    """Something that must hold did not."""


@dataclass(slots=True)
class Played:
    """One life, in numbers."""

    seed: int
    place: str
    rounds: int = 0
    acts: int = 0
    repeated: int = 0
    messages: int = 0
    resent: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


class Life:
    """What one seed leads to at a place whose state `launched` is kept."""

    def __init__(self, place: Place, seed: int, blocked: Blocked | None = None) -> None:
        self.place = place
        self.rng = Random(seed)
        self.played = Played(seed, place.name)
        self.stage = Stage(self.rng, BEGINS, blocked=blocked)
        self.rate = self.rng.choice(RATES)
        self.refused = self.rng.choice([None, None, "e2@example.com"])
        self.answers: dict[str, Outcome] = {}
        self.survivors: list[Workspace] = []
        self.touched = False

    def live(self) -> Played:
        """From the launch to the end, and the calm after it; whatever did not hold stands among the failures."""
        place, stage = self.place, self.stage
        place.restore("launched")
        place.tap.received.clear()
        for name in ("runner 1", "runner 2"):
            stage.enter(name, self._runner)
        for name in ("integration 1", "integration 2"):
            stage.enter(name, self._integration)
        stage.enter("administrator", self._administrator)
        stage.fault = self._fault
        with place.tap.mail() as received, patch.object(clock, "now", lambda: stage.now):
            place.tap.hear = stage.hear
            try:
                stage.play(self._quiet)
                place.tap.hear = lambda _: None
                self._calm()
                self._judge()
            except Broken as broken:
                self.played.failures += broken.args[0]
            except Exception as failure:  # an actor met what nobody foresaw
                self.played.failures.append(f"raised: {failure!r}")
            place.tap.hear = lambda _: None
            self.played.messages = len({each.message_id for each in received})
            self.played.resent = len(received) - self.played.messages
        return self.played

    # Who acts.

    def _runner(self, actor: Actor) -> None:
        worker, stage = self.place.process(), self.stage
        while stage.now < ENDS:
            now = stage.now + self.rng.choice([timedelta()] * 8 + [-HOUR, HOUR])
            try:
                round_of(worker, now)
                self.played.rounds += 1
                ahead = next_moment(worker)
                wake = min(ahead or ENDS, stage.now + self.rng.choice([9 * HOUR, DAY, 3 * DAY]))
            except Died:
                worker, wake = self._reborn(actor), stage.now + self.rng.choice([MINUTE, HOUR, 2 * DAY])
            except (Unavailable, Conflict):
                wake = stage.now + MINUTE
            actor.sleep(max(wake, stage.now + MINUTE))
        self.survivors.append(worker)

    def _integration(self, actor: Actor) -> None:
        worker, stage, number = self.place.process(), self.stage, 0
        while stage.now < ENDS:
            actor.sleep(stage.now + self.rng.choice([MINUTE, HOUR, 9 * HOUR, DAY, 2 * DAY]))
            asked = self._idea(worker)
            if asked is None:
                continue
            id, event = asked
            number += 1
            worker = self._ask(actor, worker, id, event, f"{actor.name} {number}")
            if self.rng.random() < 0.2:  # somebody is not sure and asks again
                worker = self._ask(actor, worker, id, event, f"{actor.name} {number}")
        self.survivors.append(worker)

    def _ask(self, actor: Actor, worker: Workspace, id: str, event: Triggered, key: str) -> Workspace:
        """Until there is an answer, whatever happens; the process that got it."""
        while True:
            try:
                outcome = trigger(worker, id, event, self.stage.now, key=key)
                break
            except Died:
                worker = self._reborn(actor)
            except (Refused, NotFound):
                return worker
            except Unavailable:
                pass
            except Conflict:
                return worker
            actor.sleep(self.stage.now + MINUTE)
        known = self.answers.setdefault(key, outcome)
        self.played.acts += known is outcome
        self.played.repeated += outcome.repeated
        if (known.instance, known.revision, known.state) != (outcome.instance, outcome.revision, outcome.state):
            raise Broken([f"{key}: two answers, {known} and {outcome}"])
        return worker

    def _idea(self, worker: Workspace) -> tuple[str, Triggered] | None:
        """Something that somebody could do now, mostly allowed."""
        try:
            with snapshot(worker.database) as connection:
                open_now = open_tasks(connection, active_ids(connection, self.stage.now.date()))
        except (Unavailable, Died):
            return None
        if not open_now:
            return None
        id, task = self.rng.choice(open_now)
        return id, self._deed(task)

    def _deed(self, task: TaskRecord) -> Triggered:
        if task.name == "rate" and self.rng.random() < 0.2:
            return Triggered(act="back", actor=task.person, reason="Say more.")
        forms = {"write": {"own": "Shipped."}, "rate": {"rating": self.rng.randint(2, 5)}, "hold": {"notes": "Agreed."}}
        return Triggered(act=task.name, actor=task.person, form=forms[task.name])

    def _administrator(self, actor: Actor) -> None:
        stage = self.stage
        actor.sleep(stage.now + self.rng.uniform(0, 9) * DAY)
        self._until_done(actor, lambda worker: import_people(worker, CHANGED.encode(), stage.now))
        ids = [review(each) for each in ("E1", "E2", "E3", "M1")]
        for verb in ("suspend", "resume"):
            actor.sleep(stage.now + self.rng.uniform(0, 4) * DAY)
            event = Intervened(verb=verb, actor="H1", reason="reorganisation")  # type: ignore[arg-type]
            self._until_done(actor, lambda worker, event=event: intervene(worker, ids, event, stage.now))  # type: ignore[misc]

    def _until_done(self, actor: Actor, do: Callable[[Workspace], object]) -> None:
        worker = self.place.process()
        while True:
            try:
                do(worker)
                return
            except Died:
                worker = self._reborn(actor)
            except (Unavailable, Conflict):
                pass
            actor.sleep(self.stage.now + MINUTE)

    def _reborn(self, actor: Actor) -> Workspace:
        actor.born()
        return self.place.process()

    # What goes wrong.

    def _fault(self, actor: Actor, point: Point) -> None:
        self.touched |= point.what.startswith(("INSERT", "DELETE", SEND))
        if point.what.startswith(SEND) and point.when == "before":
            if self.refused is not None and point.what.endswith(self.refused):
                raise Permanent("smtp-refused", host="-", stage="RCPT TO", status=550, reply="no such user")
            if self.rng.random() < 0.02:
                self.played.faults["slow"] += 1
                self.stage.now += 2 * LEASE
        if self.rng.random() >= self.rate:
            return
        kind = self.rng.choice(["died", "cut"])
        self.played.faults[kind] += 1
        if kind == "died":
            self.stage.die(actor, point)
        point.cut()

    # What must hold.

    def _quiet(self) -> None:
        if not self.touched:
            return
        self.touched = False
        fresh = self.place.process()
        self.place.tap.hear = lambda _: None
        self._hold(unsound(fresh, self.place.tap.received, self.stage.now))
        self.place.tap.hear = self.stage.hear

    def _calm(self) -> None:
        """No more faults: whoever works, works until nothing is to be done."""
        worker, stage = self.place.process(), self.stage
        stage.now = max(stage.now, ENDS) + 2 * LEASE
        for _ in range(MOST_ROUNDS):
            round_of(worker, stage.now)
            ahead = next_moment(worker)
            if ahead is None:
                return
            if ahead > ENDS + 90 * DAY:
                break
            stage.now = max(ahead, stage.now + MINUTE)
        self._hold(["it never comes to rest"])

    def _judge(self) -> None:
        fresh = self.place.process()
        wrong = [each for survivor in self.survivors for each in forgotten(survivor, fresh)]
        wrong += nothing_lost(fresh, self.place.tap.received, self.stage.now)
        with snapshot(fresh.database) as connection:
            found = load_instances(connection, all_ids(connection)).values()
            acts = connection.execute(select(EVENT.c.instance_id).where(EVENT.c.kind == "act")).scalars().all()
            dead = connection.execute(select(OUTBOX.c.recipient).where(OUTBOX.c.status == "dead")).scalars().all()
            incidents = connection.execute(select(INCIDENT.c.code).where(INCIDENT.c.resolved_at.is_(None))).scalars()
            told = set(incidents)
        wrong += [f"{each.id}: still in {each.place}" for each in found if each.status == "running"]
        missing = {review(each) for each in ("B1", "H1", "M1", "E1", "E2", "E3")} - {each.id for each in found}
        wrong += [f"{each}: never begun" for each in missing]
        if len(acts) != len(self.answers):
            wrong.append(f"{len(self.answers)} acts were answered and {len(acts)} happened")
        if set(dead) - {"E2"} or bool(dead) != ("message-refused" in told) or told - {"message-refused"}:
            wrong.append(f"dead: {dead}, incidents: {told}")
        self._hold(wrong)

    def _hold(self, wrong: Sequence[str]) -> None:
        if wrong:
            raise Broken(list(wrong))


def live(place: Place, seed: int, blocked: Blocked | None = None) -> Played:
    """One life."""
    return Life(place, seed, blocked).live()
