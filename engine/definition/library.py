"""An owner's folder as a whole: every file read, checked alone and against the others. The entrance to this room."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Literal

from engine.definition.build.cycle import build_cycle
from engine.definition.build.draft import Draft
from engine.definition.build.house import build_calendar, build_organisation
from engine.definition.build.indicators import build_family
from engine.definition.build.process import build_process
from engine.definition.build.scenario import build_scenarios
from engine.definition.checks import check_all
from engine.definition.checks.folder import Folder, Made
from engine.definition.findings import FINDINGS, OF_MESSAGES
from engine.definition.grammar import Map
from engine.definition.house import CycleTemplate, Library
from engine.definition.indicators import Family
from engine.definition.model import Process
from engine.definition.nodes import MapNode, Node
from engine.definition.reading import read_yaml
from engine.definition.scenario import Scenario
from engine.definition.shapes import CALENDAR, CYCLE, FAMILY, ORGANISATION, PROCESS
from engine.definition.shapes.scenario import SCENARIO
from engine.definition.sheet import Sheet
from engine.definition.silencing import accepted, unknown
from engine.words.errors import DefinitionInvalid
from engine.words.problems import Problem, Span

Kind = Literal["process", "cycle", "calendar", "family", "organisation"]
_SHAPES: Mapping[Kind, Map] = {
    "process": PROCESS, "cycle": CYCLE, "calendar": CALENDAR, "family": FAMILY,
    "organisation": ORGANISATION,
}  # fmt: skip
_FOLDERS: Mapping[str, Kind] = {"cycles": "cycle", "calendars": "calendar", "indicators": "family"}
ORGANISATION_FILE = "organisation.yaml"


def kind_of(path: str) -> Kind | None:
    """What a file of the folder says by where it lies; None for files of other rooms."""
    parts = PurePosixPath(path).parts
    if not path.endswith((".yaml", ".yml")):
        return None
    if len(parts) == 1:
        return "organisation" if path == ORGANISATION_FILE else "process"
    return _FOLDERS.get(parts[0])


def read_library(files: Mapping[str, str]) -> tuple[Library | None, list[Problem]]:
    """All files of a folder, by path relative to it. None if there is any error; warnings may stand beside it."""
    library, problems = read_sound_part(files)
    return (None if any(problem.severity == "error" for problem in problems) else library), problems


def read_sound_part(files: Mapping[str, str]) -> tuple[Library | None, list[Problem]]:
    """What can be read in spite of errors, so that messages can be checked too; nothing to be run.

    Processes and cycles whose own file has an error are left out. None without an organisation.
    """
    folder = Folder()
    problems: list[Problem] = []
    for path in sorted(files):
        kind = kind_of(path)
        if kind is not None:
            problems += _read_file(folder, kind, path, files[path])
    problems += check_all(folder)
    texts = {path: files[path] for path in sorted(files) if kind_of(path)}
    problems = _in_order([*accepted(problems, texts, FINDINGS.keys() - OF_MESSAGES), *unknown(texts)])
    if folder.organisation is None:
        return None, problems
    bad = {problem.span.file for problem in problems if problem.severity == "error" and problem.span}
    library = Library(
        organisation=folder.organisation[1],
        processes={each.process.name: each.process for each in folder.processes if each.draft.file not in bad},
        cycles={cycle.name: cycle for draft, cycle in folder.cycles if draft.file not in bad},
        calendars={spec.name: spec for _, spec in folder.calendars},
        board=folder.board,
        texts=texts,
    )
    return library, problems


def read_process(path: str, text: str) -> Process:
    """One definition that has been checked before, such as the one an instance runs under. Raises DefinitionInvalid.

    Nothing is held against other files.
    """
    draft, node, problems = _drafted("process", path, text)
    if node is None:
        raise DefinitionInvalid(problems)
    process = build_process(draft, node, text)
    problems = [*problems, *draft.problems]
    if problems:
        raise DefinitionInvalid(_in_order(problems))
    return process


def read_cycle(path: str, text: str) -> CycleTemplate:
    """One cycle that has been checked before, such as the one a launched turn runs under. Raises DefinitionInvalid."""
    draft, node, problems = _drafted("cycle", path, text)
    if node is None:
        raise DefinitionInvalid(problems)
    cycle = build_cycle(draft, node, text)
    problems = [*problems, *draft.problems]
    if problems:
        raise DefinitionInvalid(_in_order(problems))
    return cycle


def read_family(path: str, text: str) -> Family:
    """One family of indicators that has been checked before, such as one a cycle keeps. Raises DefinitionInvalid."""
    draft, node, problems = _drafted("family", path, text)
    if node is None:
        raise DefinitionInvalid(problems)
    family = build_family(draft, node, text)
    if problems or draft.problems:
        raise DefinitionInvalid(_in_order([*problems, *draft.problems]))
    return family


def read_scenarios(path: str, text: str) -> tuple[list[Scenario], list[Problem]]:
    """The scenarios of a file, one a document or row of its table; none if the file has a fault."""
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for document in _documents(text):
        node, found = read_yaml(path, document)
        sheet = Sheet()
        if node is not None:
            SCENARIO.check(node, sheet)
        problems += [*found, *sheet.problems]
        if node is not None and not found and not sheet.problems:
            draft = Draft(file=path)
            scenarios += build_scenarios(draft, node)
            problems += draft.problems
    return ([] if problems else scenarios), _in_order(problems)


def _documents(text: str) -> list[str]:
    """The documents of a text, each with empty lines before it so that every place stays what it is in the file."""
    documents, start = [], 0
    lines = text.splitlines(keepends=True)
    for number, line in enumerate([*lines, "---"]):
        if line.rstrip() == "---":
            if "".join(lines[start:number]).strip():
                documents.append("\n" * start + "".join(lines[start:number]))
            start = number + 1
    return documents


def _drafted(kind: Kind, path: str, text: str) -> tuple[Draft, Node | None, list[Problem]]:
    node, problems = read_yaml(path, text)
    sheet = Sheet()
    if node is not None:
        shape = _SHAPES[kind]
        if isinstance(node, MapNode) and not any(key.text in shape.keys for key, _ in node.entries):
            sheet.report("not-such-a-file", node.span, title=shape.title, known=", ".join(shape.keys))
            node = None
        else:
            shape.check(node, sheet)
            node = None if id(node) in sheet.bad else node
    return Draft(file=path, bad=sheet.bad), node, [*problems, *sheet.problems]


def _read_file(folder: Folder, kind: Kind, path: str, text: str) -> list[Problem]:
    draft, node, problems = _drafted(kind, path, text)
    if node is None:
        folder.unread.add(kind)
        folder.unread_names.add(PurePosixPath(path).stem)
        return problems
    made: Made
    if kind == "process":
        made = build_process(draft, node, text)
    elif kind == "cycle":
        made = build_cycle(draft, node, text)
    elif kind == "calendar":
        made = build_calendar(draft, node)
    elif kind == "family":
        made = build_family(draft, node, text)
    else:
        made = build_organisation(draft, node)
    problems = [*problems, *draft.problems]
    folder.add(draft, made, sound=not problems)
    return problems + _named_after_file(path, made)


def _named_after_file(path: str, made: object) -> list[Problem]:
    stem = PurePosixPath(path).stem
    name = getattr(made, "name", None)
    if not name or name == stem:
        return []
    return [Problem(code="name-is-not-file", facts={"name": name, "file": stem}, span=Span(path))]


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By place, each said once."""
    seen: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        seen.setdefault((*problem.order, repr(problem.facts)), problem)
    return sorted(seen.values(), key=lambda problem: problem.order)
