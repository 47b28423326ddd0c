"""The owner's folder: what `init` puts there, and how its files lie over the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.runtime import shipped
from engine.words.errors import Unavailable

YAML = "*.yaml"
TEXT = "*.txt"


def processes(home: Path) -> Mapping[str, str]:
    """Path within `processes/` -> text, of every YAML file; the owner's win."""
    return _overlaid(shipped.processes(), home / "processes", YAML)


def templates(home: Path) -> Mapping[str, str]:
    """Path `<locale>/<name>.txt` -> text of every message template; the owner's win."""
    return _overlaid(shipped.templates(), home / "templates", TEXT)


def scenarios(home: Path) -> Mapping[str, str]:
    """Path within `processes/` -> text, of the owner's scenarios; none of the shipped ones."""
    place = home / "processes"
    texts = _texts(place, YAML) if place.is_dir() else []
    return {path: text for path, text in texts if path.startswith("tests/")}


def _overlaid(shipped_at: Path, owned_at: Path, pattern: str) -> Mapping[str, str]:
    found = dict(_texts(shipped_at, pattern))
    if owned_at != shipped_at and owned_at.is_dir():
        found |= dict(_texts(owned_at, pattern))
    return dict(sorted(found.items()))


def _texts(place: Path, pattern: str) -> list[tuple[str, str]]:
    return [(path.relative_to(place).as_posix(), text_of(path)) for path in sorted(place.rglob(pattern))]


def text_of(path: Path) -> str:
    """A file's text. Raises Unavailable if it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise Unavailable("file-not-utf8", file=str(path), byte=failure.start) from None
    except OSError as failure:
        raise Unavailable("file-unreadable", file=str(path), why=failure.strerror or "") from None


def initialise(home: Path) -> tuple[list[Path], list[Path]]:
    """Copy what is shipped into the owner's folder; (written, kept because it was there already)."""
    written, kept = [], []
    for place, target, pattern in (
        (shipped.processes(), home / "processes", YAML),
        (shipped.templates(), home / "templates", TEXT),
    ):
        for path, text in _texts(place, pattern):
            file = target / path
            if file.exists():
                kept.append(file)
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            written.append(file)
    return written, kept
