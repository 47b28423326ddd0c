"""Files handed in as evidence: copied into the workspace's folder, found by their digest, deleted with the records.

`evidence/<instance>/<sha256>`: the ids of instances are paths already. A file is there before the act that names it, so
a refused act may leave one behind; whoever tries again names the same bytes and finds them.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from engine.runtime.workspace import Workspace
from engine.words.errors import Misuse, Unavailable

LARGEST = 50_000_000  # bytes


def attach(workspace: Workspace, instance: str, files: Mapping[str, str]) -> dict[str, Any]:
    """Keep a copy of each file for the instance; field -> what the form takes. Raises Unavailable, Misuse."""
    return {field: _keep(workspace, instance, Path(file)) for field, file in files.items()}


def folder_of(workspace: Workspace, instance: str) -> Path:
    """Where the files of an instance are. Raises Misuse for an id that would lead elsewhere."""
    parts = instance.split("/")
    if any(part in ("", ".", "..") or "\\" in part for part in parts):
        raise Misuse("form-unreadable", file=instance, why="instance")
    return workspace.home.joinpath("evidence", *parts)


def forget(workspace: Workspace, instance: str) -> None:
    """Delete the files of an instance; those of its children stay with them."""
    folder = folder_of(workspace, instance)
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if file.is_file():
            file.unlink(missing_ok=True)


def keep(workspace: Workspace, instance: str, name: str, content: bytes) -> dict[str, Any]:
    """Keep a file of this name and content for the instance; what the form takes. Raises Unavailable, Misuse."""
    if len(content) > LARGEST:
        raise Misuse("evidence-too-large", file=name, limit=LARGEST // 1_000_000)
    folder, digest = folder_of(workspace, instance), sha256(content).hexdigest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{digest}.{os.getpid()}"
        partial.write_bytes(content)
        partial.replace(folder / digest)
    except OSError as failure:
        raise Unavailable("file-unreadable", file=name, why=failure.strerror or "") from None
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"name": name, "media_type": media_type, "sha256": digest, "size": len(content)}


def _keep(workspace: Workspace, instance: str, file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST:
            raise Misuse("evidence-too-large", file=file.name, limit=LARGEST // 1_000_000)
        content = file.read_bytes()
    except OSError as failure:
        raise Unavailable("file-unreadable", file=str(file), why=failure.strerror or "") from None
    return keep(workspace, instance, file.name, content)
