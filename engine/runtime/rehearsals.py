"""Scenario files of a folder, the owner's and the shipped ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.definition.library import read_scenarios
from engine.definition.scenario import Scenario
from engine.runtime import folder
from engine.words.errors import DefinitionInvalid, Misuse
from engine.words.problems import Problem

FOLDER = "tests/"


def read_all(home: Path, named: Sequence[str]) -> list[tuple[str, Scenario]]:
    """The scenarios of the files named, else of every file in `processes/tests`, each with its file.

    Raises DefinitionInvalid with every fault, Misuse if there is nothing to play.
    """
    if named:
        texts = {name: folder.text_of(Path(name)) for name in named}
    else:
        texts = {path: text for path, text in folder.processes(home).items() if path.startswith(FOLDER)}
    found: list[tuple[str, Scenario]] = []
    problems: list[Problem] = []
    for path, text in texts.items():
        scenarios, faults = read_scenarios(path, text)
        found += [(path, each) for each in scenarios]
        problems += faults
    if problems:
        raise DefinitionInvalid(problems)
    if not found:
        raise Misuse("no-scenarios", folder=f"processes/{FOLDER}")
    return found
