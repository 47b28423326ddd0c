"""What a folder says, and every finding about it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runtime.folder import initialise
from engine.runtime.workspace import open_workspace
from engine.words.errors import DefinitionInvalid


def test_a_wrong_process_does_not_hide_a_wrong_message(tmp_path: Path) -> None:
    initialise(tmp_path)
    process = tmp_path / "processes" / "feedback.yaml"
    process.write_text(process.read_text("utf-8").replace("due:", "duee:", 1), "utf-8")
    message = tmp_path / "templates" / "zh" / "new_task.txt"
    message.write_text(message.read_text("utf-8") + "{{ subjekt.name }}\n", "utf-8")

    workspace = open_workspace(tmp_path)
    library, problems = workspace.read()

    assert library is None
    assert {problem.code for problem in problems} >= {"unknown-key-near", "template-variable-unknown"}
    with pytest.raises(DefinitionInvalid) as failure:
        _ = workspace.library
    assert {problem.span.file for problem in failure.value.problems if problem.span} == {
        "feedback.yaml",
        "zh/new_task.txt",
    }


def test_the_owners_file_wins_and_the_others_stay_shipped(tmp_path: Path) -> None:
    initialise(tmp_path)
    process = tmp_path / "processes" / "feedback.yaml"
    process.write_text(process.read_text("utf-8").replace("version: 1", "version: 7", 1), "utf-8")
    (tmp_path / "processes" / "appeal.yaml").unlink()
    library = open_workspace(tmp_path).library
    assert library.processes["feedback"].version == 7
    assert library.processes["appeal"].version == 1
