"""The owner's folder: what `init` puts there, and how its files lie over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from engine.runtime import shipped
from engine.runtime.settings import FILE as SETTINGS
from engine.words.errors import Misuse, Unavailable
from engine.words.problems import nearest

YAML = "*.yaml"
TEXT = "*.txt"


def processes(home: Path, beneath: Path | None) -> Mapping[str, str]:
    """Path within `processes/` -> text, of every YAML file; the owner's win over those of the folder beneath."""
    return _overlaid(beneath, home / "processes", YAML)


def templates(home: Path) -> Mapping[str, str]:
    """Path `<locale>/<name>.txt` -> text of every message template; the owner's win."""
    return _overlaid(shipped.templates(), home / "templates", TEXT)


def scenarios(home: Path) -> Mapping[str, str]:
    """Path within `processes/` -> text, of the owner's scenarios; none of the shipped ones."""
    place = home / "processes"
    texts = _texts(place, YAML) if place.is_dir() else []
    return {path: text for path, text in texts if path.startswith("tests/")}


def _overlaid(beneath: Path | None, owned_at: Path, pattern: str) -> Mapping[str, str]:
    found = {} if beneath is None else dict(_texts(beneath, pattern))
    if owned_at != beneath and owned_at.is_dir():
        found |= dict(_texts(owned_at, pattern))
    return dict(sorted(found.items()))


def _texts(place: Path, pattern: str) -> list[tuple[str, str]]:
    paths = [(path.relative_to(place), path) for path in sorted(place.rglob(pattern))]
    return [(name.as_posix(), text_of(path)) for name, path in paths if name.parts[0] != shipped.LIBRARY]


def text_of(path: Path) -> str:
    """A file's text. Raises Unavailable if it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise Unavailable("file-not-utf8", file=str(path), byte=failure.start) from None
    except OSError as failure:
        raise Unavailable("file-unreadable", file=str(path), why=failure.strerror or "") from None


def initialise(home: Path, policy: str = "") -> tuple[list[Path], list[Path]]:
    """Copy what is shipped, or a policy of the library, into the owner's folder; (written, kept as they were).

    Raises Misuse for a policy the library does not have.
    """
    if not policy:
        return _lay(home, _texts(shipped.processes(), YAML))
    start = _policy(policy)
    files = {path: text for pattern in (YAML, TEXT, "*.md") for path, text in _texts(start, pattern)}
    files.pop(SETTINGS, None)  # the command writes them, with everything that may be set
    return _lay(home, (), files)


def begin_empty(home: Path) -> tuple[list[Path], list[Path]]:
    """As `initialise`, without any process: the organisation, the calendars and the messages."""
    kept = (each for each in _texts(shipped.processes(), YAML) if each[0].startswith(("organisation", "calendars/")))
    return _lay(home, kept)


def _lay(
    home: Path, processes: Iterable[tuple[str, str]], more: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Path], list[Path]]:
    """Write what is not there: the messages, files of `processes/`, and more."""
    files = {f"templates/{path}": text for path, text in _texts(shipped.templates(), TEXT)}
    files |= {f"processes/{path}": text for path, text in processes}
    files |= more
    written, kept = [], []
    for path, text in sorted(files.items()):
        file = home / path
        if file.exists():
            kept.append(file)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written, kept


def _policy(name: str) -> Path:
    known = sorted(each.name for each in shipped.library().iterdir() if each.is_dir())
    if name not in known:
        near = nearest(name, known) or "–"
        raise Misuse("policy-unknown", policy=name, known=", ".join(known), nearest=near)
    return shipped.library() / name
