"""The pieces of work that faults strike, each on a company prepared for it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from engine.core.values import Intervened, Triggered
from engine.runtime.deliver import deliver
from engine.runtime.importing import import_people
from engine.runtime.intervening import intervene
from engine.runtime.launch import launch
from engine.runtime.parcels import LEASE, take
from engine.runtime.runner import round_of
from engine.runtime.tick import tick
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace
from engine.store.database import snapshot, transaction
from engine.store.delivery import acknowledge
from engine.store.incidents import unresolved
from engine.store.instances import load_instances
from engine.store.progress import all_ids
from engine.store.tables import INSTANCE
from engine.words.errors import Misuse
from tests.faults.place import Place
from tests.faults.sound import nothing_lost
from tests.faults.tap import Received

CYCLE = "2026-t"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PEOPLE = """\
id,name,mail,language,site,department,manager,left_on,groups
B1,Zhao Bing,b1@example.com,zh,Shanghai,Board,,,
H1,Hu Hai,h1@example.com,zh,Shanghai,Board,B1,,hr
M1,Ma Ming,m1@example.com,zh,Shanghai,Research,B1,,
E1,Wang Wei,e1@example.com,zh,Shanghai,Research,M1,,
E2,Eve Else,e2@example.com,en,Berlin,Research,M1,,
"""
# A new colleague, a new manager for one, another leaves in a week.
CHANGED = """\
id,name,mail,language,site,department,manager,left_on,groups
E3,Sun Shan,e3@example.com,zh,Shanghai,Research,M1,,
E2,Eve Else,e2@example.com,en,Berlin,Research,B1,,
E1,Wang Wei,e1@example.com,zh,Shanghai,Research,M1,2026-03-10,
"""


def at(text: str) -> datetime:
    """`03-02 02:00` of 2026, UTC."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


Judge = Callable[[Workspace, Collection[Received], datetime], list[str]]


def one_stopped(fresh: Workspace, received: Collection[Received], now: datetime) -> list[str]:
    """One review cannot be decided on: it is named, once, and the others have moved on."""
    with snapshot(fresh.database) as connection:
        named = [each.about for each in unresolved(connection)]
        moved = [each.id for each in load_instances(connection, all_ids(connection)).values() if each.revision > 1]
    expected = [review(each) for each in ("B1", "E2", "H1", "M1")]
    return [
        *([] if named == [review("E1")] else [f"incidents about {named}"]),
        *([] if sorted(moved) == expected else [f"only these moved on: {moved}"]),
    ]


BEFORE, OPENING = at("02-23 02:00"), at("03-02 02:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Work that begins at `now` on the database kept as `on`; whoever meets a fault does it `again`."""

    name: str
    on: str
    now: datetime
    do: Callable[[Workspace, datetime], object]
    again_after: timedelta = timedelta()
    judge: Judge = nothing_lost


def _imported(text: str) -> Callable[[Workspace, datetime], object]:
    return lambda workspace, now: import_people(workspace, text.encode(), now)


def _launched(workspace: Workspace, now: datetime) -> None:
    with suppress(Misuse):  # it was launched before the fault
        launch(workspace, CYCLE, now)


def _intervened(workspace: Workspace, now: datetime) -> None:
    event = Intervened(verb="suspend", actor="H1", reason="reorganisation")
    ids = [f"review/{CYCLE}/{person}" for person in ("E1", "E2", "M1")]
    intervene(workspace, ids, event, now)


def review(person: str) -> str:
    return f"review/{CYCLE}/{person}"


def act(workspace: Workspace, id: str, actor: str, name: str, now: datetime, key: str, **form: object) -> object:
    """An act of somebody, under a key."""
    return trigger(workspace, id, Triggered(act=name, actor=actor, form=form), now, key=key)


def _write(*people: str) -> Callable[[Workspace, datetime], object]:
    def do(workspace: Workspace, now: datetime) -> None:
        for person in people:
            act(workspace, review(person), person, "write", now, f"write {person}", own="Shipped.")

    return do


def _rate(workspace: Workspace, now: datetime) -> object:
    return act(workspace, review("E1"), "M1", "rate", now, "rate E1", rating=4)


def _back(workspace: Workspace, now: datetime) -> object:
    event = Triggered(act="back", actor="M1", reason="Say more.")
    return trigger(workspace, review("E1"), event, now, key="back E1")


def _sent_back(workspace: Workspace, now: datetime) -> None:
    _launched(workspace, BEFORE)
    tick(workspace, OPENING)
    _write("E1")(workspace, OPENING + HOUR)
    _back(workspace, now)


def _late(workspace: Workspace, now: datetime) -> None:
    """Somebody claims and stalls; the lease runs out and another claims; the first one's report comes late."""
    stalled = take(workspace, "mailbox", now, 100)
    take(workspace, "mailbox", now + LEASE, 100)
    with transaction(workspace.database) as connection:
        acknowledge(connection, [each.claim for each in stalled.parcels], now + LEASE)


def _poisoned(workspace: Workspace, now: datetime) -> None:
    with transaction(workspace.database) as connection:
        connection.execute(update(INSTANCE).where(INSTANCE.c.id == review("E1")).values(state=["nowhere"]))


def _hold(workspace: Workspace, now: datetime) -> object:
    return act(workspace, f"{review('E1')}/talk", "M1", "hold", now, "hold E1", notes="Agreed.")


PIECES = (
    Piece(name="import of everybody", on="empty", now=BEFORE, do=_imported(PEOPLE)),
    Piece(name="launch", on="people", now=BEFORE, do=_launched),
    Piece(name="tick that begins", on="launched", now=OPENING, do=tick),
    Piece(name="claim, send, acknowledge", on="begun", now=OPENING, do=deliver, again_after=LEASE),
    Piece(name="two claims and a late report", on="begun", now=OPENING, do=_late, again_after=2 * LEASE),
    Piece(name="delivery of what is done already", on="written", now=OPENING + DAY, do=deliver, again_after=LEASE),
    Piece(name="trigger", on="begun", now=OPENING + HOUR, do=_write("E1")),
    Piece(name="batch of triggers", on="begun", now=OPENING + HOUR, do=_write("E1", "E2", "M1")),
    Piece(name="trigger that starts another", on="written", now=OPENING + DAY, do=_rate),
    Piece(name="trigger that ends another", on="rated", now=OPENING + DAY, do=_hold),
    Piece(name="tick that reminds", on="begun", now=at("03-05 02:00"), do=tick),
    Piece(name="tick that moves on", on="begun", now=at("03-12 02:00"), do=tick),
    Piece(name="trigger that sends back", on="written", now=OPENING + DAY, do=_back),
    Piece(name="tick that one cannot follow", on="poisoned", now=at("03-12 02:00"), do=tick, judge=one_stopped),
    Piece(name="import that changes", on="rated", now=at("03-04 02:00"), do=_imported(CHANGED)),
    Piece(name="tick when somebody leaves", on="changed", now=at("03-11 02:00"), do=tick),
    Piece(name="intervention in many", on="begun", now=OPENING + DAY, do=_intervened),
)
# Too long to break everywhere; for bugs that spoil what others have prepared.
WHOLE = Piece(name="a review sent back", on="people", now=OPENING + DAY, do=_sent_back)
BY_NAME = {each.name: each for each in (*PIECES, WHOLE)}
# How each kept state comes from the one before: state -> (from, when, what).
_STEPS: dict[str, tuple[str, datetime, Callable[[Workspace, datetime], object]]] = {
    "people": ("empty", BEFORE, _imported(PEOPLE)),
    "launched": ("people", BEFORE, _launched),
    "begun": ("launched", OPENING, tick),
    "written": ("begun", OPENING + HOUR, _write("E1", "E2", "M1")),
    "rated": ("written", OPENING + DAY, _rate),
    "poisoned": ("begun", OPENING, _poisoned),
    "changed": ("rated", at("03-04 02:00"), _imported(CHANGED)),
}


def prepare(place: Place) -> None:
    """Keep every state that pieces of work begin on."""
    place.keep("empty")
    for name, (before, now, do) in _STEPS.items():
        place.restore(before)
        do(place.process(), now)
        place.keep(name)


def run_on(workspace: Workspace, now: datetime) -> datetime:
    """Let time pass after a piece of work; the last moment somebody looked."""
    for later in (now + HOUR, now + 2 * DAY, now + 9 * DAY):
        round_of(workspace, later)
    return later
