"""Scenario files of a folder: the owner's, or, where there are none, the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.definition.house import Library
from engine.definition.library import read_scenarios
from engine.definition.scenario import Scenario
from engine.lab.naming import check_names
from engine.runtime import folder
from engine.runtime.workspace import Workspace
from engine.words.errors import DefinitionInvalid, Misuse
from engine.words.problems import Problem

FOLDER = "tests/"


def read_all(files: Workspace, named: Sequence[str]) -> list[tuple[str, Scenario]]:
    """The scenarios of the files named, else of every file in `processes/tests`, each with its file.

    Raises DefinitionInvalid with every fault, unknown names included, and Misuse if there is nothing to play.
    """
    if named:
        texts: Mapping[str, str] = {name: folder.text_of(Path(name)) for name in named}
    else:
        lying = folder.processes(files.home, files.settings.beneath)
        texts = folder.scenarios(files.home) or {path: lying[path] for path in lying if path.startswith(FOLDER)}
    found, problems = _read(texts, files.library)
    if problems:
        raise DefinitionInvalid(problems)
    if not found:
        raise Misuse("no-scenarios", folder=f"processes/{FOLDER}")
    return found


def check(library: Library | None, home: Path) -> list[Problem]:
    """What is wrong with the owner's scenario files; without a library, only with their form.

    Nobody is told of shipped scenarios that do not go with the owner's processes.
    """
    return _read(folder.scenarios(home), library)[1]


def _read(texts: Mapping[str, str], library: Library | None) -> tuple[list[tuple[str, Scenario]], list[Problem]]:
    found: list[tuple[str, Scenario]] = []
    problems: list[Problem] = []
    for path, text in texts.items():
        scenarios, faults = read_scenarios(path, text)
        found += [(path, each) for each in scenarios]
        problems += faults
        if library is not None:
            for each in scenarios:
                problems += [name for name in check_names(library, each) if name not in problems]
    return found, problems
