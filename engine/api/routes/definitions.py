"""Definitions: what the files say now; checked and uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Response

from engine.api.desk import Caller, may
from engine.api.exact import ExactRoute
from engine.api.models import Files
from engine.api.once import Key, once
from engine.api.schemas import schema_of
from engine.definition.model import Process, Text
from engine.runtime.uploading import check_upload, upload
from engine.words.errors import NotFound
from engine.words.problems import Problem, nearest

router = APIRouter(prefix="/definitions", tags=["definitions"], route_class=ExactRoute)

Reader = Annotated[Caller, may("definitions:read")]
Writer = Annotated[Caller, may("definitions:write")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A process as the files have it now. `digest` changes with every letter of it."""

    process: str
    version: int
    title: Text
    digest: str
    roles: Mapping[str, Text]
    states: Mapping[str, Text]
    acts: Mapping[str, Text]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """`sound`: without an error, whatever warnings there are."""

    sound: bool
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """Paths within `processes/`."""

    written: tuple[str, ...]


@router.get("", response_model=schema_of(Definitions))
def list_definitions(caller: Reader) -> Response:
    """Every process of the files, without its text."""
    known = caller.workspace.library.processes.values()
    return caller.answer(Definitions(definitions=tuple(_definition(each, text="") for each in known)))


@router.get("/{process}", response_model=schema_of(Definition))
def read_definition(caller: Reader, process: Annotated[str, Path(max_length=200)]) -> Response:
    """One process, with its YAML."""
    known = caller.workspace.library.processes
    if process not in known:
        raise NotFound("process-unknown", process=process[:60], nearest=nearest(process[:60], known) or "–")
    return caller.answer(_definition(known[process], text=known[process].text))


@router.post("/check", response_model=schema_of(Checked))
def check_definitions(caller: Reader, asked: Files) -> Response:
    """What `check` would say with these files in the folder. Nothing is written."""
    findings = check_upload(caller.workspace, asked.files)
    sound = not any(each.severity == "error" for each in findings)
    return caller.answer(Checked(sound=sound, findings=tuple(findings)))


@router.post("", response_model=schema_of(Uploaded), status_code=201)
def upload_definitions(caller: Writer, asked: Files, key: Key) -> Response:
    """Take files into the folder, all or none. Only what begins afterwards runs under them."""

    def do() -> Uploaded:
        written = upload(caller.workspace, asked.files)
        caller.desk.look()
        root = caller.workspace.home / "processes"
        return Uploaded(written=tuple(each.relative_to(root).as_posix() for each in written))

    return once(caller, key, ["upload", asked.files], do, 201)


def _definition(process: Process, *, text: str) -> Definition:
    acts = {name: act.title for state in process.states.values() for name, act in state.on.items() if not act.engine}
    return Definition(
        process=process.name,
        version=process.version,
        title=process.title,
        digest=process.digest,
        roles={name: each.title for name, each in process.roles.items()},
        states={name: each.title for name, each in process.states.items()},
        acts=acts,
        text=text,
    )
