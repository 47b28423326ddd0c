"""What the house stands on: the locks, the texts, the size of files, the shape of the wheel."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine.runtime import shipped
from engine.words.texts import LANGUAGES, catalogue, say

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SOURCES = sorted([*ROOT.glob("engine/**/*.py"), *ROOT.glob("notifications/**/*.py")])
TOP = {
    *("pyproject.toml", "requirements.lock", "requirements-core.lock", "Makefile"),
    *("README.md", "README.zh.md", "LICENSE", "CHANGELOG.md"),
    *("engine", "notifications", "processes", "tests", "docs", "examples", "benchmarks"),
}
ERRORS = {"ReviewflowError", "NotFound", "Conflict", "Unavailable", "Misuse", "say"}


def locked(name: str) -> dict[str, str]:
    """Distribution -> version of one lock."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = (line.split(";")[0].strip().split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-core.lock"])
def test_a_lock_names_versions_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert [each for each in ("://", "--index", "--extra", "find-links", " @ ", "file:") if each in text] == []
    assert locked(name)


def test_the_locks_satisfy_every_requirement_of_the_project() -> None:
    core = PROJECT["project"]["dependencies"]
    extras = [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    tools = [*PROJECT["dependency-groups"]["dev"], *PROJECT["build-system"]["requires"]]
    asked = [(each, "requirements.lock") for each in [*core, *extras, *tools]]
    unmet = [
        f"{requirement} in {lock}"
        for requirement, lock in [*asked, *((each, "requirements-core.lock") for each in core)]
        if not _satisfied(Requirement(requirement), locked(lock))
    ]
    assert unmet == []


def test_the_core_is_locked_to_the_versions_that_are_tested() -> None:
    assert locked("requirements-core.lock").items() <= locked("requirements.lock").items()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_a_text_says_the_same_facts_in_every_language(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    texts = catalogue()[code]
    assert set(texts) == set(LANGUAGES)
    places = {language: sorted(set(_places(text))) for language, text in texts.items()}
    assert places["en"] == places["zh"]
    facts = {place: f"<{place}>" for place in places["en"]}
    for language in LANGUAGES:
        said = say(code, language, facts)
        assert all(fact in said for fact in facts.values())
        assert not re.search(r"[{}]", said)
    # A text made of its facts alone, such as “{who}: {task}”, has no word to translate; any other has Chinese ones.
    of_its_own = re.sub(r"\{\w+\}", "", texts["zh"])
    assert re.search(r"[\u4e00-\u9fff]", of_its_own) or not re.search(r"[A-Za-z]", of_its_own)


def test_every_code_that_is_raised_has_a_text() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{line}: {code}"
        for path in SOURCES
        for line, code in _codes(ast.parse(path.read_text("utf-8")))
        if code not in catalogue()
    ]
    assert missing == []


def test_chinese_has_one_word_for_a_state_and_one_for_an_act() -> None:
    """阶段 and 操作, never 状态 or 动作, wherever people read."""
    pages = [*SOURCES, *ROOT.glob("docs/*.md"), *ROOT.glob("notifications/templates/zh/*"), ROOT / "README.zh.md"]
    found = {str(each.relative_to(ROOT)) for each in pages if re.search("状态|动作", each.read_text("utf-8"))}
    assert found == set()


def test_the_top_level_holds_nothing_but_the_given_layout() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} - TOP == set()


def test_files_are_short_enough_to_be_read_at_once() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > 350} == {}


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= 60
    ]
    assert long == []


def test_a_checkout_finds_the_shipped_files_in_its_own_folders() -> None:
    assert shipped.processes() == ROOT / "processes"
    assert shipped.templates() == ROOT / "notifications" / "templates"


def test_a_wheel_carries_the_shipped_files_and_finds_them(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    installed = tmp_path / "site"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {
        "engine",
        "notifications",
    }
    ask = "from engine.runtime import shipped; print(shipped.processes()); print(shipped.templates())"
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
    )
    processes, templates = map(Path, told.stdout.decode().split())
    assert processes == installed / "engine/shipped/processes"
    assert templates == installed / "notifications/templates"
    assert _files(processes) == _files(ROOT / "processes")
    assert _files(templates) == _files(ROOT / "notifications/templates")


def test_no_name_is_defined_twice_in_one_place() -> None:
    twice = []
    for path in [*SOURCES, *ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/**/*.py")]:
        for scope in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(scope, ast.Module | ast.ClassDef):
                names = [each.name for each in scope.body if isinstance(each, ast.FunctionDef | ast.ClassDef)
                         and not each.decorator_list]  # fmt: skip
                twice += [f"{path.relative_to(ROOT)}: {name}" for name in {*names} if names.count(name) > 1]
    assert twice == []


def _satisfied(requirement: Requirement, pins: dict[str, str]) -> bool:
    version = pins.get(canonicalize_name(requirement.name))
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def _places(text: str) -> list[str]:
    return [place for _, place, _, _ in string.Formatter().parse(text) if place is not None]


def _codes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Codes written out in calls: `Problem(code="…")`, `NotFound("…")`, `say("…")`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Problem":
            given = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
        else:
            given = node.args[:1] if node.func.id in ERRORS else []
        for value in given:
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield node.lineno, value.value


def _files(folder: Path) -> dict[str, bytes]:
    """Relative path -> content, without what Python or the desktop leaves behind."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
