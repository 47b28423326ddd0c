"""The published policies of the library: each a sound folder of its own, whose stories leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.lab.coverage import coverage_of
from engine.lab.scenarios import play
from engine.runtime import shipped
from engine.runtime.rehearsals import read_all
from engine.runtime.workspace import open_workspace
from tests.definition.folders import SHIPPED

POLICIES: Sequence[str] = sorted(each.name for each in (SHIPPED / shipped.LIBRARY).iterdir() if each.is_dir())
DOCS = SHIPPED.parent / "docs"


def folder(policy: str) -> Path:
    return shipped.library() / policy


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_is_sound_but_for_the_silence_of_its_text(policy: str) -> None:
    library, problems = open_workspace(folder(policy)).read()
    assert library is not None
    assert [f"{each.span}: {each.text()}" for each in problems if each.code != "silence"] == []
    own = {path.stem for path in (folder(policy) / "processes").glob("*.yaml")} - {"organisation"}
    assert set(library.processes) == own


@pytest.mark.parametrize("policy", POLICIES)
def test_its_stories_come_true_and_reach_everything(policy: str) -> None:
    files = open_workspace(folder(policy))
    outcomes = [play(files.library, each) for _, each in read_all(files, ())]
    assert [f"{each.span}: {each.text()}" for outcome in outcomes for each in outcome.failures] == []
    covered = coverage_of(files.library, [each.stage for each in outcomes if each.stage is not None])
    assert [f"{item.span}: {item.kind} {item.name}" for each in covered for item in each.missing] == []


@pytest.mark.parametrize("policy", POLICIES)
def test_it_names_its_source_and_what_could_not_be_said(policy: str) -> None:
    text = (folder(policy) / "README.md").read_text("utf-8")
    assert re.search(r"^Source · 来源: .*\d", text, re.MULTILINE)
    assert "**Not said · 未能表达**" in text
    for page in ("library.md", "library.zh.md"):
        assert f"`{policy}`" in (DOCS / page).read_text("utf-8")
