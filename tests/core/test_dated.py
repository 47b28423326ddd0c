"""Dated facts: who was whose manager on which day, for how long, and what follows from it."""

from __future__ import annotations

from decimal import Decimal

from tests.core.policies import policy
from tests.support.roster import Reviews, Roster, at

SPLIT = policy(
    """
    settings: {from: 2026-01-01, to: 2026-03-31}
    data:
      rating: {type: number}
      result: {title: {en: X, zh: 某}, type: number, decimals: 2, compute: "mean_by_days('review', 'rating', employee, 'manager', settings.from, settings.to)"}
      days: {title: {en: X, zh: 某}, type: number, compute: "days_with(employee, 'manager', last_manager, settings.from, settings.to)"}
    initial: open
    states:
      open:
        tasks: {review: {for: managers, each: yes, form: [rating]}}
        on: {done: {to: closed}}
      closed: {final: yes}
    """,  # noqa: E501
    head="""
process: review
version: 1
title: {en: Review, zh: 评审}
subject: employee
roles:
  employee: subject
  hr: group('hr')
  managers: {title: {en: X, zh: 某}, is: "served(employee, 'manager', settings.from, settings.to) | where('days', '>=', 20) | column('value')"}
  last_manager: {title: {en: X, zh: 某}, is: subject.manager, as_of: settings.to, else: hr}
  longest: {title: {en: X, zh: 某}, is: "longest(employee, 'manager', settings.from, settings.to)", else: hr}
  seasoned: {title: {en: X, zh: 某}, is: subject.manager, must: "months_between(since(subject, 'manager'), today) >= 3", else: hr}
""",  # noqa: E501
)


def moved() -> Roster:
    """Li was Wang's until 19 March 2026, and is Boss's since."""
    roster = Roster()
    roster.change("li", on="2026-03-20", manager="boss")
    return roster


def test_a_review_is_split_by_days_served() -> None:
    reviews = Reviews(SPLIT.replace(">=', 20", ">=', 10"), now="2026-04-01 09:00", roster=moved())
    assert reviews.start().roles["managers"] == ("wang", "boss")
    reviews.act("wang", "review", rating=4)
    assert reviews.of().data["result"] == Decimal("4.00")
    assert reviews.act("boss", "review", rating=1).place == "closed"
    # 1 January to 19 March are 78 days, 20 to 31 March are 12: (78 * 4 + 12 * 1) / 90
    assert reviews.of().data["result"] == Decimal("3.60")


def test_who_served_too_briefly_is_not_asked_and_the_longest_is_known() -> None:
    reviews = Reviews(SPLIT, now="2026-04-01 09:00", roster=moved())
    found = reviews.start()
    assert found.roles["managers"] == ("wang",)
    assert found.roles["longest"] == ("wang",)
    assert found.data["days"] == Decimal(12)
    assert found.roles["seasoned"] == ("mei",)  # twelve days are not three months
    reviews = Reviews(SPLIT, now="2026-06-20 09:00", roster=moved())
    assert reviews.start().roles["seasoned"] == ("boss",)


def test_a_part_as_of_a_day_is_that_of_the_day() -> None:
    roster = moved()
    reviews = Reviews(SPLIT, now="2026-03-25 09:00", roster=roster)
    assert reviews.start().roles["last_manager"] == ("boss",)  # the day has not come: as things are
    roster.change("li", on="2026-03-28", manager="wang")
    assert reviews.raised("people.changed").roles["last_manager"] == ("wang",)
    reviews.now = at("2026-04-10 09:00")
    roster.change("li", on="2026-04-10", manager="chen")
    assert reviews.raised("people.changed").roles["last_manager"] == ("wang",)


def test_what_was_read_of_the_past_is_kept_with_the_event() -> None:
    reviews = Reviews(SPLIT, now="2026-04-01 09:00", roster=moved())
    reviews.start()
    facts = reviews.decisions[0].entries[0].facts
    assert facts["li.manager over time"][-1][0] == "boss"
    assert facts["li.manager on 2026-03-31"] == "boss"
