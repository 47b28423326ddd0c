"""The opening lines all small policies share; a test writes only what it is about."""

from __future__ import annotations

from textwrap import dedent
from typing import Any, ClassVar

import yaml

from engine.definition.build.acts import is_event

HEAD = """
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles:
  employee: subject
  manager: {is: subject.manager, else: hr}
  hr: group('hr')
  committee: group('calibration')
  team: {is: subject.colleagues, optional: yes}
"""
_TITLED = ("data", "states", "regions", "tasks", "on", "item")


class _Plain(yaml.SafeDumper):
    """Writes every scalar as it was read: `3` is a number again, and `yes` a word."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


def policy(body: str, head: str = HEAD) -> str:
    """A process from its data, states and acts."""
    return head + dedent(body)


def titled(text: str) -> str:
    """The process with its names as titles wherever it gives none, so that a test may call things as it likes."""
    return dumped(yaml.load(text, yaml.BaseLoader))


def dumped(found: dict[str, Any]) -> str:
    """A process, or a part of one, as text, with titles."""
    return yaml.dump(_with_titles(found), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=200)


def _with_titles(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_titles(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_titles(value) for key, value in node.items()}
    for key in _TITLED:
        for name, thing in made[key].items() if isinstance(made.get(key), dict) else ():
            untitled = key == "on" and (not thing or is_event(name))
            if isinstance(thing, dict) and not untitled:
                thing.setdefault("title", {"en": name, "zh": name})
    return made
