"""Help: in the reader's language, complete, and there at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from engine.cli.app import VERBS, build
from engine.cli.exits import EXITS
from engine.cli.speech import said
from engine.words.texts import LANGUAGES
from engine.words.texts.cli_help_page import TEXTS as FRAME

NAMES = [name for some in VERBS.values() for name in some]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_verb_option_and_exit_code(language: str) -> None:
    said = CliRunner().invoke(build(language), ["--help"]).stdout
    lines = [line.split() for line in said.splitlines() if line.startswith("  ")]
    assert {words[0] for words in lines} >= {*NAMES, "--json", "--lang", "--home", "--database", "--now"}
    for name, code in EXITS.items():
        assert [str(code), FRAME[f"help-exit-{name}"][language].split()[0]] in [words[:2] for words in lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_verb_explains_itself_and_each_of_its_own_options(name: str, language: str) -> None:
    result = CliRunner().invoke(build(language), [name, "--help"])
    assert result.exit_code == 0
    assert said(f"help-{name}", language).split("\n")[0].split()[0] in result.stdout
    described = [line.split(maxsplit=1) for line in result.stdout.splitlines() if line.startswith("  --")]
    assert all(len(words) == 2 for words in described), result.stdout
    assert "[[" not in result.stdout
    if language == "zh":
        assert "Usage" not in result.stdout
        assert "Options" not in result.stdout


def test_no_command_at_all_shows_the_overview() -> None:
    runner = CliRunner()
    assert runner.invoke(build("en"), []).stdout == runner.invoke(build("en"), ["--help"]).stdout


def test_help_loads_no_database_no_definitions_and_no_other_verb() -> None:
    code = "import sys, engine.cli.app as app\ntry: app.build('en')(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    heavy = {"sqlalchemy", "sqlmodel", "yaml", "jinja2", "rich", "alembic", "engine.definition", "engine.runtime"}
    assert not loaded & heavy
    assert not loaded & {f"engine.cli.{name}" for name in NAMES}
