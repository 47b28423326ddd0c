"""Every page: its examples work as shown, its links lead somewhere, both languages say the same things."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import RUN, Block, anchors, blocks, headings, links, named_places
from tests.docs.desk import Desk, matches
from tests.docs.overlay import laid_over
from tests.docs.pages import PAGES, name_of, other_language

WITH_EXAMPLES = [page for page in PAGES if any(each.kind in RUN for each in blocks(page.read_text("utf-8")))]
TWO_LANGUAGES = [page for page in PAGES if not page.name.endswith(".zh.md") and other_language(page).exists()]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=name_of)
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "secret")
    monkeypatch.setenv("WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    monkeypatch.setenv("REVIEWFLOW_LINK_KEY", "nobody guesses these forty characters ok")
    monkeypatch.delenv("REVIEWFLOW_DATABASE", raising=False)
    monkeypatch.delenv("REVIEWFLOW_HOME", raising=False)
    desk = Desk(home=tmp_path / "reviews", language="zh" if page.name.endswith(".zh.md") else "en")
    for each in blocks(page.read_text("utf-8")):
        try:
            desk.follow(each)
        except AssertionError as failure:
            raise AssertionError(f"{name_of(page)}, line {each.line}: {failure}") from None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page.read_text("utf-8")):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_place_is_named_twice(page: Path) -> None:
    named = named_places(page.read_text("utf-8"))
    assert [each for each in sorted(set(named)) if named.count(each) > 1] == []


@pytest.mark.parametrize("page", TWO_LANGUAGES, ids=name_of)
def test_both_languages_have_the_same_parts_and_examples(page: Path) -> None:
    here, there = page.read_text("utf-8"), other_language(page).read_text("utf-8")
    assert [level for level, _ in headings(here)] == [level for level, _ in headings(there)]
    assert [each.kind for each in blocks(here)] == [each.kind for each in blocks(there)]


def test_pages_for_users_come_in_both_languages() -> None:
    names = {name_of(page) for page in TWO_LANGUAGES}
    wanted = {"README.md", *(f"docs/{each}.md" for each in ("process-owners", "admins", "integrations", "reference"))}
    assert wanted <= names


def test_a_page_that_shows_something_else_is_found_out(tmp_path: Path) -> None:
    """The reader compares indeed."""
    desk = Desk(home=tmp_path / "reviews", language="en")
    desk.follow(Block(kind="console", text="$ echo one; echo two\none\n…\n", line=1))
    with pytest.raises(AssertionError, match="two"):
        desk.follow(Block(kind="console", text="$ echo one; echo two\none\n", line=1))
    with pytest.raises(AssertionError, match="no-such-command"):
        desk.follow(Block(kind="sh", text="no-such-command\n", line=1))
    with pytest.raises(AssertionError, match="missing-key"):
        desk.follow(Block(kind="yaml", text="# processes/feedback.yaml\nprocess: feedback\n", line=1))


def test_an_ellipsis_stands_for_anything_but_nothing_else_does() -> None:
    assert matches(["a … c", "…", "z"], "a b c\nd\ne\nz\n")
    assert matches(["…"], "")
    assert not matches(["a . c"], "a b c\n")
    assert not matches(["a"], "a\nb\n")


def test_a_patch_replaces_the_keys_it_names_and_adds_the_others() -> None:
    text = "a: 1\nb:\n  c: 2\n  d:\n    - x\n  # said\ne: 3\n"
    assert laid_over(text, "", "e: 4\nf: 5\n") == "a: 1\nb:\n  c: 2\n  d:\n    - x\n  # said\ne: 4\nf: 5\n"
    assert laid_over(text, "b", "d: [y]\ng: 1\n") == "a: 1\nb:\n  c: 2\n  # said\n  d: [y]\n  g: 1\ne: 3\n"
