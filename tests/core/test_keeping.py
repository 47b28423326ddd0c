"""Effects that outlive the case, and records that are deleted when their time has run."""

from __future__ import annotations

from tests.core.policies import policy, titled
from tests.support.roster import Reviews

WARNING = policy("""
    data: {comment: {type: text}, grade: {type: choice, options: [C, B, A]}}
    initial: deciding
    on: {return: {by: hr, to: deciding}}
    states:
      deciding:
        on:
          return: {}
          decide: {by: manager, form: [comment], to: live, title: {en: Warn, zh: 警告}}
      live:
        title: {en: In force, zh: 有效}
        final: yes
        after:
          - {past: 6 months, send: {template: warning_over, to: employee}, to: expired}
        on:
          appeal: {by: employee, until: 10 days, to: deciding}
      expired:
        title: {en: Expired, zh: 已失效}
        final: yes
        keep_for: 1 year
        on:
          close: {by: hr}
    """)


FROM_A_DAY = titled(
    policy("""
    data: {settled_on: {type: date, optional: yes}, comment: {type: text, optional: yes}}
    initial: open
    states:
      open: {on: {close: {by: hr, form: [comment], to: closed}}}
      closed: {final: yes, keep_for: 1 month after settled_on, on: {settle: {by: hr, form: [settled_on]}}}
    """)
)


def test_records_may_be_kept_from_another_day_and_stay_while_it_is_not_known() -> None:
    case = Reviews(FROM_A_DAY)
    case.start()
    case.act("mei", "close", comment="Private.")
    assert case.pass_time("2027-03-02").data["comment"] == "Private."
    case.act("mei", "settle", settled_on="2027-02-10")
    assert case.pass_time("2027-03-10 23:59").data["comment"] == "Private."
    assert case.pass_time("2027-03-11 00:00").data == {}


def warned() -> Reviews:
    made = Reviews(WARNING)
    made.start()
    made.act("wang", "decide", comment="Late again")
    return made


def test_a_warning_stays_live_after_the_case_and_expires() -> None:
    case = warned()
    assert (case.of().status, case.of().place) == ("ended", "live")
    assert case.pass_time("2026-09-02 23:59").place == "live"
    found = case.pass_time("2026-09-03 00:00")
    assert (found.place, found.status, found.ended_at) == ("expired", "ended", case.decisions[1].after.ended_at)
    assert case.sent("warning_over") == [("2026-09-02", "li")]


def test_an_appeal_undoes_the_end() -> None:
    case = warned()
    found = case.act("li", "appeal")
    assert (found.status, found.ended_at, found.place) == ("running", None, "deciding")
    case.act("wang", "decide", comment="No")
    case.pass_time("2026-03-13")
    assert case.refused("li", "appeal") == ["too-late"]


def test_a_final_state_inherits_no_act_of_the_process() -> None:
    assert warned().refused("mei", "return") == ["act-unknown"]


def test_records_go_when_their_time_has_run() -> None:
    case = warned()
    case.pass_time("2027-09-02 09:00")
    case.act("mei", "close")
    assert case.of().data["comment"] == "Late again"
    gone = case.pass_time("2027-09-03 00:00")
    assert (dict(gone.data), gone.roles, gone.acts, gone.answers) == ({}, {}, {}, {})
    assert (gone.place, gone.status, gone.subject) == ("expired", "ended", "li")
    assert [each.purged for each in case.decisions].count(True) == 1
    assert case.refused("mei", "close") == ["records-gone"]
    before = len(case.decisions)
    case.raised("people.changed")
    case.pass_time("2030-01-01")
    assert len(case.decisions) == before
    assert case.timers(case.instances) == {gone.id: ()}


def test_after_downtime_what_was_due_before_comes_first() -> None:
    case = warned()
    case.wake("2030-01-01")
    assert case.of().place == "expired"
    assert case.sent("warning_over") != []
    assert case.of().data["comment"] == "Late again"  # its time counts from the day it was found to be over
