"""What a moment may be counted from, and whose calendar and clock it goes by."""

from __future__ import annotations

from datetime import date

from tests.core.policies import policy
from tests.support.roster import Reviews, Roster, at

GOALS = """
    data:
      goals:
        type: list
        title: {en: Goals, zh: 目标}
        item: {due_on: {type: date, optional: yes, title: {en: Until, zh: 完成日期}}}
    """


def rows(*days: str) -> list[dict[str, object]]:
    return [{"due_on": date.fromisoformat(day) if day else None} for day in days]


def test_a_limit_counts_from_the_latest_day_in_a_list() -> None:
    reviews = Reviews(
        policy(
            GOALS
            + """
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 1 week after latest of goals.due_on
        on: {follow_up: {by: hr, from: earliest of goals.due_on}}
      closed: {final: yes}
    """
        )
    )
    reviews.start(goals=rows("2026-05-20", "", "2026-04-30"))
    assert str(reviews.of().tasks[0].due_on) == "2026-05-27"
    assert reviews.refused("mei", "follow_up") == ["too-early"]
    reviews.pass_time("2026-04-30")
    reviews.act("mei", "follow_up")


def test_a_limit_is_as_long_as_a_number_says() -> None:
    reviews = Reviews(
        policy("""
    data: {plan_days: {type: number, decimals: 0, min: 30, max: 60, title: {en: Days of the plan, zh: 计划天数}}}
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: plan_days days after entry
        on: {set_days: {by: manager, form: [plan_days], title: {en: Set, zh: 设定}}}
        after: [{past: due, to: closed}]
      closed: {final: yes}
    """)
    )
    reviews.start()
    assert reviews.of().tasks[0].due_on is None
    reviews.act("wang", "set_days", plan_days=45)
    assert str(reviews.of().tasks[0].due_on) == "2026-04-16"
    reviews.act("wang", "set_days", plan_days=30)
    assert reviews.pass_time("2026-04-01 23:59").place == "open"
    assert reviews.pass_time("2026-04-02 00:00").place == "closed"


def test_a_list_without_a_day_refuses_and_arms_nothing() -> None:
    reviews = Reviews(
        policy(
            GOALS
            + """
    initial: open
    states:
      open:
        on: {follow_up: {by: hr, from: earliest of goals.due_on}}
        after: [{past: latest of goals.due_on, to: closed}]
      closed: {final: yes}
    """
        )
    )
    reviews.start(goals=rows(""))
    assert reviews.timers(reviews.instances) == {"review/li": ()}
    assert reviews.refused("mei", "follow_up") == ["date-not-known"]


def test_a_requirement_counts_from_the_day_of_its_row() -> None:
    reviews = Reviews(
        policy(
            GOALS
            + """
    initial: open
    states:
      open:
        on:
          agree:
            by: employee
            form: [goals]
            require:
              each: goals
              that: moment('2 weeks before item.due_on') >= today
              else: {en: Two weeks are needed., zh: 至少需要两周。}
      closed: {final: yes}
    """
        )
    )
    reviews.start()
    refusal = reviews.refusal("li", "agree", goals=rows("2026-03-16", "2026-03-15"))
    assert [(each.code, each.facts["row"]) for each in refusal.blockers] == [("required-in-row", 2)]
    reviews.act("li", "agree", goals=rows("2026-03-16"))


def test_a_limit_counts_from_a_tasks_own_limit() -> None:
    reviews = Reviews(
        policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee, due: 3 days}}
        due: 10 days
        reminders: [{at: 1 day after agree.due, send: task_overdue}]
        on: {done: {to: waiting}}
      waiting:
        tasks: {confirm: {for: manager}}
        due: 5 days after agree.due
      closed: {final: yes}
    """)
    )
    reviews.start()
    reviews.pass_time("2026-03-06 00:00")
    assert [each.template for each in reviews.notices if not each.suppressed] == ["new_task", "task_overdue"]
    assert str(reviews.act("li", "agree").tasks[-1].due_on) == "2026-03-10"


def test_a_state_and_a_task_may_name_a_calendar_and_a_clock() -> None:
    roster = Roster()
    roster.change("li", site="Berlin")
    reviews = Reviews(policy("""
    initial: open
    states:
      open:
        tasks:
          agree: {for: employee}
          confirm: {for: employee, calendar: CN, time_zone: America/New_York, due: 5 business days}
        due: 25 business days
        calendar: CN
        time_zone: Asia/Shanghai
        after: [{past: due, to: closed}]
      closed: {final: yes}
    """), now="2026-03-02 09:00", roster=roster)  # fmt: skip
    reviews.start()
    agree, confirm = reviews.of().tasks
    assert (str(agree.due_on), agree.due_at) == ("2026-04-07", at("2026-04-08 00:00"))  # one holiday on the way
    # 09:00 in Shanghai is still Sunday in New York
    assert (str(confirm.due_on), confirm.due_at) == ("2026-03-06", at("2026-03-07 00:00", "America/New_York"))
    assert reviews.pass_time("2026-04-08 00:00").place == "open"  # the last of the holders' days ends in New York
    assert reviews.pass_time("2026-04-08 00:00", "America/New_York").place == "closed"


def test_a_message_that_is_exact_does_not_wait_for_the_morning() -> None:
    reviews = Reviews(
        policy("""
    initial: open
    states:
      open:
        tasks: {agree: {for: employee}}
        due: 2 days at 20:00
        reminders:
          - {at: 2 hours before due, send: task_due_soon, delivery: exact}
          - {at: 1 hour before due, send: task_due_today}
        after:
          - {past: due, send: {template: task_escalated, to: hr}, delivery: exact, to: closed}
      closed: {final: yes}
    """)
    )
    reviews.start()
    reviews.pass_time("2026-03-05")
    exact = {each.template: each.exact for each in reviews.notices}
    assert exact == {"new_task": False, "task_due_soon": True, "task_due_today": False, "task_escalated": True}
