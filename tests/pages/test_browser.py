"""A person of the demo gets a letter by SMTP, opens it in a real browser and does what it asks."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from engine.demo.play import demo
from engine.runtime.workspace import open_workspace
from engine.views.show import contents
from notifications.message import Message
from tests.pages.browser import DESK, ENTER, PHONE, TAB, Browser, installed, opened
from tests.pages.conftest import KEY, LINK, Site, running
from tests.pages.test_links import rows

UNTIL = date(2026, 7, 1)


@dataclass(slots=True)
class Box:
    """Whatever comes in."""

    letters: list[Message]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.letters.append(Message.from_bytes(envelope.content))
        return "250 OK"


@dataclass(slots=True)
class Played:
    site: Site
    letters: list[Message]

    def letter(self, language: str = "") -> tuple[str, str]:
        """The person and a link of a letter that asks a manager to hand on goals, not yet done."""
        for each in self.letters:
            for link in LINK.findall(each.text) if language in ("", each.language) else ():
                with self.site.browser() as visitor:
                    if "/my/act/brief/" in str(visitor.get(link).url):
                        return each.to.name, link
        raise AssertionError([(each.template, each.language) for each in self.letters])


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Thirty people on the evening before the first acts, their letters sent by SMTP, their pages served."""
    installed()
    home = tmp_path_factory.mktemp("played")
    box = Box([])
    with socket.socket() as listening, socket.socket() as probe:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        post = Controller(box, hostname="127.0.0.1", port=port)
        post.start()
        smtp = f"{{host: 127.0.0.1, port: {port}, security: none}}"
        (home / "reviewflow.yaml").write_text(
            f"public_url: {url}\nlink_key: {KEY}\nchannel: smtp\nchannels: {{smtp: {smtp}}}\n", "utf-8"
        )
        demo(home, people=30, until=UNTIL)
        post.stop()
        site = Site(url, open_workspace(home), datetime(2026, 7, 1, 23, tzinfo=UTC))
        with running(site, listening):
            yield Played(site, box.letters)
        site.workspace.database.dispose()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with opened(tmp_path / "profile") as found:
        yield found


def instance_of(browser: Browser) -> str:
    found = re.search(r"my/act/\w+/([^?]+)", browser.path)
    assert found, browser.path
    return found[1]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_person_saves_a_draft_is_refused_corrects_and_succeeds(
    played: Played, browser: Browser, language: str
) -> None:
    name, link = played.letter(language)
    browser.size(PHONE)
    browser.get(link)
    instance = instance_of(browser)
    assert name in browser.find("header").text
    assert browser.find("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    browser.shot(f"{language}-phone-form")

    browser.type("#f-expectations", "Keep our customers. 稳住老客户。")
    browser.press("save")
    assert "kept=1" in browser.path
    browser.focus(".note")
    assert browser.find("#f-expectations").get_attribute("value") == "Keep our customers. 稳住老客户。"
    browser.shot(f"{language}-phone-draft")

    browser.press("check")
    summary = browser.focus(".faults")
    assert browser.title.startswith({"zh": "有误", "en": "Error"}[language])
    browser.shot(f"{language}-phone-refused")
    summary.find_element("css selector", "a").click()
    assert browser.path.endswith("#f-unit_goals")

    browser.type("#f-unit_goals-0-title", "Sales in the region")
    browser.press("check")
    assert browser.all(".faults") == []
    assert "Sales in the region" in browser.text
    browser.shot(f"{language}-phone-confirm")
    assert stands(played, instance) == "briefing"

    browser.press("confirm")
    assert browser.path.endswith("done=1")
    browser.shot(f"{language}-phone-done")
    assert stands(played, instance) == "drafting"

    browser.get(link)
    browser.shot(f"{language}-phone-closed")
    assert {"zh": "已办结", "en": "This is done"}[language] in browser.text
    assert browser.complaints() == []


def stands(played: Played, instance: str) -> str:
    return contents(played.site.workspace, played.site.now, instance).about.state


@pytest.mark.timeout(300)
def test_every_page_passes_the_accessibility_rules_and_fits(played: Played, browser: Browser) -> None:
    _, link = played.letter()
    browser.get(link)
    for size, dark in ((PHONE, False), (DESK, False), (DESK, True)):
        browser.size(size, dark=dark)
        name = f"{'phone' if size == PHONE else 'desk'}{'-dark' if dark else ''}"
        for language in ("zh", "en"):
            browser.get(f"{played.site.url}/my?lang={language}")
            browser.find("details summary").click()
            _sound(browser, f"{language}-{name}-inbox")
            browser.get(link)
            _sound(browser, f"{language}-{name}-form-empty")
            browser.press("check")
            _sound(browser, f"{language}-{name}-faults")
            browser.type("#f-unit_goals-0-title", "Sales")
            browser.press("check")
            _sound(browser, f"{language}-{name}-confirm")
            browser.leave(browser.find("nav.crumbs a:last-child").click)
            _sound(browser, f"{language}-{name}-review")
            browser.get(f"{played.site.url}/go/nonsense")
            _sound(browser, f"{language}-{name}-invalid")


def _sound(browser: Browser, name: str) -> None:
    browser.shot(name)
    assert browser.violations() == [], name
    assert browser.fits(), name
    assert browser.complaints() == [], name


@pytest.mark.timeout(300)
def test_a_keyboard_is_enough(played: Played, browser: Browser) -> None:
    _, link = played.letter()
    browser.get(f"{link}?lang=en")
    browser.key(TAB)
    assert browser.focused.text == "Skip to the content"
    browser.key(ENTER)
    for _ in range(40):
        browser.key(TAB)
        if browser.focused.get_attribute("id") == "f-unit_goals-0-title":
            break
    browser.focused.send_keys("Typed without a mouse")
    before = rows(played.site)
    browser.leave(lambda: browser.key(ENTER))  # as in any form: on to the next step, which changes nothing
    assert "Typed without a mouse" in browser.text
    assert browser.title.startswith("Look it through")
    assert rows(played.site) == before
