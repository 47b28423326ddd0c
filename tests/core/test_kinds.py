"""Files as evidence, points of a scale, rows that may not be alike or not change in number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.core.values import Triggered
from tests.core.policies import policy
from tests.support.roster import Reviews, at

TEXT = policy("""
    data:
      proof: {type: file, accept: [pdf, PNG], title: {en: Certificate, zh: 证明}}
      rating: {type: scale, options: {1: {en: Poor, zh: 差}, 2.5: {en: Fair, zh: 中}, 4: {en: Good, zh: 好}}}
      goals:
        type: list
        unique: title
        fixed: yes
        item: {title: {type: text}, weight: {type: number}}
      score: {type: number, compute: rating * 10}
    initial: open
    states:
      open:
        on:
          submit: {by: employee, form: [proof]}
          decide: {by: manager, form: [rating]}
          edit: {by: hr, form: [goals], title: {en: Edit, zh: 编辑}}
          close: {by: hr, require: {that: proof.size > 0, else: {en: An empty file., zh: 文件为空。}}, to: closed}
      closed: {final: true}
    """)
FILE = {"name": "scan.pdf", "media_type": "application/pdf", "sha256": "0" * 64, "size": 12}


def reviews() -> Reviews:
    made = Reviews(TEXT)
    made.start()
    return made


def test_an_hour_without_a_zone_is_that_of_the_review() -> None:
    text = """
        data:
          heard_at: {type: moment, title: {en: Heard at, zh: 听证时间}}
          hours: {type: list, title: {en: Hours, zh: 时刻}, item: {at: {type: moment, title: {en: At, zh: 时刻}}}}
        initial: open
        states:
          open: {on: {fix: {by: hr, form: [heard_at, hours], title: {en: Fix, zh: 确定}}, close: {by: hr, to: closed}}}
          closed: {final: true}
        """
    case = Reviews(policy(text))
    case.start()
    found = case.act("mei", "fix", heard_at="2026-04-08 14:00", hours=[{"at": "2026-04-08T14:00+00:00"}])
    assert found.data["heard_at"] == at("2026-04-08 14:00")
    assert found.data["hours"][0]["at"] == at("2026-04-08 22:00")
    (wrong,) = case.refusal("mei", "fix", heard_at="noon", hours=[]).blockers
    assert "such as 2027-04-08 14:00" in wrong.text("en")
    assert "noon" in wrong.text("zh")


def test_evidence_is_required_kept_and_read() -> None:
    case = reviews()
    assert case.refused("li", "submit") == ["form-missing"]
    assert case.refused("mei", "close") == ["require-missing"]
    assert case.act("li", "submit", proof=FILE).data["proof"] == FILE
    assert case.act("mei", "close").place == "closed"


@pytest.mark.parametrize(
    "wrong",
    [
        "scan.pdf", {**FILE, "name": "../scan.pdf"}, {**FILE, "name": ""}, {**FILE, "media_type": "pdf"},
        {**FILE, "sha256": "0" * 63}, {**FILE, "size": -1}, {**FILE, "size": True}, {**FILE, "more": 1}, {"name": "x"},
    ],
)  # fmt: skip
def test_what_is_no_evidence_is_refused(wrong: Any) -> None:
    assert reviews().refused("li", "submit", proof=wrong) == ["form-kind"]


@pytest.mark.parametrize(
    ("name", "codes"), [("scan.PNG", []), ("scan.exe", ["form-file-ending"]), ("scan", ["form-file-ending"])]
)
def test_a_file_has_one_of_the_endings(name: str, codes: list[str]) -> None:
    outcome = reviews().attempt(Triggered(act="submit", actor="li", form={"proof": {**FILE, "name": name}}))
    assert [each.code for each in getattr(outcome, "blockers", ())] == codes


def test_a_scale_takes_its_points_only_and_counts() -> None:
    case = reviews()
    assert case.refused("wang", "decide", rating=3) == ["form-choice"]
    assert case.refused("wang", "decide", rating="Good") == ["form-kind"]
    assert case.act("wang", "decide", rating="2.50").data["score"] == Decimal(25)


def test_rows_alike_or_too_many_are_refused() -> None:
    case = reviews()
    twice = [{"title": "Sell", "weight": 1}, {"title": "Sell", "weight": 2}]
    assert case.refused("mei", "edit", goals=twice) == ["form-alike"]
    case.act("mei", "edit", goals=[{"title": "Sell", "weight": 1}, {"title": "Save", "weight": 2}])
    assert case.refused("mei", "edit", goals=twice[:1]) == ["form-fixed"]
    case.act("mei", "edit", goals=[{"title": "Sell", "weight": 3}, {"title": "Save", "weight": 4}])
    assert [row["weight"] for row in case.of().data["goals"]] == [3, 4]


CHOICES = policy("""
    data:
      strengths:
        type: choices
        options: {craft: {en: Craft, zh: 专业}, team: {en: Team, zh: 协作}, pace: {en: Pace, zh: 效率}}
        max_items: 2
        title: {en: Strengths, zh: 长处}
      risks: {type: choices, options: [leaving, health], optional: yes, title: {en: Risks, zh: 风险}}
      bonus:
        type: number
        title: {en: Bonus, zh: 加分}
        compute: "10 * count(strengths) if 'team' in strengths else 0"
    initial: open
    states:
      open:
        on:
          judge: {by: manager, form: [strengths, risks], title: {en: Judge, zh: 评定}}
          praise:
            title: {en: Praise, zh: 表扬}
            by: manager
            require: {that: "'craft' in strengths", else: {en: Not for craft., zh: 并非专业。}}
            to: closed
          close: {by: hr, to: closed}
      closed: {final: true}
    """)


def judged(**form: Any) -> Reviews:
    case = Reviews(CHOICES)
    case.start()
    outcome = case.attempt(Triggered(act="judge", actor="wang", form=form))
    assert not isinstance(outcome, list), outcome
    return case


def test_several_options_hold_and_count() -> None:
    case = judged(strengths=["pace", "team"])
    assert case.of().data["strengths"] == ["team", "pace"]  # in the order of the options
    assert case.of().data["bonus"] == 20
    assert case.refused("wang", "praise") == ["required"]
    assert judged(strengths="craft").of().data["bonus"] == 0


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (["craft", "team", "pace"], ["form-too-many"]),
        (["craft", "craft"], ["form-twice"]),
        (["crafft"], ["form-choice"]),
        ([], ["form-missing"]),
        ({"craft": True}, ["form-kind"]),
        ([["craft"]], ["form-kind"]),
    ],
)
def test_what_is_none_of_the_options_is_refused(given: Any, codes: list[str]) -> None:
    case = Reviews(CHOICES)
    case.start()
    assert case.refused("wang", "judge", strengths=given) == codes


def test_none_of_the_options_may_hold_where_it_is_optional() -> None:
    assert judged(strengths="craft", risks=[]).of().data["risks"] == []
    assert judged(strengths="craft").of().data.get("risks") is None
