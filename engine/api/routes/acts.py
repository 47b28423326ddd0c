"""Acts: one, rehearsed or done; many; and what is begun and not handed in."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response

from engine.api.desk import Absent, As, Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Claiming, Doing, DoingMany, DoingOne, Drafting
from engine.api.once import Key, in_flight
from engine.api.problems import ProblemDocument
from engine.api.routes.instances import Id
from engine.api.schemas import schema_of
from engine.core.values import Triggered
from engine.runtime.claiming import claim, release
from engine.runtime.drafting import keep_draft
from engine.runtime.trigger import Outcome, rehearse, trigger
from engine.store.claims import Claim
from engine.views.rights import as_seen_by
from engine.words.errors import ReviewflowError, Unavailable
from engine.words.plain import described

router = APIRouter(tags=["acts"], route_class=ExactRoute)

Actor = Annotated[Caller, may("acts:write")]
Match = Annotated[
    str | Absent,
    Header(
        alias="If-Match", pattern=r'^"\d{1,9}"$', description="The revision the caller has seen, as `ETag` gave it."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftKept:
    """A draft that is kept: of which task."""

    instance: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Nobody has said any more to be on it."""

    instance: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What became of one of a batch: `outcome`, or `error` as in a problem document."""

    instance: str
    done: bool
    outcome: Outcome | None
    error: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    done: int
    refused: int
    results: tuple[Item, ...]


@router.post("/instances/{instance:path}/acts/{act}", response_model=schema_of(Outcome))
def do_act(
    caller: Actor,
    instance: Id,
    act: str,
    asked: Doing,
    key: Key,
    match: Match = None,
    dry_run: Annotated[bool, Query(description="Only say what would happen.")] = False,
) -> Response:
    """Do an act for a person, once however often it is asked. A refusal says every reason (422)."""
    event = _event(caller, act, asked)
    if dry_run:
        with _told_apart(caller, instance, event):
            return caller.answer(rehearse(caller.workspace, instance, event, caller.now))
    with in_flight(caller, key) as own, _told_apart(caller, instance, event):
        done = trigger(
            caller.workspace, instance, event, caller.now, key=own, revision=int(match.strip('"')) if match else None
        )
    headers: dict[str, Any] = {"ETag": f'"{done.revision}"'}
    if done.repeated:
        headers["Idempotent-Replayed"] = "true"
    return caller.answer(done, **headers)


@router.post("/acts", response_model=schema_of(Items), responses={422: {"model": ProblemDocument}})
def do_acts(caller: Actor, asked: DoingMany) -> Response:
    """Many, each in a transaction of its own; what is refused keeps nobody else. A `key` makes an item repeatable."""
    results = [_one(caller, each) for each in asked.items]
    done = sum(each.done for each in results)
    return caller.answer(Items(done=done, refused=len(results) - done, results=tuple(results)))


@router.put("/instances/{instance:path}/drafts/{act}", response_model=schema_of(DraftKept))
def save_draft(caller: Actor, instance: Id, act: str, asked: Drafting) -> Response:
    """Keep what was begun, for that person alone; nothing is judged yet."""
    actor = caller.acting(asked.actor)
    with as_seen_by(caller.workspace, caller.now, instance, [actor]):
        task = keep_draft(caller.workspace, instance, act, actor, asked.form, caller.now)
    return caller.answer(DraftKept(instance=instance, task=task))


Task = Annotated[str, Path(max_length=200)]


@router.put("/instances/{instance:path}/tasks/{task}/claim", response_model=schema_of(Claim))
def claim_task(caller: Actor, instance: Id, task: Task, asked: Claiming) -> Response:
    """Say that somebody is on a task that several may do: for a day, and as a word to the others. Who may act still
    may; whoever is second is told who is on it (422, `task-claimed`)."""
    actor = caller.acting(asked.actor)
    with as_seen_by(caller.workspace, caller.now, instance, [actor]):
        return caller.answer(claim(caller.workspace, instance, task, actor, caller.now))


@router.delete("/instances/{instance:path}/tasks/{task}/claim", response_model=schema_of(Released))
def release_task(caller: Actor, instance: Id, task: Task, as_: As = None) -> Response:
    """Take that back; a second time does nothing."""
    actor = caller.acting(as_)
    with as_seen_by(caller.workspace, caller.now, instance, [actor]):
        release(caller.workspace, instance, task, actor, caller.now)
    return caller.answer(Released(instance=instance, task=task))


def _one(caller: Caller, asked: DoingOne) -> Item:
    try:
        event = _event(caller, asked.act, asked)
        with _told_apart(caller, asked.instance, event):
            if asked.key is None:
                done = trigger(caller.workspace, asked.instance, event, caller.now, revision=asked.revision)
            else:
                with in_flight(caller, asked.key) as own:
                    done = trigger(
                        caller.workspace, asked.instance, event, caller.now, key=own, revision=asked.revision
                    )
    except Unavailable:
        raise
    except ReviewflowError as failure:
        return Item(instance=asked.instance, done=False, outcome=None, error=described(failure, caller.language))
    return Item(instance=asked.instance, done=True, outcome=done, error=None)


def _told_apart(caller: Caller, instance: str, event: Triggered) -> AbstractContextManager[None]:
    people = [each for each in (event.actor, event.on_behalf_of) if each]
    return as_seen_by(caller.workspace, caller.now, instance, people)


def _event(caller: Caller, act: str, asked: Doing) -> Triggered:
    return Triggered(
        act=act,
        actor=caller.acting(asked.actor),
        form=asked.form,
        reason=asked.reason,
        amount=asked.amount,
        on_behalf_of=asked.on_behalf_of,
        via=caller.via,
    )
