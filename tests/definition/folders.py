"""The small folder the tests vary, and the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "processes"


@cache
def right() -> Mapping[str, str]:
    """A folder without a fault."""
    return texts(HERE / "right")


@cache
def shipped() -> Mapping[str, str]:
    return texts(SHIPPED)


def texts(folder: Path) -> dict[str, str]:
    """Path within the folder -> text; the library holds folders of their own."""
    found = {path.relative_to(folder): path.read_text("utf-8") for path in folder.rglob("*.yaml")}
    return {path.as_posix(): text for path, text in found.items() if path.parts[0] != "library"}


def changed(old: str, new: str, file: str = "review.yaml") -> dict[str, str]:
    """The right folder with one passage replaced."""
    assert old in right()[file], old
    return {**right(), file: right()[file].replace(old, new)}
