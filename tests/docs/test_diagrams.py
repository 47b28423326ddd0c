"""The picture in the documentation is that of the shipped process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.docs.blocks import blocks
from tests.docs.pages import DOCS


@pytest.mark.parametrize(("page", "language"), [("diagrams.md", "en"), ("diagrams.zh.md", "zh")])
def test_the_picture_on_the_page_is_the_shipped_process(page: str, language: str, tmp_path: Path) -> None:
    drawn = Shell(home=tmp_path, language=language).ok("diagram", "evaluation")
    shown = [each.text for each in blocks((DOCS / page).read_text("utf-8")) if each.kind == "mermaid"]
    assert shown == [drawn], f"put the output of “reviewflow diagram evaluation --lang {language}” there"
