"""Tables as policies print them: two fields, or one, choose a value; empty until they are known."""

from __future__ import annotations

from decimal import Decimal

from tests.core.policies import policy, titled
from tests.support.roster import Reviews

RATED = titled(
    policy("""
    data:
      what: {type: choice, options: [below, meets, exceeds], optional: yes}
      how: {type: scale, options: [1, 2, 3], optional: yes}
      certified: {type: yes_no, optional: yes}
      overall:
        type: choice
        options: [D, C, B, A]
        matrix:
          rows: what
          columns: how
          cells:
            below:   {1: D, 2: D, 3: C}
            meets:   {1: D, 2: B, 3: B}
            exceeds: {1: C, 2: B, 3: A}
      bonus: {type: percent, matrix: {rows: overall, cells: {A: 150, B: 100}, else: 0}}
      extra: {type: yes_no, matrix: {rows: certified, columns: overall, cells: {yes: {A: yes}}, else: no}}
    visible: {overall: [{to: employee}]}
    initial: rating
    states:
      rating:
        on:
          rate: {by: manager, form: [what, how, certified]}
          close: {by: manager, when: overall >= 'B', to: closed}
      closed: {final: yes}
    """)
)


def rated(**form: object) -> Reviews:
    reviews = Reviews(RATED)
    reviews.start()
    reviews.act("wang", "rate", **form)
    return reviews


def test_the_cell_of_row_and_column_is_the_value() -> None:
    expected = {
        ("below", 3): ("C", 0, False), ("meets", 2): ("B", 100, False), ("exceeds", 3): ("A", 150, True),
    }  # fmt: skip
    for (what, how), (overall, bonus, extra) in expected.items():
        data = rated(what=what, how=how, certified=True).of().data
        assert (data["overall"], data["bonus"], data["extra"]) == (overall, Decimal(bonus), extra)


def test_it_is_empty_until_both_are_known_and_follows_them() -> None:
    reviews = rated(what="meets")
    assert reviews.of().data["overall"] is None
    assert reviews.of().data["bonus"] is None
    reviews.act("wang", "rate", what="meets", how=1)
    assert reviews.of().data["overall"] == "D"
    assert reviews.refused("wang", "close") == ["condition-not-met"]
    reviews.act("wang", "rate", what="exceeds", how=2)
    assert reviews.act("wang", "close").state == ("closed",)  # an ordered choice like any other
