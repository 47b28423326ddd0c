"""What somebody filled in: `--with field=value`, or a form as YAML or JSON from a file or the standard input.

Values go on as text wherever they were typed as text, so that no number loses a digit; the act's form reads them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.definition.nodes import ListNode, MapNode, Node
from engine.definition.reading import read_yaml
from engine.words.errors import DefinitionInvalid, Misuse, Unavailable

LARGEST = 5_000_000  # characters


def filled(given: Sequence[str], file: str) -> dict[str, Any]:
    """The form: what the file says, single values of `--with` over it."""
    return {**(_file(file) if file else {}), **_singles(given)}


def named(files: Sequence[str]) -> dict[str, str]:
    """Field -> file, of `--attach field=file`."""
    pairs = {}
    for each in files:
        field, equals, file = each.partition("=")
        if not equals or not field.strip() or not file.strip():
            raise Misuse("attach-unreadable", found=each[:60])
        pairs[field.strip()] = file.strip()
    return pairs


def _singles(given: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in given:
        name, equals, value = each.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Misuse("with-unreadable", found=each[:60])
        if name in found:
            raise Misuse("with-twice", field=name)
        found[name] = _single(name, value)
    return found


def _single(name: str, value: str) -> Any:
    if value.lstrip().startswith(("[", "{")):
        return _json(value, f"--with {name}")
    # A column takes one value for each row.
    return [part.strip() for part in value.split(",")] if "." in name else value


def _file(name: str) -> dict[str, Any]:
    text = _text(name)
    if len(text) > LARGEST:
        raise Misuse("form-too-large-file", file=name, limit=LARGEST)
    found = _json(text, name) if _is_json(name, text) else _yaml(text, name)
    if not isinstance(found, dict):
        raise Misuse("form-not-fields", file=name)
    return found


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        raise Unavailable("file-not-utf8", file=name, byte=failure.start) from None
    except OSError as failure:
        raise Unavailable("file-unreadable", file=name, why=failure.strerror or "") from None


def _is_json(name: str, text: str) -> bool:
    return name.endswith(".json") or text.lstrip().startswith(("{", "["))


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_not_a_number, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as failure:
        raise Misuse("form-unreadable", file=name, why=str(failure)[:200]) from None


def _not_a_number(word: str) -> Any:
    raise ValueError(word)


def _unique(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f'"{next(each for each in names if names.count(each) > 1)}" is there twice')
    return found


def _yaml(text: str, name: str) -> Any:
    node, problems = read_yaml(name, text)
    if problems or node is None:
        raise DefinitionInvalid(problems)
    return _plain(node)


def _plain(node: Node) -> Any:
    if isinstance(node, MapNode):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [_plain(each) for each in node.items]
    return None if node.value is None else node.text
