"""States within states: what a child inherits, what a move leaves and enters, when the outer one is done."""

from __future__ import annotations

from datetime import date

from engine.core import ahead, options, prospects, schedule
from engine.core.migrate import migrate
from engine.core.values import Instance
from tests.core.policies import policy, titled
from tests.support.roster import Reviews

PHASES = policy("""
    data:
      score: {type: number, optional: yes}
    initial: phase
    on:
      subject_left: {to: closed}
    states:
      phase:
        due: 10 business days
        initial: drafting
        entry: {set: {score: 1}}
        reminders:
          - {at: 2 business days before due, send: task_due_soon}
          - {id: nag, at: 1 business day after entry, send: task_waiting}
        on:
          withdraw: {by: employee, to: closed}
          restart: {by: hr, to: phase}
          back: {by: hr, to: drafting}
          done: {to: publishing}
          subject_left: {to: left}
        after:
          - {past: due, to: lapsed}
        states:
          drafting:
            tasks:
              draft: {for: employee}
            on:
              done: {to: scoring}
          scoring:
            due: 3 business days
            tasks:
              score_it: {for: manager}
            reminders:
              - {id: nag, at: 2 business days after entry, send: task_due_today}
            on:
              done: {to: agreed}
              withdraw: {}
              refuse: {by: manager, to: publishing}
          agreed: {final: yes}
      publishing:
        on:
          reopen: {by: hr, to: scoring}
          publish: {by: hr, to: closed}
      closed: {final: yes, on: {undo: {by: hr, to: phase}}}
      lapsed: {final: yes}
      left: {final: yes}
""")

SIDES = policy("""
    initial: both
    data:
      note: {type: text, optional: yes}
    states:
      both:
        due: 10 business days
        on:
          done: {to: closed}
          stop: {by: hr, to: closed}
          again: {by: hr, to: writing}
          poke: {by: hr, send: task_waiting}
        after:
          - {past: due, to: lapsed}
        regions:
          person:
            title: {en: The person's part, zh: 员工部分}
            initial: writing
            states:
              writing:
                due: 3 business days
                tasks:
                  write: {for: employee, form: [note]}
                reminders:
                  - {at: 1 business day before due, send: task_due_soon}
                on:
                  done: {to: written}
                  give_up: {by: employee, to: closed}
              written: {final: yes}
          boss:
            title: {en: The manager's part, zh: 上级部分}
            initial: thinking
            states:
              thinking:
                tasks:
                  think: {for: manager}
                on:
                  done: {to: weighing}
              weighing:
                initial: first_look
                on:
                  done: {to: thought}
                states:
                  first_look:
                    tasks:
                      look: {for: hr}
                    on:
                      done: {to: looked}
                  looked: {final: yes}
              thought: {final: yes}
      after_all:
        on:
          resume: {by: hr, to: first_look}
          whole: {by: hr, to: both}
      closed: {final: yes, on: {reopen: {by: hr, to: after_all}}}
      lapsed: {final: yes}
""")


def timers(reviews: Reviews) -> dict[str, str]:
    found = reviews.of()
    world = reviews.world(reviews.process(found.process, found.version), found.subject, None, None)
    armed = schedule(reviews.process(found.process, found.version), found, world)
    return {f"{each.state}#{each.visit}/{each.rule}": each.due_at.strftime("%m-%d") for each in armed}


def moved(reviews: Reviews) -> list[tuple[str | None, str | None]]:
    entries = [entry for each in reviews.decisions for entry in each.entries]
    return [(each.from_state, each.to_state) for each in entries if each.kind == "moved"]


def owed(found: Instance) -> dict[str, date | None]:
    return {task.name: task.due_on for task in found.tasks if task.status == "open"}


def test_entering_a_state_enters_its_first_state_with_the_limit_of_the_outer_one() -> None:
    reviews = Reviews(titled(PHASES))
    found = reviews.start()
    assert (found.state, found.visits) == (("drafting",), {"phase": 1, "drafting": 1})
    assert found.data["score"] == 1
    assert owed(found) == {"draft": date(2026, 3, 16)}
    assert set(timers(reviews)) == {"phase#1/task_due_soon", "phase#1/nag", "phase#1/past due → lapsed"}


def test_moves_within_keep_the_clock_of_the_outer_state_and_an_own_limit_wins() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    first = timers(reviews)
    reviews.pass_time("2026-03-04 09:00")
    found = reviews.act("li", "draft")
    assert (found.state, found.visits) == (("scoring",), {"phase": 1, "drafting": 1, "scoring": 1})
    assert owed(found) == {"score_it": date(2026, 3, 9)}
    assert moved(reviews) == [("drafting", "scoring")]
    after = timers(reviews)
    assert after["phase#1/past due → lapsed"] == first["phase#1/past due → lapsed"]
    assert "scoring#1/nag" in after
    assert reviews.pass_time("2026-03-17 00:00").state == ("lapsed",)
    assert {task.status for task in reviews.of().tasks} == {"done", "lapsed"}


def test_a_rule_of_its_own_id_wins_over_the_outer_one_even_when_it_has_been_left() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    reviews.act("li", "draft")
    reviews.pass_time("2026-03-05 09:00")
    assert [each.template for each in reviews.notices if each.rule == "time/nag"] == ["task_due_today"]
    reviews.act("mei", "back")
    sent = [each for each in reviews.notices if each.rule == "time/nag"]
    assert [(each.template, each.suppressed) for each in sent] == [
        ("task_due_today", None),
        ("task_waiting", "past-at-entry"),
    ]


def test_acts_of_the_outer_state_hold_within_unless_switched_off() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    found = reviews.of()
    process = reviews.process("review", 1)
    world = reviews.world(process, found.subject, None, None)
    assert [each.act for each in prospects(process, found, world)] == ["draft", "withdraw", "restart", "back"]
    assert [each.act for each in options(process, found, world, "li")] == ["draft", "withdraw"]
    reviews.act("li", "draft")
    assert reviews.refused("li", "withdraw") == ["act-not-now"]
    assert reviews.refusal("li", "nonsense").blockers[0].facts["known"] == "refuse, score_it, restart, back"
    reviews.act("mei", "back")
    assert reviews.act("li", "withdraw").state == ("closed",)


def test_a_final_state_within_completes_the_outer_one_and_ends_nothing() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    reviews.act("li", "draft")
    found = reviews.act("wang", "score_it")
    assert (found.state, found.status) == (("publishing",), "running")
    assert moved(reviews) == [("drafting", "scoring"), ("scoring", "agreed"), ("phase", "publishing")]


def test_the_outer_state_may_be_entered_from_within_and_from_outside_at_any_of_its_states() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    reviews.act("li", "draft")
    reviews.pass_time("2026-03-05 09:00")
    found = reviews.act("mei", "restart")
    assert (found.state, found.visits) == (("drafting",), {"phase": 2, "drafting": 2, "scoring": 1})
    assert found.entered["phase"] == reviews.now
    reviews.act("li", "draft")
    reviews.act("wang", "refuse")
    found = reviews.act("mei", "reopen")
    assert (found.state, found.visits["phase"], found.visits["scoring"]) == (("scoring",), 3, 3)
    reviews.act("wang", "score_it")
    reviews.act("mei", "publish")
    assert reviews.of().status == "ended"
    assert (reviews.act("mei", "undo").state, reviews.of().status) == (("drafting",), "running")


def test_done_of_the_outer_state_is_raised_each_time_a_final_one_is_reached() -> None:
    text = PHASES.replace("done: {to: publishing}", "done: {when: score > 1, to: publishing}")
    text = text.replace(
        "refuse: {by: manager, to: publishing}", "refuse: {by: manager, to: publishing, set: {score: 2}}"
    )
    reviews = Reviews(titled(text))
    reviews.start()
    reviews.act("li", "draft")
    assert reviews.act("wang", "score_it").state == ("agreed",)
    reviews.act("mei", "back")
    reviews.act("li", "draft")
    assert reviews.act("wang", "score_it").state == ("agreed",)
    entries = [entry for each in reviews.decisions for entry in each.entries]
    assert len([each for each in entries if each.name == "done" and each.from_state == "phase"]) == 2


def test_an_engine_event_is_handled_by_the_innermost_state_that_knows_it() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    assert reviews.raised("subject_left").state == ("left",)


def test_regions_run_side_by_side_each_with_its_own_limits() -> None:
    reviews = Reviews(titled(SIDES))
    found = reviews.start()
    assert found.state == ("writing", "thinking")
    assert owed(found) == {"write": date(2026, 3, 5), "think": date(2026, 3, 16)}
    assert set(timers(reviews)) == {"writing#1/task_due_soon", "both#1/past due → lapsed"}
    found = reviews.act("wang", "think")
    assert found.state == ("writing", "first_look")
    assert owed(found) == {"write": date(2026, 3, 5), "look": date(2026, 3, 16)}
    found = reviews.act("mei", "look")
    assert (found.state, found.status) == (("writing", "thought"), "running")
    found = reviews.act("li", "write")
    assert (found.state, found.status) == (("closed",), "ended")


def test_a_move_out_of_a_region_leaves_all_of_them() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    found = reviews.act("li", "give_up")
    assert (found.state, found.status) == (("closed",), "ended")
    assert {task.status for task in found.tasks} == {"lapsed"}
    assert timers(reviews) == {}


def test_the_limit_of_the_outer_state_ends_all_regions() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    reviews.act("li", "write")
    assert reviews.of().state == ("written", "thinking")
    assert reviews.pass_time("2026-03-17 00:00").state == ("lapsed",)


def test_a_rule_of_the_outer_state_moves_only_the_region_it_leads_into() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    reviews.act("li", "write")
    reviews.act("wang", "think")
    found = reviews.act("mei", "again")
    assert (found.state, found.visits["writing"], found.visits["first_look"], found.visits["both"]) == (
        ("writing", "first_look"),
        2,
        1,
        1,
    )


def test_entering_one_region_from_outside_begins_the_others() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    reviews.act("li", "give_up")
    reviews.act("mei", "reopen")
    found = reviews.act("mei", "resume")
    assert found.state == ("writing", "first_look")
    assert found.visits == {
        "both": 2, "writing": 2, "thinking": 1, "weighing": 1, "first_look": 1, "closed": 1, "after_all": 1,
    }  # fmt: skip
    assert set(owed(found)) == {"write", "look"}


def test_a_message_of_the_outer_state_goes_to_all_who_owe_something() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    reviews.act("mei", "poke")
    told = [each for each in reviews.notices if each.template == "task_waiting"]
    assert sorted(each.recipient for each in told) == ["li", "wang"]


def test_state_and_in_state_read_across_regions() -> None:
    text = SIDES.replace(
        "stop: {by: hr, to: closed}",
        "stop: {by: hr, to: closed, require: [{else: {en: Not yet., zh: 尚未。},"
        " that: \"in_state('written') and in_state('both') and state == 'both'\"}]}",
    )
    reviews = Reviews(titled(text))
    reviews.start()
    assert reviews.refused("mei", "stop") == ["required"]
    reviews.act("li", "write")
    assert reviews.act("mei", "stop").status == "ended"


def test_what_time_will_do_names_the_state_of_each_rule() -> None:
    reviews = Reviews(titled(SIDES))
    found = reviews.start()
    process = reviews.process("review", 1)
    coming = ahead(process, found, reviews.world(process, found.subject, None, None))
    assert [(each.state, each.rule) for each in coming] == [
        ("writing", "task_due_soon"),
        ("both", "past due → lapsed"),
    ]


def test_an_entry_that_leads_on_keeps_what_is_within_from_being_entered() -> None:
    text = SIDES.replace("both:\n    due", "both:\n    entry: {when: filled(note), to: after_all}\n    due")
    assert text != SIDES
    found = Reviews(titled(text)).start(note="Done before.")
    assert (found.state, found.visits, found.tasks) == (("after_all",), {"both": 1, "after_all": 1}, ())
    text = SIDES.replace("thinking:\n", "thinking:\n            entry: {to: weighing}\n")
    assert text != SIDES
    found = Reviews(titled(text)).start()
    assert found.state == ("writing", "first_look")
    assert [each.name for each in found.tasks] == ["write", "look"]


def test_an_extension_within_moves_the_limit_that_is_inherited() -> None:
    extend = "extend: {by: hr, extends: due, at_most: 5 business days}"
    text = PHASES.replace("      back: {by: hr, ", f"      {extend}\n      back: {{by: hr, ")
    reviews = Reviews(titled(text))
    reviews.start()
    reviews.pass_time("2026-03-03 09:00")
    found = reviews.act("mei", "extend", amount="2 business days")
    assert owed(found) == {"draft": date(2026, 3, 18)}
    assert dict(found.extended) == {"phase#1": ("2 business days",)}


def test_a_cancelled_instance_owes_nothing_in_any_region() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    found = reviews.raised("cancelled")
    assert found.status == "cancelled"
    assert {task.status for task in found.tasks} == {"lapsed"}
    entries = [entry for each in reviews.decisions for entry in each.entries]
    assert [each.from_state for each in entries if each.kind == "cancelled"] == ["both"]


def test_an_administrator_moves_one_part_and_leaves_the_other_alone() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    assert reviews.intervene("move", to="first_look").state == ("writing", "first_look")
    assert reviews.open_tasks() == {"write": ["li"], "look": ["mei"]}
    assert reviews.of().visits["both"] == 1
    assert reviews.intervene("skip", task="write").state == ("written", "first_look")
    assert reviews.intervene("skip", task="look").status == "ended"
    assert reviews.intervene("reopen", to="writing").state == ("writing", "thinking")


def test_an_administrator_moves_into_a_part_from_outside_and_out_of_it() -> None:
    reviews = Reviews(titled(SIDES))
    reviews.start()
    assert reviews.intervene("move", to="after_all").state == ("after_all",)
    assert reviews.open_tasks() == {}
    assert set(reviews.intervene("move", to="looked").state) >= {"writing"}
    assert reviews.not_intervened("move", to="both") == ["already-there"]
    assert reviews.intervene("cancel").status == "cancelled"
    assert reviews.open_tasks() == {}


def test_an_administrator_extends_the_limit_of_the_state_around() -> None:
    reviews = Reviews(titled(PHASES))
    reviews.start()
    before = timers(reviews)["phase#1/past due → lapsed"]
    reviews.intervene("extend", amount="2 business days")
    assert before != timers(reviews)["phase#1/past due → lapsed"]


QUORUM = policy("""
    data:
      rating: {type: number, optional: yes}
    initial: phase
    states:
      phase:
        due: 5 business days
        initial: drafting
        tasks:
          judge: {for: [employee, manager], each: yes, quorum: 1, form: [rating]}
        on:
          done: {to: closed}
        states:
          drafting:
            tasks:
              draft: {for: hr, due: 2 business days}
      closed: {final: yes}
""")


def test_a_quorum_of_the_outer_state_waits_for_its_own_limit_whatever_is_owed_within() -> None:
    reviews = Reviews(titled(QUORUM))
    reviews.start()
    reviews.act("li", "judge", rating=3)
    assert reviews.pass_time("2026-03-09 23:59").state == ("drafting",)
    assert reviews.pass_time("2026-03-10 00:00").state == ("closed",)


def test_a_new_version_takes_no_task_from_a_state_within() -> None:
    reviews = Reviews(titled(QUORUM))
    found = reviews.start()
    later = reviews.process("review", 1)
    moved = migrate(later, found, reviews.world(later, found.subject, None, None)).after
    assert sorted(each.name for each in moved.tasks if each.status == "open") == ["draft", "judge", "judge"]
