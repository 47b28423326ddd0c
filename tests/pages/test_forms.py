"""Forms: drafts, every fault beside its field, a confirmation before it counts, once, and what others did meanwhile."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import httpx2
import pytest

from tests.pages.conftest import BRIEF, NOW, Site
from tests.pages.test_links import REVIEW, hidden, link_of, rows

FORM = f"/my/act/brief/{REVIEW}"
FILLED = {"n.unit_goals": "1", "f.unit_goals.0.title": "华东区销售额", "f.expectations": "稳住老客户"}


def opened(site: Site, browser: httpx2.Client, person: str = "E2") -> str:
    """The page a person's link leads to, in English."""
    return browser.get(f"{link_of(site, person)}?lang=en").text


def sent(browser: httpx2.Client, page: str, do: str, form: Mapping[str, str], address: str = FORM) -> httpx2.Response:
    own = {name: hidden(page, name) for name in ("csrf", "seen", "key") if f'name="{name}"' in page}
    return browser.post(address, data={**own, "do": do, **form})


def test_a_draft_is_kept_for_its_writer_and_nothing_counts(either: Site) -> None:
    with either.browser() as browser:
        kept = sent(browser, opened(either, browser), "save", FILLED)
        assert "Your draft is saved" in kept.text
        assert "稳住老客户" in kept.text
    with either.browser() as browser:
        again = opened(either, browser)
        assert "稳住老客户" in again
        assert "Draft saved" in browser.get("/my").text
    assert tables_changed(either) == {"draft"}


def tables_changed(site: Site) -> set[str]:
    """Those that hold something a new company does not."""
    return {name for name, found in rows(site).items() if name == "draft" and found}


def test_every_fault_stands_beside_its_field_and_what_was_typed_stays(fresh: Site) -> None:
    fresh.act(REVIEW, "brief", "E2", **BRIEF)
    with fresh.browser() as browser:
        page = opened(fresh, browser, "E3")
        before = rows(fresh)
        form = {"n.goals": "3", "f.goals.1.title": "More sales", "f.goals.1.weight": "viel", "f.goals.1.target": "9"}
        answer = sent(browser, page, "check", form, f"/my/act/propose/{REVIEW}")
        half = sent(browser, page, "check", form | {"f.goals.1.weight": "50"}, f"/my/act/propose/{REVIEW}")
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert "<title>Error: Propose your goals" in text
    assert '<a href="#f-goals-0-weight">“Weight (%), row 1” must be a number; found “viel”.</a>' in text
    assert '<a href="#f-goals-0-dimension">Please fill in “Dimension, row 1”.</a>' in html.unescape(half.text)
    field = text[text.index('<input type="text" id="f-goals-0-weight"') :].partition(">")[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="f-goals-0-weight-hint f-goals-0-weight-fault"' in field
    assert 'value="viel"' in field
    assert 'value="More sales"' in text
    assert rows(fresh) == before


def test_nothing_counts_before_it_is_confirmed_and_then_once(either: Site) -> None:
    with either.browser() as browser:
        page = opened(either, browser)
        before = rows(either)
        confirm = sent(browser, page, "check", FILLED)
        assert confirm.status_code == 200
        assert "Afterwards this review is at: Drafting goals" in confirm.text
        assert rows(either) == before
        carried = {
            name: html.unescape(value)
            for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', confirm.text)
        }
        done = browser.post(FORM, data={**carried, "do": "confirm"})
        again = browser.post(FORM, data={**carried, "do": "confirm"})
    for answer in (done, again):
        assert answer.status_code == 200
        assert str(answer.url).endswith(f"/my/review/{REVIEW}?done=1")
        assert "Done. Thank you." in answer.text
    names = [entry for entry in rows(either)["event"] if "brief" in entry]
    assert len(names) == 1


def test_what_others_changed_meanwhile_is_shown_and_what_was_typed_stays(fresh: Site) -> None:
    fresh.act(REVIEW, "brief", "E2", **BRIEF)
    fresh.act(REVIEW, "propose", "E3", goals=[goal(60), goal(40)])
    with fresh.browser() as browser:
        review = opened(fresh, browser)
        act = re.search(r"/my/act/(\w+)/", review)
        assert act
        address = f"/my/act/{act[1]}/{REVIEW}"
        page = browser.get(address).text
        form = dict(re.findall(r'name="(f\.[^"]+)"[^>]*?value="([^"]*)"', page))
        form |= {"n.goals": "2", "f.talk_notes": "we talked for long"}
        stale = sent(browser, page.replace(hidden(page, "seen"), "0" * 24), "check", form, address)
    assert stale.status_code == 409
    assert "changed in the meantime" in stale.text
    assert "we talked for long" in stale.text


def goal(weight: int) -> dict[str, object]:
    return {
        "title": "销售额增长",
        "dimension": "finance",
        "term": "short",
        "supports": "华东区销售额",
        "indicator": "财务系统",
        "unit": "万元",
        "better": "higher",
        "target": 1200,
        "due_on": "2026-12-20",
        "standard": "按比例",
        "weight": weight,
    }


def test_a_step_that_is_over_shows_what_was_typed(fresh: Site) -> None:
    with fresh.browser() as browser:
        page = opened(fresh, browser)
        fresh.act(REVIEW, "brief", "E2", **BRIEF)
        over = sent(browser, page, "check", {**FILLED, "f.expectations": "a long text I would hate to lose"})
    assert over.status_code == 409
    assert "a long text I would hate to lose" in over.text


def test_a_form_of_another_person_or_without_its_token_does_nothing(fresh: Site) -> None:
    with fresh.browser() as mine, fresh.browser() as other:
        page = opened(fresh, mine)
        other.get(fresh.links("E1")[0])
        before = rows(fresh)
        strange = other.post(FORM, data={"csrf": hidden(page, "csrf"), "do": "confirm", **FILLED})
        forged = mine.post(FORM, data={"do": "confirm", **FILLED})
        assert (strange.status_code, forged.status_code) == (403, 403)
    with fresh.browser() as nobody:
        answer = nobody.post(FORM, data={"csrf": hidden(page, "csrf"), "do": "confirm", **FILLED})
        assert answer.status_code == 401
    assert rows(fresh) == before


def test_what_one_may_not_see_is_not_there(fresh: Site) -> None:
    fresh.act(REVIEW, "brief", "E2", **BRIEF)
    with fresh.browser() as browser:
        assert browser.get(fresh.links("E4")[0]).status_code == 200
        assert browser.get(f"/my/review/{REVIEW}").status_code == 404
        assert browser.get(FORM).status_code == 404
    with fresh.browser() as browser:
        browser.get(fresh.links("H1")[0])
        page = browser.get(f"/my/review/{REVIEW}?lang=en").text
    assert "华东区销售额" in page  # human resources sees the goals of the unit
    assert "稳住老客户" not in page  # and not what the manager expects


@pytest.mark.parametrize("typed", ["E3", "李雷", "李雷 (E3)", "e3 "])
def test_people_are_named_as_people_name_them(fresh: Site, typed: str) -> None:
    from engine.views.naming import meant

    found = meant(fresh.workspace, [typed.strip()], NOW)[typed.strip()]
    assert found == (() if typed == "e3 " else ("E3",))


def test_markup_that_somebody_typed_is_only_text(fresh: Site) -> None:
    evil = "<script>alert(1)</script>\"'><b>"
    with fresh.browser() as browser:
        page = opened(fresh, browser)
        confirm = sent(browser, page, "check", {**FILLED, "f.expectations": evil})
        assert "<script" not in confirm.text
        assert html.escape(evil, quote=False)[:30] in confirm.text
        saved = sent(browser, page, "save", {**FILLED, "f.unit_goals.0.title": evil})
        assert "<script" not in saved.text


def test_signing_out_ends_the_visit(fresh: Site) -> None:
    with fresh.browser() as browser:
        page = opened(fresh, browser)
        assert browser.post("/my/leave", data={"csrf": hidden(page, "csrf")}).status_code == 200
        assert browser.get("/my").status_code == 401
