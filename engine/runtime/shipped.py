"""Where the files that travel with the engine lie: the shipped processes and message templates.

A checkout keeps the processes in its top-level `processes/`. In a wheel, which must not claim that
name for all of site-packages, they lie inside the package, in `engine/shipped/processes/`. Templates
lie in `notifications/templates/` in both.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

LIBRARY = "library"


def processes() -> Path:
    """The folder of shipped process definitions. FileNotFoundError if the installation is torn."""
    engine = _package("engine")
    return _present(engine / "shipped" / "processes", engine.parent / "processes")


def library() -> Path:
    """The folder of published policies to start from, each an owner's folder of its own."""
    return processes() / LIBRARY


def templates() -> Path:
    """The folder of shipped message templates. FileNotFoundError if the installation is torn."""
    return _present(_package("notifications") / "templates")


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(name)
    return Path(spec.submodule_search_locations[0])


def _present(*places: Path) -> Path:
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(str(places[-1]))
