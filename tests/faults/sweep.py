"""The sweep: each piece of work broken at every point, in both ways, and run on; held against a run without a fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from engine.runtime.workspace import Workspace
from engine.store.database import snapshot
from engine.words.errors import ReviewflowError
from tests.faults.picture import Picture, differences, picture
from tests.faults.pieces import Piece, run_on
from tests.faults.place import Place
from tests.faults.sound import forgotten
from tests.faults.tap import Died, Received, Strike

Way = Literal["die", "cut"]
WAYS: tuple[Way, ...] = ("die", "cut")

PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: the rows, what arrived, and everything that is wrong in itself."""

    rows: Picture
    received: tuple[Received, ...]
    wrong: tuple[str, ...]

    @property
    def arrived(self) -> frozenset[str]:
        return frozenset(each.message_id for each in self.received)


@dataclass(slots=True)
class Swept:
    """One piece of work on one database: how many points were struck, and at which something went wrong."""

    place: str
    piece: str
    points: int = 0
    runs: int = 0
    resent: int = 0
    failures: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        return asdict(self)


def sweep(place: Place, piece: Piece, *, ways: Sequence[Way] = WAYS, stride: int = 1, first: int = 0) -> Swept:
    """Strike every `stride`-th point of a piece, from `first`; the state it begins on must be kept at the place."""
    calm = Strike(None, "die")
    expected = run(place, piece, calm)
    found = Swept(place.name, piece.name, points=len(calm.points))
    found.failures += [f"without a fault: {each}" for each in expected.wrong]
    for strike in strikes(len(calm.points), ways, stride, first):
        outcome = run(place, piece, strike)
        found.runs += 1
        found.resent += len(outcome.received) - len(outcome.arrived)
        found.failures += [f"{strike.way} {strike.struck}: {each}" for each in against(expected, outcome)]
    return found


def strikes(points: int, ways: Sequence[Way] = WAYS, stride: int = 1, first: int = 0) -> Iterator[Strike]:
    """A strike at every `stride`-th point, from `first`, in each way."""
    return (Strike(number, way) for way in ways for number in range(first % stride, points, stride))


def run(place: Place, piece: Piece, strike: Strike) -> Outcome:
    """Do a piece of work under a strike, again as whoever met it would, and run on."""
    place.restore(piece.on)
    place.tap.received.clear()
    with place.tap.mail() as received:
        worker = place.process()
        for now, listening in _attempts(piece, strike):
            place.tap.hear = listening
            try:
                piece.do(worker, now)
                break
            except Died:
                worker = place.process()
            except ReviewflowError as failure:
                if strike.struck is None:
                    return Outcome({}, (), (f"failed without a fault: {failure!r}",))
        place.tap.hear = lambda _: None
        try:
            last = run_on(worker, piece.now)
        except ReviewflowError as failure:
            return Outcome({}, (), (f"nobody could go on: {failure!r}",))
        return outcome_of(place, piece, worker, received, last)


def _attempts(piece: Piece, strike: Strike) -> Iterator[tuple[datetime, Any]]:
    yield piece.now, strike
    for _ in range(PATIENCE):
        yield piece.now + piece.again_after, lambda _: None


def outcome_of(place: Place, piece: Piece, worker: Workspace, received: Sequence[Received], now: datetime) -> Outcome:
    """How it stands after everybody has worked."""
    fresh = place.process()
    wrong = [*forgotten(worker, fresh), *piece.judge(fresh, received, now)]
    with snapshot(fresh.database) as connection:
        return Outcome(picture(connection), tuple(received), tuple(wrong))


def against(expected: Outcome, found: Outcome) -> list[str]:
    """What a fault changed: nothing may be lost, nothing queued twice, nothing told to nobody."""
    said = list(found.wrong)
    said += differences(expected.rows, found.rows) if found.rows else []
    said += [f"never arrived: {each}" for each in sorted(expected.arrived - found.arrived)]
    said += [f"arrived too: {each}" for each in sorted(found.arrived - expected.arrived)]
    return said
