"""The pages there are, and which of them are made by the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from engine.lab.manual.page import reference_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
GENERATED: Mapping[Path, Callable[[], str]] = {
    DOCS / "reference.md": partial(reference_page, "en"),
    DOCS / "reference.zh.md": partial(reference_page, "zh"),
}
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def other_language(page: Path) -> Path:
    """The same page in Chinese."""
    return page.with_name(page.name.removesuffix(".md") + ".zh.md")
