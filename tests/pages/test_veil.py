"""Every role and every field on every page: what one may not see is nowhere, what one may see is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from engine.runtime.links import feed_link
from engine.runtime.opening import open_instance
from tests.pages.conftest import NOW, Site, site
from tests.pages.test_kinds import enter

ROLES = {"employee": "E3", "manager": "E2", "hr": "H1"}
# A field for each set of roles that see it, nobody included.
FIELDS = {
    "_".join(("seen_by", *(some or ("nobody",)))): frozenset(some)
    for size in range(len(ROLES) + 1)
    for some in combinations(ROLES, size)
}
ACTS = ("fill", "change", "mark", "judge")


def mark(field: str) -> str:
    return f"value of {field.replace('_', ' ')}!"


def process() -> str:
    form = ", ".join([*FIELDS, "rows"])
    fields = "".join(f"  {name}: {{type: text, shared: yes, title: {{en: {name}, zh: 字段}}}}\n" for name in FIELDS)
    columns = "".join(f"      {name}: {{type: text, title: {{en: {name}, zh: 列}}}}\n" for name in FIELDS)
    visible = "".join(f"  {name}: [{{to: [{', '.join(some)}]}}]\n" for name, some in FIELDS.items() if some)
    cells = "".join(f"  rows.{name}: [{{to: [{', '.join(some)}]}}]\n" for name, some in FIELDS.items() if some)
    told = " ".join(f"{{{{ {name} }}}}" for name in ("seen_by_manager", "seen_by_hr", "seen_by_nobody"))
    require = f'require: {{that: "1 == 2", else: {{en: "No: {told}", zh: 否}}}}'
    return f"""\
process: veil
version: 1
title: {{en: Veil, zh: 遮蔽}}
subject: employee
start: {{by: employee}}
roles:
  employee: subject
  manager: {{is: employee.manager, title: {{en: Manager, zh: 上级}}}}
  hr: {{is: group('hr'), title: {{en: HR, zh: 人事}}}}
data:
{fields}  rows:
    type: list
    shared: yes
    title: {{en: Rows, zh: 行}}
    item:
{columns}visible:
{visible}{cells}initial: open
states:
  open:
    title: {{en: Open, zh: 进行中}}
    on:
      fill: {{by: employee, form: [{form}], title: {{en: Fill, zh: 填写}}}}
      change: {{by: [manager, hr], form: [{form}], title: {{en: Change, zh: 修改}}}}
      mark: {{by: [manager, hr], form: [rows.seen_by_employee_manager_hr], title: {{en: Mark, zh: 标记}}}}
      pass_on: {{by: employee, to: judging, title: {{en: Pass on, zh: 提交}}}}
  judging:
    title: {{en: Judging, zh: 裁定中}}
    tasks:
      judge: {{for: [manager, hr], title: {{en: Judge, zh: 裁定}}, {require}}}
    on: {{done: {{to: over}}}}
  over: {{final: yes, title: {{en: Over, zh: 结束}}}}
"""


@dataclass(frozen=True, slots=True)
class Veiled:
    """A review in which every field and every cell holds a text of its own, and what each role found on its pages."""

    site: Site
    instance: str
    seen: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def veiled(sqlite_blueprint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Veiled]:
    home = tmp_path_factory.mktemp("veiled")
    shutil.copy(sqlite_blueprint, home / "reviewflow.db")
    (home / "processes").mkdir()
    (home / "processes" / "veil.yaml").write_text(process(), "utf-8")
    with site(home, f"sqlite:///{home / 'reviewflow.db'}") as found:
        instance = open_instance(found.workspace, "veil", "E3", "E3", {}, NOW).instance
        row = {name: f"cell {mark(name)}" for name in FIELDS}
        found.act(instance, "fill", "E3", **{name: f"field {mark(name)}" for name in FIELDS}, rows=[row])
        seen = {role: pages(found, person, instance) for role, person in ROLES.items()}
        found.act(instance, "pass_on", "E3")
        for role, person in ROLES.items():
            seen[role] |= {f"later {page}": text for page, text in pages(found, person, instance).items()}
        yield Veiled(found, instance, seen)


def pages(found: Site, person: str, instance: str) -> dict[str, str]:
    """Everything that can be looked at: the inbox, the review, each form, what is checked and refused, the calendar."""
    seen = {}
    with found.browser() as browser:
        seen["review"] = enter(found, browser, person, instance)
        seen["inbox"] = browser.get("/my").text
        for act in ACTS:
            page = browser.get(f"/my/act/{act}/{instance}")
            seen[act] = page.text
            token = re.search(r'name="csrf" value="([^"]+)"', page.text)
            digest = re.search(r'name="seen" value="([^"]+)"', page.text)
            if token and digest:
                asked = {"csrf": token[1], "seen": digest[1], "do": "check"}
                seen[f"{act} checked"] = browser.post(f"/my/act/{act}/{instance}", data=asked).text
        seen["feed"] = browser.get(feed_link(found.workspace.settings, person, NOW)).text
    return seen


@pytest.mark.parametrize("role", ROLES)
def test_a_field_is_on_a_page_only_for_those_who_see_it(veiled: Veiled, role: str) -> None:
    seen = veiled.seen[role]
    leaks = [
        (page, field)
        for page, text in seen.items()
        for field, some in FIELDS.items()
        if role not in some and mark(field) in text
    ]
    assert leaks == []
    for field, some in FIELDS.items():
        if role in some:
            assert f"field {mark(field)}" in seen["review"], field
            assert f"cell {mark(field)}" in seen["review"], field


def test_the_pages_hold_what_may_be_seen(veiled: Veiled) -> None:
    seen = veiled.seen["manager"]
    assert f"field {mark('seen_by_manager')}" in seen["change"]
    assert f"cell {mark('seen_by_employee_manager')}" in seen["change"]
    assert f"cell {mark('seen_by_manager_hr')}" in seen["mark"]
    assert "No: field value of seen by manager! – –" in seen["later judge checked"]


def test_for_whoever_has_no_part_there_is_no_review(veiled: Veiled) -> None:
    with veiled.site.browser() as browser:
        enter(veiled.site, browser, "E4", "")
        for path in ("/my/review", *(f"/my/act/{act}" for act in ACTS)):
            assert browser.get(f"{path}/{veiled.instance}").status_code == 404
        assert "Veil" not in browser.get("/my").text
