"""Links: whose they are, for what and until when; a GET changes nothing; a task that is over says so."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import MetaData, select

from engine.api.limits import Rate
from engine.runtime.links import feed_link
from engine.runtime.tick import tick
from engine.runtime.workspace import open_workspace
from engine.store.database import snapshot
from tests.pages.conftest import BRIEF, KEY, NOW, Site

REVIEW = "goal_setting/2026-h2/E3"


def link_of(site: Site, person: str, instance: str = REVIEW) -> str:
    """The link in a letter about a review."""
    name = instance.rpartition("/")[2]
    found = [each for each in site.links(person) if _leads(site, each).endswith(f"/{name}")]
    assert found
    return found[0]


def _leads(site: Site, link: str) -> str:
    with site.browser() as browser:
        browser.follow_redirects = False
        return str(browser.get(link).headers.get("location", ""))


def rows(site: Site) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = MetaData()
    tables.reflect(site.workspace.database)
    with snapshot(site.workspace.database) as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in tables.tables.items()
        }


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_link_leads_to_the_form_of_the_task_in_the_persons_language(fresh: Site) -> None:
    with fresh.browser() as browser:
        page = browser.get(link_of(fresh, "E2"))
    assert page.status_code == 200
    assert urlsplit(str(page.url)).path == f"/my/act/brief/{REVIEW}"
    assert page.headers["content-language"] == "zh"
    assert "分解部门目标" in page.text


def test_a_page_keeps_to_itself(fresh: Site) -> None:
    with fresh.browser() as browser:
        browser.follow_redirects = False
        first = browser.get(link_of(fresh, "E2"))
        second = browser.get(first.headers["location"])
    cookie = first.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="))
    for answer in (first, second):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "unsafe" not in policy
    assert "<script" not in second.text
    assert not re.search(r"\sstyle=|\son\w+=", second.text)


def test_a_scanner_that_follows_every_link_changes_nothing(fresh: Site) -> None:
    links = [link for person in ("E1", "E2", "E3", "H1", "N2") for link in fresh.links(person)]
    before = rows(fresh)
    seen: set[str] = set()
    for start in links:
        with fresh.browser(**{"User-Agent": "scanner"}) as browser:
            browser.head(start)
            waiting = [start]
            while waiting and len(seen) < 400:
                url = waiting.pop()
                if url in seen:
                    continue
                seen.add(url)
                page = browser.get(url)
                assert page.status_code < 500
                found = re.findall(r'(?:href|action)="([^"#]+)"', page.text)
                waiting += [str(page.url.join(each.replace("&amp;", "&"))) for each in found if "://" not in each]
    assert len(seen) > 40
    assert rows(fresh) == before


def test_a_changed_or_foreign_link_opens_nothing(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    settings = fresh.workspace.settings
    feed = feed_link(settings, "E2", NOW).rpartition("/")[2].removesuffix(".ics")
    with fresh.browser() as browser:
        for text in (link[:-1] + ("A" if link[-1] != "A" else "B"), f"{fresh.url}/go/{feed}", f"{fresh.url}/go/x"):
            page = browser.get(text)
            assert page.status_code == 404
            assert not browser.cookies
        assert browser.get(f"{fresh.url}/feed/{link.rpartition('/')[2]}.ics").status_code == 404
        assert browser.get("/my").status_code == 401


def test_a_link_ends_with_its_days_and_with_its_key(fresh: Site, tmp_path: Path) -> None:
    link = link_of(fresh, "E2")
    fresh.now = NOW + timedelta(days=31)
    with fresh.browser() as browser:
        late = browser.get(link, headers={"Accept-Language": "en"})
    assert late.status_code == 404
    assert "This link was valid until 2026-07-31" in late.text
    fresh.now = NOW
    file = tmp_path / "reviewflow.yaml"
    file.write_text(file.read_text("utf-8").replace(KEY, KEY[::-1]), "utf-8")
    fresh.look()
    with fresh.browser() as browser:
        assert browser.get(link).status_code == 404


def test_whoever_has_left_is_not_let_in(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    fresh.leave("E2")
    with fresh.browser() as browser:
        assert browser.get(link).status_code == 401
        assert not browser.cookies


def test_the_link_of_a_task_that_is_done_says_by_whom(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    fresh.act(REVIEW, "brief", "E2", **BRIEF)
    with fresh.browser() as browser:
        page = browser.get(f"{link}?lang=en")
    assert page.status_code == 410
    assert "You did it on 1 July 2026 15:00: Tell which goals to support." in page.text
    assert [each for each in browser.cookies if "visit" in each] == []


def test_the_link_of_a_task_that_silence_ended_says_so(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    for day in range(1, 13):
        fresh.now = NOW + timedelta(days=day)
        tick(fresh.workspace, fresh.now)
    with fresh.browser() as browser:
        page = browser.get(f"{link}?lang=en")
    assert page.status_code == 410
    assert "The review went on without it" in page.text


def test_no_log_holds_a_link(fresh: Site, caplog: pytest.LogCaptureFixture) -> None:
    link = link_of(fresh, "E2")
    token = link.rpartition("/")[2]
    with caplog.at_level(logging.DEBUG), fresh.browser() as browser:
        browser.get(f"{fresh.url}/go/{token}")
        fresh.workspace.database.dispose()
        (fresh.workspace.home / "reviewflow.db").rename(fresh.workspace.home / "elsewhere.db")
        (fresh.workspace.home / "reviewflow.db").write_text("no database", "utf-8")
        assert browser.get(f"{fresh.url}/go/{token}").status_code in (500, 503)
    own = [each.getMessage() for each in caplog.records if each.name.startswith(("reviewflow", "uvicorn"))]
    assert [each for each in own if token in each] == []


def test_a_stranger_may_not_try_for_ever_and_an_office_behind_one_address_may_go_on(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    assert fresh.desk
    fresh.desk.rate = Rate(20)
    with fresh.browser() as browser:
        answers = [browser.get(f"/go/guess{number}").status_code for number in range(30)]
        last = browser.get("/go/guess")
        assert browser.get(link).status_code == 200
    assert answers.count(404) >= 20
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0


def test_one_person_may_not_ask_for_ever(fresh: Site) -> None:
    link = link_of(fresh, "E2")
    with fresh.browser() as browser:
        browser.get(link)
        answers = {browser.get("/my/review/nothing").status_code for _ in range(140)}
    assert answers == {404, 429}


def test_pages_may_lie_under_a_path(fresh: Site, tmp_path: Path) -> None:
    """The web server before them takes the path away."""
    link = link_of(fresh, "E2")
    file = tmp_path / "reviewflow.yaml"
    file.write_text(file.read_text("utf-8").replace(fresh.url, f"{fresh.url}/reviews"), "utf-8")
    fresh.look()
    with fresh.browser() as browser:
        browser.follow_redirects = False
        first = browser.get(link)
        assert first.headers["location"] == f"/reviews/my/act/brief/{REVIEW}"
        page = browser.get(first.headers["location"].removeprefix("/reviews")).text
    found = re.findall(r'(?:href|action)="(/[^"]*)"', page)
    assert len(found) > 5
    assert {each.split("/")[1] for each in found} == {"reviews"}


def test_without_an_address_letters_and_pages_are_as_before(fresh: Site, tmp_path: Path) -> None:
    (tmp_path / "reviewflow.yaml").write_text("link: https://portal.example.com/{instance}\n", "utf-8")
    fresh.look()
    with fresh.browser() as browser:
        assert browser.get("/my").status_code == 404
    plain = open_workspace(tmp_path, fresh.workspace.settings.database)
    assert plain.settings.public_url == ""
