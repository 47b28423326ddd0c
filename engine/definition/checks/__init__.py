"""One check per file. Each takes the whole folder and yields problems; none raises, none changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.definition.checks.anchors import check_moments
from engine.definition.checks.anonymity import check_anonymity
from engine.definition.checks.apart import check_apart
from engine.definition.checks.chosen import check_chosen
from engine.definition.checks.collisions import check_collisions
from engine.definition.checks.cycles import check_cycles, check_house
from engine.definition.checks.deadlines import check_deadlines
from engine.definition.checks.expressions import check_expressions
from engine.definition.checks.folder import Folder
from engine.definition.checks.graph import check_graph
from engine.definition.checks.guards import check_guards
from engine.definition.checks.hiding import check_hiding
from engine.definition.checks.indicators import check_indicators
from engine.definition.checks.matrix import check_matrices
from engine.definition.checks.measured import check_measured
from engine.definition.checks.names import check_names
from engine.definition.checks.nesting import check_nesting
from engine.definition.checks.showing import check_showing
from engine.definition.checks.silence import check_silence
from engine.definition.checks.states import check_states
from engine.definition.checks.unfilled import check_unfilled
from engine.words.problems import Problem

CHECKS: tuple[Callable[[Folder], Iterable[Problem]], ...] = (
    check_house,
    check_names,
    check_collisions,
    check_expressions,
    check_apart,
    check_moments,
    check_states,
    check_chosen,
    check_nesting,
    check_graph,
    check_silence,
    check_unfilled,
    check_showing,
    check_hiding,
    check_anonymity,
    check_guards,
    check_matrices,
    check_deadlines,
    check_cycles,
    check_indicators,
    check_measured,
)


def check_all(folder: Folder) -> list[Problem]:
    """Every check over every file."""
    return [problem for check in CHECKS for problem in check(folder)]
