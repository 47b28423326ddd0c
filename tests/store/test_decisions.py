"""What was decided is what is stored, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine

from engine.core.values import Decision, Incident, Instance
from engine.store.database import snapshot, transaction
from engine.store.decisions import write_decisions
from engine.store.events import history
from engine.store.incidents import resolve_about, unresolved, unresolved_about
from engine.store.instances import load_instance, load_instances, lock_instances
from engine.store.outbox import messages_of
from engine.store.participants import participants_of, running_with
from engine.store.tasks import drafts_of, drop_draft, open_tasks, save_draft
from engine.store.timers import armed_timers
from engine.store.values import Cohort, CountedValue, count_values
from engine.words.errors import Conflict, NotFound
from tests.store.chain import broken_in
from tests.store.samples import DAY, HOUR, NOW, bare, entry, instance, moved, queued, started, task, timer


@pytest.mark.parametrize("made", [instance(), bare(), instance(state=("writing", "collecting"))])
def test_an_instance_comes_back_as_it_was(connection: Connection, made: Instance) -> None:
    write_decisions(connection, [started(made)], timers={}, now=NOW)
    assert load_instance(connection, made.id) == made
    assert lock_instances(connection, [made.id]) == {made.id: made}


def test_an_unknown_instance_is_not_found(connection: Connection) -> None:
    assert load_instances(connection, ["evaluation/2026-h2/E9999"]) == {}
    with pytest.raises(NotFound) as raised:
        load_instance(connection, "evaluation/2026-h2/E9999")
    assert raised.value.code == "instance-unknown"


def test_many_instances_are_written_and_loaded_at_once(connection: Connection) -> None:
    made = {each.id: each for each in map(instance, range(1, 1203))}
    write_decisions(connection, [started(each) for each in made.values()], timers={}, now=NOW)
    assert load_instances(connection, made) == made
    changed = [moved(each, data={"rating": Decimal(5)}) for each in made.values()]
    write_decisions(connection, changed, timers={}, now=NOW)
    assert load_instances(connection, made) == {each.after.id: each.after for each in changed}


def test_a_decision_changes_everything_that_hangs_on_the_instance(connection: Connection) -> None:
    first = instance()
    write_decisions(
        connection,
        [started(first)],
        timers={first.id: [timer(), timer("overdue", NOW + 2 * DAY)]},
        outbox=[queued("n1", first)],
        now=NOW,
    )
    decision = moved(
        first,
        state=("calibrating",),
        roles={"employee": ("E0001",), "manager": ("M2",), "peers": ("P1", "P2")},
        tasks=(
            replace(first.tasks[0], status="done", closed_at=NOW + HOUR),
            replace(first.tasks[1], status="lapsed", closed_at=NOW + HOUR),
            task("C1", "calibrate", state="calibrating"),
        ),
    )
    later = NOW + HOUR
    write_decisions(
        connection,
        [decision],
        timers={first.id: [timer("overdue", NOW + 3 * DAY)]},
        outbox=[queued("n1", first), queued("n2", first, suppressed="superseded")],
        values=[CountedValue(instance=first.id, cohort=COHORT, field="grade", value="A")],
        now=later,
    )
    assert load_instance(connection, first.id) == decision.after
    assert [each for each, _ in open_tasks(connection, ["C1", "E0001", "M1"])] == [first.id]
    assert armed_timers(connection, [first.id]) == {first.id: (timer("overdue", NOW + 3 * DAY),)}
    took_part = {(each.role, each.person): each.until_at for each in participants_of(connection, first.id)}
    assert took_part[("manager", "M1")] == later
    assert took_part[("manager", "M2")] is None
    assert took_part[("peers", "P1")] is None
    assert running_with(connection, ["M1"]) == []
    assert running_with(connection, ["M2", "E0001"]) == [first.id]
    assert {each.key: each.status for each in messages_of(connection, first.id)} == {
        "n1": "queued",
        "n2": "suppressed",
    }
    assert count_values(connection, COHORT, "grade") == {"A": 1}
    assert [each.entry for each in history(connection, first.id)] == [entry("started"), *decision.entries]
    assert broken_in(connection, first.id) is None


def test_who_comes_back_and_leaves_again_has_two_spans(connection: Connection) -> None:
    step = started(instance(roles={"manager": ("M1",)}))
    write_decisions(connection, [step], timers={}, now=NOW)
    for hours, holder in enumerate(("M2", "M1", "M3"), start=1):
        step = moved(step.after, roles={"manager": (holder,)})
        write_decisions(connection, [step], timers={}, now=NOW + hours * HOUR)
    spans = [(each.person, each.from_at, each.until_at) for each in participants_of(connection, step.after.id)]
    assert spans == [
        ("M1", NOW, NOW + HOUR),
        ("M2", NOW + HOUR, NOW + 2 * HOUR),
        ("M1", NOW + 2 * HOUR, NOW + 3 * HOUR),
        ("M3", NOW + 3 * HOUR, None),
    ]


def test_who_leaves_and_comes_back_in_one_moment_was_never_away(connection: Connection) -> None:
    first = started(instance(roles={"manager": ("M1",)}))
    second = moved(first.after, roles={})
    third = moved(second.after, roles={"manager": ("M1",)})
    for step in (first, second, third):
        write_decisions(connection, [step], timers={}, now=NOW)
    (only,) = participants_of(connection, third.after.id)
    assert (only.from_at, only.until_at) == (NOW, None)


def test_a_task_an_instance_no_longer_has_is_gone(connection: Connection) -> None:
    first = started(instance())
    second = moved(first.after, tasks=(task("P1"), first.after.tasks[1]))
    write_decisions(connection, [first], timers={}, now=NOW)
    write_decisions(connection, [second], timers={}, now=NOW)
    assert load_instance(connection, second.after.id) == second.after


def test_drafts_are_kept_by_task_and_person_until_dropped(connection: Connection) -> None:
    id = instance().id
    write_decisions(connection, [started(instance())], timers={}, now=NOW)
    save_draft(connection, id, "self_review", "E0001", {"rating": Decimal("4.5")}, NOW)
    save_draft(connection, id, "self_review", "E0001", {"rating": Decimal("5.0")}, NOW + HOUR)
    save_draft(connection, id, "self_review", "P1", {"rating": None}, NOW)
    assert drafts_of(connection, id, "E0001") == {"self_review": {"rating": Decimal("5.0")}}
    drop_draft(connection, id, "self_review", "E0001")
    assert drafts_of(connection, id, "E0001") == {}
    assert drafts_of(connection, id, "P1") == {"self_review": {"rating": None}}


def test_decisions_that_follow_each_other_are_one_step(connection: Connection) -> None:
    first = started(instance())
    second = moved(first.after, state=("calibrating",))
    third = moved(second.after, status="ended", ended_at=NOW)
    write_decisions(connection, [first, second, third], timers={}, now=NOW)
    assert load_instance(connection, third.after.id) == third.after
    assert len(history(connection, third.after.id)) == 3


def test_a_stale_decision_is_refused_and_named(database: Engine) -> None:
    first, other = instance(1), instance(2)
    with transaction(database) as connection:
        write_decisions(connection, [started(first), started(other)], timers={}, now=NOW)
    with transaction(database) as connection:
        write_decisions(connection, [moved(first, state=("calibrating",))], timers={}, now=NOW)
    with pytest.raises(Conflict) as raised, transaction(database) as connection:
        write_decisions(connection, [moved(other), moved(first)], timers={}, now=NOW)
    assert (raised.value.code, raised.value.facts) == ("instance-moved-on", {"instances": first.id})
    with snapshot(database) as connection:
        assert load_instance(connection, other.id) == other
        assert [each.entry.kind for each in history(connection, other.id)] == ["started"]


def test_the_same_instance_starts_once(database: Engine) -> None:
    with transaction(database) as connection:
        write_decisions(connection, [started(instance())], timers={}, now=NOW)
    with pytest.raises(Conflict) as raised, transaction(database) as connection:
        write_decisions(connection, [started(instance())], timers={}, now=NOW)
    assert (raised.value.code, raised.value.facts) == ("store-conflict", {"constraint": "pk_instance"})


def test_a_decision_that_changes_nothing_writes_nothing(connection: Connection) -> None:
    first = instance()
    write_decisions(connection, [started(first)], timers={first.id: [timer()]}, now=NOW)
    write_decisions(connection, [Decision(before=first, after=first)], timers={first.id: [timer()]}, now=NOW)
    assert load_instance(connection, first.id) == first
    assert len(history(connection, first.id)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        [Decision(before=instance(), after=instance(data={}))],
        [Decision(before=instance(), after=instance(2, revision=1))],
        [started(instance()), moved(instance(data={}))],
    ],
    ids=["same revision", "another instance", "a gap between two"],
)
def test_decisions_that_do_not_fit_are_a_programmers_mistake(connection: Connection, wrong: list[Decision]) -> None:
    with pytest.raises(ValueError, match="decision"):
        write_decisions(connection, wrong, timers={}, now=NOW)


def test_the_same_incident_is_open_once_until_it_is_resolved(connection: Connection) -> None:
    incident = Incident(code="role-empty", facts={"role": "manager"}, state="reviewing", where="roles.manager")
    first = started(instance())
    again = replace(moved(first.after), incidents=(incident,))
    write_decisions(connection, [replace(first, incidents=(incident, incident)), again], timers={}, now=NOW)
    assert [each.incident for each in unresolved(connection)] == [incident]
    assert resolve_about(connection, [first.after.id], "H1", NOW) == 1
    assert unresolved_about(connection, [first.after.id]) == []


COHORT = Cohort(cycle="2026-h2", process="evaluation", over="department", member="Sales")
