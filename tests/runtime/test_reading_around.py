"""What a rule reads of the person's other instances, those that run and those that ended, in any cycle; as they were
typed, and the same again in a replay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine.core.values import Triggered
from engine.runtime.folder import initialise
from engine.runtime.importing import import_people
from engine.runtime.opening import open_instance
from engine.runtime.replaying import replay_all
from engine.runtime.trigger import trigger
from engine.runtime.workspace import Workspace, open_workspace
from engine.words.errors import Refused
from tests.runtime.conftest import NOW, PEOPLE

HEAD = """\
version: 1
title: {en: Some process, zh: 某流程}
subject: employee
start: {by: manager, several: yes}
roles: {employee: subject, manager: employee.manager}
"""
CAPABILITY = (
    "process: capability\n"
    + HEAD
    + """\
data: {level: {type: choice, options: [informal, formal, final], title: {en: Level, zh: 级别}}}
initial: open
states:
  open:
    title: {en: Open, zh: 进行中}
    tasks: {close_it: {for: manager, title: {en: Close, zh: 结束}}}
    due: 5 business days
    after: [{past: due, to: closed}]
    on:
      raise_it: {by: manager, form: [level], title: {en: Raise, zh: 升级}}
      done: {to: closed}
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""
)
PAY = (
    "process: pay_step\n"
    + HEAD
    + """\
initial: asked
states:
  asked:
    title: {en: Asked, zh: 已申请}
    due: 5 business days
    after: [{past: due, to: closed}]
    on:
      pay:
        by: manager
        title: {en: Pay, zh: 发放}
        require:
          - that: not filled(current('capability')) or current('capability').level < 'formal'
            else: {en: A formal procedure runs., zh: 正式程序进行中。}
          - that: not filled(last('capability')) or last('capability').state == 'closed' and max(history('capability', 'level', 3)) < 'final'
            else: {en: Once final., zh: 曾达最终级别。}
        to: closed
  closed: {final: yes, title: {en: Closed, zh: 已结束}}
"""  # noqa: E501
)


@pytest.fixture
def house(prepared_url: str, tmp_path: Path) -> Iterator[Workspace]:
    initialise(tmp_path)
    for name, text in (("capability", CAPABILITY), ("pay_step", PAY)):
        (tmp_path / "processes" / f"{name}.yaml").write_text(text, "utf-8")
    workspace = open_workspace(tmp_path, prepared_url)
    import_people(workspace, PEOPLE.encode(), NOW)
    yield workspace
    workspace.database.dispose()


def test_instances_that_run_and_that_ended_are_read_with_their_types(house: Workspace) -> None:
    now = NOW

    def opened(process: str) -> str:
        nonlocal now
        now += timedelta(minutes=1)
        return open_instance(house, process, "E1", "M1", {}, now).instance

    def done(instance: str, act: str, **form: object) -> None:
        nonlocal now
        now += timedelta(minutes=1)
        trigger(house, instance, Triggered(act=act, actor="M1", form=form), now)

    def refused(instance: str) -> list[str]:
        with pytest.raises(Refused) as failure:
            done(instance, "pay")
        return [each.text("en") for each in failure.value.blockers]

    first = opened("pay_step")
    done(first, "pay")  # nothing runs, nothing ever ran
    case = opened("capability")
    done(case, "raise_it", level="informal")
    done(opened("pay_step"), "pay")
    done(case, "raise_it", level="formal")
    waiting = opened("pay_step")
    assert refused(waiting) == ["A formal procedure runs."]
    done(case, "close_it")
    done(waiting, "pay")
    other = opened("capability")
    done(other, "raise_it", level="final")
    done(other, "close_it")
    assert refused(opened("pay_step")) == ["Once final."]
    assert [each.instance for each in replay_all(house, [], now) if not each.sound] == []
