"""The opening lines all small policies share; a test writes only what it is about."""

from __future__ import annotations

from textwrap import dedent

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


def policy(body: str, head: str = HEAD) -> str:
    """A process from its data, states and acts."""
    return head + dedent(body)
