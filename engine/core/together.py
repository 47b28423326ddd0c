"""Several who decide as one: who has had their say in the present visit, and whether that settles it.

A say is a mark in `fired`: "state#visit/joins act person"; once it is settled, "state#visit/settled task". Votes
stand beside the data, as answers of the task (or act) by person; the outcome goes into the field they voted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from engine.calendar.moment import Instant
from engine.core.case import Case
from engine.core.moments import over_at, resolved, state_due, task_due
from engine.core.values import Data, TaskRecord
from engine.definition.model import UNCHANGED, Act, Party, Together
from engine.definition.needed import Needed

_MOST = Needed(more=True, of_all=True)
CARRIED = "carried"  # the outcome of a joint act that puts nothing to the vote


def joint(case: Case) -> Iterator[Act]:
    """The joint acts of the present state that are not settled yet."""
    for name in case.plan.joint.get(case.place, ()):
        spec = case.state.on[name]
        if not is_settled(case, spec):
            yield spec


def is_settled(case: Case, spec: Act) -> bool:
    """Whether the task of a joint act is decided in this visit; without a task it may be decided again and again."""
    return spec.task is not None and f"{case.stay}/settled {spec.task}" in case.fired


def said(case: Case, spec: Act) -> tuple[str, ...]:
    """Those who had their say in this visit and still have a part, in the order of the parties."""
    people = (person for party in _parties(spec) for person in case.roles.get(party.role, ()))
    return tuple(dict.fromkeys(each for each in people if _mark(case, spec, each) in case.fired))


def awaited(case: Case, spec: Act) -> tuple[str, ...]:
    """Those whose say is still missing; of a party that one holder is enough for, all of them."""
    there = set(said(case, spec))
    missing: list[str] = []
    for party in _parties(spec):
        if party.every or not _satisfied(case, party, tuple(there)):
            missing += [each for each in case.roles.get(party.role, ()) if each not in there]
    return tuple(dict.fromkeys(missing))


def shortage(case: Case, spec: Act) -> tuple[int, int] | None:
    """How many are needed and how many there are, where a number is asked for that the holders do not make up."""
    together = spec.together
    if together is None:
        return None
    asked = [(party.role, party.count) for party in together.parties if party.count]
    asked += [(role, needed.count) for role, needed in together.quorum.items() if needed.count]
    for role, number in asked:
        there = _entitled(case, together, role)
        if len(there) < number:
            return number, len(there)
    return None


def _entitled(case: Case, together: Together, role: str) -> set[str]:
    """Who may have a say by that role now; without one, by any."""
    roles = (role,) if role else tuple(party.role for party in together.parties)
    return {person for each in roles for person in case.roles.get(each, ())}


def join(case: Case, spec: Act, actor: str) -> None:
    """Let somebody have their say. Who has one in another act of the same task takes that back."""
    for other in joint(case):
        if other.task is not None and other.task == spec.task:
            case.fired.pop(_mark(case, other, actor), None)
    case.fired[_mark(case, spec, actor)] = 1


def void(case: Case) -> list[TaskRecord]:
    """Take back what was agreed to another text, but for whoever does so now: the tasks that are open again."""
    reopened: list[TaskRecord] = []
    for spec in joint(case):
        assert spec.together is not None
        if not any(case.data.get(name) != case.before.data.get(name) for name in spec.together.same):
            continue
        for person in said(case, spec):
            if person == case.actor and case.doing == spec.name:
                continue
            del case.fired[_mark(case, spec, person)]
            case.log("event", f"{spec.name} void", from_state=case.place, payload={"person": person})
            for row in case.visit_tasks(spec.task or ""):
                if row.status == "done" and row.person == person:
                    reopened.append(replace(row, status="open", closed_at=None))
                    case.tasks[case.tasks.index(row)] = reopened[-1]
    return reopened


def outcome(case: Case, spec: Act) -> str | None:
    """What is decided: the option that won, `CARRIED` where nothing is voted on, None while it is open."""
    together = spec.together
    assert together is not None
    there = said(case, spec)
    if not there:
        return None
    if not together.majority:
        return CARRIED if all(_satisfied(case, party, there) for party in together.parties) else None
    voters = {person for party in together.parties for person in case.roles.get(party.role, ())}
    needs = together.needs or _MOST
    if together.vote is None:
        return CARRIED if needs.reached(len(there), len(voters)) else None
    return _counted(case, spec, together, there, len(voters))


def _counted(case: Case, spec: Act, together: Together, there: tuple[str, ...], voters: int) -> str | None:
    """What a vote has come to: sure whatever is still missing, or closed; None while it is open."""
    votes = votes_of(case, spec)
    counting = {person: option for person, option in votes.items() if option != together.abstain}
    if not _quorate(case, together, tuple(counting) if together.absent else there):
        return None
    needs, missing = together.needs or _MOST, voters - len(there)
    ranked = Counter(counting.values()).most_common()
    best, most = ranked[0] if ranked else ("", 0)
    base = voters if needs.of_all else len(counting) + missing
    second = ranked[1][1] if len(ranked) > 1 else 0
    if needs.reached(most, base) and second + missing < most:
        return best
    if together.needs is not None and not needs.reached(most + missing, base):
        return _failed(case, together, counting, ranked)  # nobody can come so far any more
    if missing and not (together.quorum and _over(case, spec)):
        return None
    if together.needs is not None and not needs.reached(most, base - (0 if needs.of_all else missing)):
        return _failed(case, together, counting, ranked)
    return best if second < most else _drawn(case, together, counting, most)


def votes_of(case: Case, spec: Act) -> dict[str, str]:
    """Person -> the option voted for, of those who voted in this visit."""
    assert spec.together is not None
    given = case.answers.get(spec.task or spec.name, {})
    return {each: str(given[each][spec.together.vote or ""]) for each in said(case, spec) if each in given}


def settle_joint(case: Case, spec: Act, decided: str) -> Data:
    """Write the outcome down and begin anew: a later visit, or a later time, has votes of its own.

    Gives what the history says of it.
    """
    assert spec.together is not None
    payload: dict[str, object] = {"decided_by": list(said(case, spec))}
    if spec.together.vote is not None:
        case.data[spec.together.vote] = decided
        payload |= {"outcome": decided, "votes": dict(Counter(votes_of(case, spec).values()))}
    for person in said(case, spec):
        del case.fired[_mark(case, spec, person)]
    if spec.task is not None:
        case.fired[f"{case.stay}/settled {spec.task}"] = 1
    return payload


def closes(case: Case, spec: Act) -> tuple[datetime, Instant] | None:
    """When the count of a vote closes that has its quorum by then: at the act's `until`, else its task's limit."""
    if spec.together is None or not spec.together.quorum:
        return None
    if spec.closes is not None:
        limit = resolved(case, spec.closes, case.place)
    elif spec.task is not None:
        limit = task_due(case, case.place, spec.task, case.before.subject)
    else:
        limit = state_due(case, case.place)
    return None if limit is None else (over_at(case, limit), limit)


def _over(case: Case, spec: Act) -> bool:
    limit = closes(case, spec)
    return limit is not None and limit[0] <= case.world.now


def _parties(spec: Act) -> tuple[Party, ...]:
    return spec.together.parties if spec.together else ()


def _mark(case: Case, spec: Act, person: str) -> str:
    return f"{case.stay}/joins {spec.name} {person}"


def _satisfied(case: Case, party: Party, there: tuple[str, ...]) -> bool:
    held = case.roles.get(party.role, ())
    if not held:
        return case.process.roles[party.role].optional
    if party.every:
        return all(each in there for each in held)
    return sum(each in there for each in held) >= (party.count or 1)


def _quorate(case: Case, together: Together, there: tuple[str, ...]) -> bool:
    return all(
        needed.reached(len(entitled.intersection(there)), len(entitled))
        for role, needed in together.quorum.items()
        if (entitled := _entitled(case, together, role))
    )


def _stated(case: Case, together: Together, outcome: str | None) -> str | None:
    """An outcome the file names; `unchanged` is what stood in the field before, if anything did."""
    return case.data.get(together.vote or "") if outcome == UNCHANGED else outcome


def _failed(case: Case, together: Together, votes: dict[str, str], ranked: Sequence[tuple[str, int]]) -> str | None:
    """The outcome where none has the votes it needs: that of `else`; of a draw without one, that of `tie`."""
    draw = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    if together.otherwise is None and draw:
        return _drawn(case, together, votes, ranked[0][1])
    return _stated(case, together, together.otherwise)


def _drawn(case: Case, together: Together, votes: dict[str, str], most: int) -> str | None:
    """The outcome of a draw: said by the file, or the vote of whoever decides it, if it is one of the best."""
    if together.tie not in case.process.roles:
        return _stated(case, together, together.tie)
    best = {option for option, count in Counter(votes.values()).items() if count == most}
    casting = {votes[each] for each in case.roles.get(together.tie or "", ()) if votes.get(each) in best}
    return casting.pop() if len(casting) == 1 else None
