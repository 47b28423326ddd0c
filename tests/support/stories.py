"""Small stories about small processes, laid over the shipped organisation: what is wrong when they are played."""

from __future__ import annotations

from engine.definition.library import read_library, read_scenarios
from engine.lab.naming import check_names
from engine.lab.scenarios import play
from engine.words.problems import Problem
from tests.definition.folders import shipped

ROLES = "roles: {employee: subject, manager: employee.manager, hr: group('hr')}"
HEAD = """\
process: small
version: 1
title: {en: Small, zh: 小}
subject: employee
"""


def failures(process: str, story: str, **more: str) -> list[Problem]:
    """What is wrong with a story about a process beneath the shipped organisation."""
    files = {path: text for path, text in shipped().items() if path == "organisation.yaml" or "calendars/" in path}
    named = {f"{name}.yaml": text for name, text in more.items()}
    library, problems = read_library({**files, "small.yaml": process, **named})
    assert library is not None, [each.text() for each in problems if each.severity == "error"]
    found, faults = read_scenarios("tests/x.yaml", story)
    assert not faults, [each.text() for each in faults]
    unknown = [problem for each in found for problem in check_names(library, each)]
    return unknown or [problem for each in found for problem in play(library, each).failures]


def told(process: str, story: str, **more: str) -> list[str]:
    return [each.text("en") for each in failures(process, story, **more)]


WAIT = f"""{HEAD}{ROLES}
initial: one
states:
  one: {{title: {{en: One, zh: 一}}, after: [{{past: 5 days, to: two}}]}}
  two: {{final: yes, title: {{en: Two, zh: 二}}}}
"""
