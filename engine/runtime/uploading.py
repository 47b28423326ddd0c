"""Definitions that come from outside: checked with all the others, taken as a whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from engine.runtime.workspace import Workspace
from engine.words.errors import DefinitionInvalid, Misuse, Unavailable
from engine.words.problems import Problem

_PATH = re.compile(r"^([a-z0-9][a-z0-9_-]*/){0,3}[a-z0-9][a-z0-9_.-]*\.yaml$")


def check_upload(workspace: Workspace, files: Mapping[str, str]) -> list[Problem]:
    """Every finding the folder would have with these files in it; nothing is written. Raises Misuse for a path."""
    for path in files:
        if not _PATH.match(path):
            raise Misuse("upload-path", path=path[:80])
    return workspace.read(files)[1]


def upload(workspace: Workspace, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Put files into the owner's folder; those that were written. Only what begins afterwards runs under them.

    Raises DefinitionInvalid with every error there would be, and then nothing is written; Unavailable, Misuse.
    """
    errors = [each for each in check_upload(workspace, files) if each.severity == "error"]
    if errors:
        raise DefinitionInvalid(errors)
    written = []
    for path, text in sorted(files.items()):
        file = workspace.home / "processes" / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_name(f".{file.name}.new")
            fresh.write_text(text, encoding="utf-8")
            os.replace(fresh, file)  # whoever reads meanwhile reads the old one or the new one
        except OSError as failure:
            raise Unavailable("file-unwritable", file=str(file), why=failure.strerror or "") from None
        written.append(file)
    return tuple(written)
