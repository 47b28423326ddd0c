"""More than one person: delegates, several of one part, several who answer at once; and everybody's calendar."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from engine.core.roster import Delegation
from engine.core.values import Triggered
from engine.runtime.delegating import delegate
from engine.runtime.links import feed_link
from engine.runtime.opening import open_instance
from engine.runtime.trigger import Outcome, trigger
from engine.views.history import history_of
from notifications.message import Message
from tests.pages.conftest import NOW, Site, site
from tests.pages.test_kinds import confirmed, enter, step

PROCESS = """\
process: pair
version: 1
title: {en: Pair, zh: 双人}
subject: employee
start: {by: employee}
roles:
  employee: subject
  manager: {is: employee.manager, title: {en: Manager, zh: 上级}}
  hr: {is: group('hr'), title: {en: HR, zh: 人事}}
data:
  verdict: {type: text, title: {en: Verdict, zh: 结论}}
  opinion: {type: text, title: {en: Opinion, zh: 意见}}
visible:
  verdict: [{to: [employee, manager, hr]}]
  opinion: [{to: manager}]
initial: hearing
states:
  hearing:
    title: {en: Hearing, zh: 听取意见}
    tasks:
      ask: {for: hr, each: yes, form: [opinion], title: {en: Give an opinion, zh: 提出意见}}
    due: 5 business days
    on:
      done: {to: judging}
      extend: {by: manager, extends: due, at_most: 5 business days, title: {en: Give more time, zh: 延期}}
  judging:
    title: {en: Judging, zh: 裁定}
    tasks:
      judge: {for: hr, form: [verdict], title: {en: Judge, zh: 裁定}}
    due: 5 business days
    on: {done: {to: over}}
  over: {final: yes, title: {en: Over, zh: 结束}}
"""


@pytest.fixture
def pair(sqlite_blueprint: Path, tmp_path: Path) -> Iterator[Site]:
    shutil.copy(sqlite_blueprint, tmp_path / "reviewflow.db")
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "pair.yaml").write_text(PROCESS, "utf-8")
    with site(tmp_path, f"sqlite:///{tmp_path / 'reviewflow.db'}") as found:
        yield found


def opened(found: Site) -> str:
    return open_instance(found.workspace, "pair", "E3", "E3", {}, NOW).instance


def link_to(found: Site, person: str, instance: str, task: str) -> str:
    """The link of the letter to a person about a task."""
    for link in reversed(found.links(person)):
        with found.browser() as browser:
            page = browser.get(f"{link}?lang=en")
            if f"/my/act/{task}/{instance}" in str(page.url):
                return link
    raise AssertionError(found.links(person))


def test_those_who_answer_at_the_same_time_do_not_disturb_each_other(pair: Site) -> None:
    instance = opened(pair)
    address = f"/my/act/ask/{instance}"
    with pair.browser() as first, pair.browser() as second:
        enter(pair, first, "H1", instance)
        enter(pair, second, "H2", instance)
        pages = [step(each, address, "check", {"f.opinion": f"number {each!r}"}) for each in (first, second)]
        done = [confirmed(each, address, page.text) for each, page in zip((first, second), pages, strict=True)]
    assert [each.url.params.get("done") for each in done] == ["1", "1"]


def test_whoever_is_a_moment_faster_does_not_send_the_other_back(pair: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other's answer is written between the look at the form and the act."""
    instance = opened(pair)
    address = f"/my/act/ask/{instance}"
    waiting = ["H1"]

    def interleaved(*given: Any, **more: Any) -> Outcome:
        while waiting:
            pair.act(instance, "ask", waiting.pop(), opinion="a moment earlier")
        return trigger(*given, **more)

    with pair.browser() as browser:
        enter(pair, browser, "H2", instance)
        confirm = step(browser, address, "check", {"f.opinion": "a moment later"})
        monkeypatch.setattr("engine.pages.acts.trigger", interleaved)
        assert confirmed(browser, address, confirm.text).url.params.get("done") == "1"
    assert waiting == []


def test_what_a_colleague_did_is_told_to_the_others_of_the_part(pair: Site) -> None:
    instance = opened(pair)
    for person in ("H1", "H2"):
        pair.act(instance, "ask", person, opinion="fine")
    link = link_to(pair, "H2", instance, "judge")
    address = f"/my/act/judge/{instance}"
    with pair.browser() as browser:
        enter(pair, browser, "H2", instance)
        page = browser.get(address).text
        pair.act(instance, "judge", "H1", verdict="good")
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        late = browser.post(address, data={"csrf": token[1], "do": "check", "f.verdict": "I would have said better"})
    assert late.status_code == 409
    assert "I would have said better" in late.text
    with pair.browser() as browser:
        closed = browser.get(f"{link}?lang=en")
    assert closed.status_code == 410
    assert "刘洋 did it on 1 July 2026" in closed.text


def test_a_delegate_acts_in_the_others_name_and_both_stand_in_the_history(pair: Site) -> None:
    instance = opened(pair)
    day = NOW.date()
    delegate(pair.workspace, Delegation(person="H2", to="E6", from_on=day, until_on=day + timedelta(days=9)), NOW)
    with pair.browser() as browser:
        inbox = enter(pair, browser, "E6", "")
        assert "on behalf of Anna Becker" in inbox
        review = browser.get(f"/my/review/{instance}").text
        address = html.unescape(next(iter(re.findall(rf'href="(/my/act/ask/{instance}[^"]*)"', review))))
        assert address.endswith("?for=H2")
        confirm = step(browser, address, "check", {"f.opinion": "for her"})
        assert "You do this on behalf of Anna Becker." in confirm.text
        assert confirmed(browser, address, confirm.text).url.params["done"] == "1"
    line = next(each for each in history_of(pair.workspace, NOW, instance).lines if each.name == "ask")
    assert line.actor is not None
    assert line.on_behalf_of is not None
    assert (line.actor.id, line.on_behalf_of.id) == ("E6", "H2")


def entries(found: Site, person: str, language: str = "") -> dict[str, icalendar.Event]:
    """UID -> entry of a person's calendar."""
    link = feed_link(found.workspace.settings, person, found.now)
    with found.browser() as browser:
        answer = browser.get(f"{link}?lang={language}" if language else link)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "no-store"
    calendar = icalendar.Calendar.from_ical(answer.text)
    return {str(each["uid"]): each for each in calendar.walk() if each.name == "VEVENT"}


def test_a_calendar_follows_the_limits_under_the_names_of_the_letters(pair: Site) -> None:
    instance = opened(pair)
    pair.links("H2")
    box = Path(pair.workspace.settings.channels["mailbox"]["folder"])
    letters = [Message.from_bytes(file.read_bytes()) for file in box.rglob("*") if file.is_file()]
    attached = {
        str(each["uid"])
        for letter in letters
        if letter.to.address == "h2@example.com" and letter.calendar
        for each in icalendar.Calendar.from_ical(letter.calendar).walk()
        if each.name == "VEVENT"
    }
    before = entries(pair, "H2")
    mine = {uid: each for uid, each in before.items() if str(each["url"]).endswith(instance)}
    ((uid, entry),) = mine.items()
    assert uid in attached
    assert entry["dtstart"].dt == date(2026, 7, 8)
    assert str(entry["summary"]) == "Due: Give an opinion – 李雷"
    assert "/go/" not in entry.to_ical().decode()

    pair.now = NOW + timedelta(minutes=5)
    more = Triggered(act="extend", actor="E2", amount="2 business days")
    trigger(pair.workspace, instance, more, pair.now)
    moved = entries(pair, "H2")[uid]
    assert moved["dtstart"].dt == date(2026, 7, 10)
    assert int(moved["sequence"]) > int(entry["sequence"])

    pair.act(instance, "ask", "H2", opinion="fine")
    assert uid not in entries(pair, "H2")


def test_a_calendar_speaks_its_readers_language(pair: Site) -> None:
    opened(pair)
    assert {str(each["summary"])[:3] for each in entries(pair, "H1").values()} == {"截止："}
    assert {str(each["summary"])[:4] for each in entries(pair, "H1", "en").values()} == {"Due:"}
