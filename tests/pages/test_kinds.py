"""Every kind of field through a page and back: what is typed, what the review holds, what the page shows again."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import httpx2
import pytest

from engine.runtime.links import Way, page_link
from engine.runtime.opening import open_instance
from engine.views.show import contents
from tests.pages.conftest import NOW, Site, site
from tests.pages.test_links import hidden

PROCESS = """\
process: kinds
version: 1
title: {en: All kinds, zh: 各种字段}
subject: employee
start: {by: employee}
roles:
  employee: subject
  manager: {is: employee.manager, title: {en: Manager, zh: 上级}}
  mentor: {chosen_by: employee, among: employee.colleagues, title: {en: Mentor, zh: 导师}}
  hr: {is: group('hr'), title: {en: HR, zh: 人事}}
data:
  note: {type: text, title: {en: Note, zh: 说明}, help: {en: In your own words., zh: 请用自己的话。}}
  hours: {type: number, min: 0, max: 24, decimals: 1, title: {en: Hours, zh: 小时}}
  part: {type: percent, title: {en: Part, zh: 占比}}
  cost: {type: money, title: {en: Cost, zh: 费用}}
  held_on: {type: date, title: {en: Day, zh: 日期}}
  held_at: {type: moment, title: {en: Hour, zh: 时刻}}
  agreed: {type: yes_no, title: {en: Agreed, zh: 同意}}
  colour: {type: choice, title: {en: Colour, zh: 颜色}, options: {red: {en: Red, zh: 红}, blue: {en: Blue, zh: 蓝}}}
  strengths:
    type: choices
    title: {en: Strengths, zh: 长处}
    options: {craft: {en: Craft, zh: 专业}, team: {en: Team spirit, zh: 协作}, pace: {en: Pace, zh: 效率}}
    max_items: 2
  rating: {type: scale, title: {en: Rating, zh: 评分}, options: {1: {en: Poor, zh: 差}, 2.5: {en: Fair, zh: 中}}}
  witness: {type: person, title: {en: Witness, zh: 见证人}}
  team: {type: people, title: {en: Team, zh: 团队}}
  proof: {type: file, accept: [pdf], title: {en: Proof, zh: 证明}}
  hint: {type: text, optional: yes, shared: yes, title: {en: Hint, zh: 提示}}
  goals:
    type: list
    shared: yes
    title: {en: Goals, zh: 目标}
    item:
      title: {type: text, max_length: 100, title: {en: Goal, zh: 目标}}
      weight: {type: number, title: {en: Weight, zh: 权重}}
      mark: {type: number, min: 1, max: 5, title: {en: Mark, zh: 得分}}
visible:
  goals: [{to: [employee, manager]}]
  proof: [{to: [employee, manager]}]
  hint: [{to: hr}]
initial: filling
states:
  filling:
    title: {en: Filling in, zh: 填写}
    tasks:
      fill:
        for: employee
        title: {en: Fill in, zh: 填写}
        form:
          [note, hours, part, cost, held_on, held_at, agreed, colour, strengths,
           rating, witness, team, mentor, proof, goals, hint]
    on: {done: {to: marking}}
  marking:
    title: {en: Marking, zh: 评分}
    tasks:
      mark: {for: manager, ends_with: [approve, send_back], title: {en: Mark, zh: 评分}}
    on:
      approve: {by: manager, form: [goals.mark], to: over, title: {en: Approve, zh: 同意}}
      send_back:
        by: manager
        reason: {late: {en: Too late, zh: 过晚}, short: {en: Too short, zh: 过短}}
        to: filling
        title: {en: Return, zh: 退回}
  over: {final: yes, title: {en: Over, zh: 结束}}
"""
TYPED: dict[str, str | list[str]] = {
    "f.note": "Line one\r\nLine two",
    "f.hours": "7.5",
    "f.part": "12 %",
    "f.cost": "1,234.50",
    "f.held_on": "2026-07-03",
    "f.held_at": "2026-07-03T14:00",
    "f.agreed": "no",
    "f.colour": "blue",
    "f.strengths": ["craft", "pace"],
    "f.rating": "2.5",
    "f.witness": "韩梅梅",
    "f.team": "E2、张伟 (E5)",
    "f.mentor": "E4",
    "n.goals": "2",
    "f.goals.0.title": "First",
    "f.goals.0.weight": "60",
    "f.goals.1.title": "Second",
    "f.goals.1.weight": "40",
}


@pytest.fixture
def kinds(sqlite_blueprint: Path, tmp_path: Path) -> Iterator[Site]:
    """Li Lei has opened a process that asks for everything."""
    shutil.copy(sqlite_blueprint, tmp_path / "reviewflow.db")
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "kinds.yaml").write_text(PROCESS, "utf-8")
    with site(tmp_path, f"sqlite:///{tmp_path / 'reviewflow.db'}") as found:
        yield found


def opened(found: Site) -> str:
    return open_instance(found.workspace, "kinds", "E3", "E3", {}, NOW).instance


def enter(found: Site, browser: httpx2.Client, person: str, instance: str) -> str:
    """Into the review, in English."""
    way = Way.to(person, NOW, found.workspace.settings, instance, None)
    return browser.get(f"{page_link(found.workspace.settings, way)}?lang=en").text


def step(
    browser: httpx2.Client, address: str, do: str, form: Mapping[str, str | list[str]], **more: object
) -> httpx2.Response:
    page = browser.get(address).text
    own = {name: hidden(page, name) for name in ("csrf", "seen")}
    return browser.post(address, data={**own, **form, "do": do}, **more)  # type: ignore[arg-type]


def confirmed(browser: httpx2.Client, address: str, page: str) -> httpx2.Response:
    carried: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page):
        carried.setdefault(name, []).append(html.unescape(value))
    return browser.post(address, data={**carried, "do": "confirm"})


def test_what_is_typed_is_what_the_review_holds(kinds: Site) -> None:
    instance = opened(kinds)
    address = f"/my/act/fill/{instance}"
    with kinds.browser() as browser:
        enter(kinds, browser, "E3", instance)
        file = {"f.proof": ("scan.pdf", b"%PDF-1.7 small", "application/pdf")}
        confirm = step(browser, address, "check", TYPED, files=file)
        assert confirm.status_code == 200, re.findall(r"<li>(.*?)</li>", confirm.text)
        for said in ("Line one\nLine two", "Blue", "Craft", "Pace", "Fair", "3 July 2026", "scan.pdf", "韩梅梅", "No"):
            assert said in html.unescape(confirm.text)
        done = confirmed(browser, address, confirm.text)
    assert done.url.path == f"/my/review/{instance}"
    held = {each.name: each.value for each in contents(kinds.workspace, NOW, instance).fields}
    assert held["note"] == "Line one\nLine two"
    assert (held["hours"], held["cost"]) == (Decimal("7.5"), Decimal("1234.50"))
    assert held["part"] == Decimal(12)
    assert held["held_on"] == date(2026, 7, 3)
    assert held["held_at"] == datetime(2026, 7, 3, 6, tzinfo=UTC)  # two in the afternoon in Shanghai
    assert held["agreed"] is False
    assert (held["colour"], held["rating"]) == ("blue", Decimal("2.5"))
    assert held["strengths"] == ["craft", "pace"]
    assert (held["witness"], held["team"], held["mentor"]) == ("E4", ["E2", "E5"], ["E4"])
    assert held["proof"]["name"] == "scan.pdf"  # type: ignore[index]
    stored = kinds.workspace.home / "evidence" / instance / held["proof"]["sha256"]  # type: ignore[index]
    assert stored.read_bytes() == b"%PDF-1.7 small"
    assert [(row["title"], row["weight"]) for row in held["goals"]] == [("First", 60), ("Second", 40)]  # type: ignore[union-attr]


def test_a_draft_comes_back_as_it_was_typed(kinds: Site) -> None:
    instance = opened(kinds)
    address = f"/my/act/fill/{instance}"
    with kinds.browser() as browser:
        enter(kinds, browser, "E3", instance)
        kept = step(browser, address, "save", {**TYPED, "f.hours": "not yet"})
        text = html.unescape(kept.text)
    for name in ("hours", "cost", "held_on", "held_at"):
        typed = str({**TYPED, "f.hours": "not yet", "f.cost": "1234.50"}[f"f.{name}"])
        assert re.search(rf'name="f\.{name}" value="{re.escape(typed)}"', text), name
    assert 'value="韩梅梅 (E4)"' in text
    assert re.search(r'value="blue"[^>]* checked', text)
    assert re.findall(r'type="checkbox" name="f.strengths" value="(\w+)"[^>]* checked', text) == ["craft", "pace"]
    assert "In your own words." in text


def test_only_those_a_role_may_be_given_to_are_offered(kinds: Site) -> None:
    instance = opened(kinds)
    with kinds.browser() as browser:
        enter(kinds, browser, "E3", instance)
        page = browser.get(f"/my/act/fill/{instance}").text
        offered = re.findall(r'type="checkbox" name="f.mentor" value="(\w+)"', page)
        assert offered == ["E4", "E5", "E6"]
        refused = step(browser, f"/my/act/fill/{instance}", "check", {**TYPED, "f.mentor": "H1"})
    assert refused.status_code == 422


def test_marks_are_given_row_by_row_beside_what_stands(kinds: Site) -> None:
    instance = opened(kinds)
    with kinds.browser() as browser:
        enter(kinds, browser, "E3", instance)
        file = {"f.proof": ("scan.pdf", b"%PDF-1.7 small", "application/pdf")}
        confirm = step(browser, f"/my/act/fill/{instance}", "check", TYPED, files=file)
        confirmed(browser, f"/my/act/fill/{instance}", confirm.text)
    with kinds.browser() as browser:
        review = enter(kinds, browser, "E2", instance)
        assert re.findall(r'class="button[^>]*>([^<]+)<', review) == ["Approve", "Return"]
        address = f"/my/act/approve/{instance}"
        page = browser.get(address).text
        assert "Row 1 · First" in page
        assert "<dt>Weight</dt><dd>60</dd>" in page
        refused = step(browser, address, "check", {"f.goals.0.mark": "9", "f.goals.1.mark": ""})
        faults = html.unescape(refused.text)
        assert '<a href="#f-goals-0-mark">“Mark, row 1” must be at most 5; found 9.</a>' in faults
        assert '<a href="#f-goals-1-mark">Please fill in “Mark, row 2”.</a>' in faults
        confirm = step(browser, address, "check", {"f.goals.0.mark": "5", "f.goals.1.mark": "3"})
        assert "Afterwards this review is at: Over" in confirm.text
        assert "ended" in confirmed(browser, address, confirm.text).text
    rows = next(each.value for each in contents(kinds.workspace, NOW, instance).fields if each.name == "goals")
    assert [row["mark"] for row in rows] == [5, 3]  # type: ignore[union-attr]


def test_a_reason_is_asked_for_by_its_titles(kinds: Site) -> None:
    instance = opened(kinds)
    with kinds.browser() as browser:
        enter(kinds, browser, "E3", instance)
        file = {"f.proof": ("scan.pdf", b"%PDF-1.7 small", "application/pdf")}
        confirm = step(browser, f"/my/act/fill/{instance}", "check", TYPED, files=file)
        confirmed(browser, f"/my/act/fill/{instance}", confirm.text)
    with kinds.browser() as browser:
        enter(kinds, browser, "E2", instance)
        address = f"/my/act/send_back/{instance}"
        refused = step(browser, address, "check", {})
        assert '<a href="#f-reason">Please give a reason.</a>' in refused.text
        confirm = step(browser, address, "check", {"reason": "short"})
        assert "Too short" in confirm.text
        confirmed(browser, address, confirm.text)
    with kinds.browser() as browser:  # what was handed in is there again
        enter(kinds, browser, "E3", instance)
        page = browser.get(f"/my/act/fill/{instance}").text
        assert 'value="First"' in page
        assert "Attached: scan.pdf" in page


def test_what_somebody_may_not_see_is_not_taken_away_by_their_empty_field(kinds: Site) -> None:
    """The hint is for human resources; the employee's form has the field, empty to their eyes."""
    instance = opened(kinds)
    address = f"/my/act/fill/{instance}"
    file = {"f.proof": ("scan.pdf", b"%PDF-1.7 small", "application/pdf")}
    for hint in ("seen by nobody else", ""):
        with kinds.browser() as browser:
            enter(kinds, browser, "E3", instance)
            page = browser.get(address).text
            assert "seen by nobody else" not in page
            confirmed(browser, address, step(browser, address, "check", {**TYPED, "f.hint": hint}, files=file).text)
        with kinds.browser() as browser:
            enter(kinds, browser, "E2", instance)
            back = f"/my/act/send_back/{instance}"
            confirmed(browser, back, step(browser, back, "check", {"reason": "short"}).text)
    held = {each.name: each.value for each in contents(kinds.workspace, NOW, instance).fields}
    assert held["hint"] == "seen by nobody else"
