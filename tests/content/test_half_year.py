"""The six processes hang together as they do in life."""

from __future__ import annotations

from decimal import Decimal

from engine.core.limits import CohortLimit
from engine.core.visible import sight
from tests.content.company import Company, library
from tests.content.half_year import GOALS, OPINION, checked_in, done, goals_agreed, published, scored
from tests.content.life import Life


def seen(life: Life, process: str, person: str) -> dict[str, object]:
    instance = life.of(process)
    return sight(library().processes[process], instance, life.world(instance), person).data()


def test_every_fault_of_a_goal_is_told_at_once() -> None:
    life = Life("2026-07-01")
    life.begin("goal_setting")
    done(life, "goal_setting", "manager", "brief", unit_goals=[{"title": "Grow in the east"}])
    goals = [
        {**GOALS[0], "weight": 50, "target": 10},
        {**GOALS[1], "supports": "My own idea", "due_on": "2027-06-30"},
    ]
    refused = life.do("goal_setting", "employee", "propose", goals=goals)
    for text in ("must add up to 100; they are 90", "supports no goal of your unit", "within the period", "Say why"):
        assert text in str(refused)
    assert "Row 1" in str(refused)
    assert "Row 2" in str(refused)


def test_progress_is_asked_for_every_two_weeks_unless_just_reported() -> None:
    life = goals_agreed()
    life.until("2026-07-14")
    report = {"goals__actual": [1, 1], "goals__progress": [5, 5], "progress_note": "Two signed."}
    done(life, "goal_setting", "employee", "report_progress", **report)
    life.until("2026-07-16")
    assert life.sent("progress_due") == []
    life.until("2026-07-30")
    assert life.sent("progress_due") == ["employee"]


def test_once_the_check_in_carries_the_goals_they_are_changed_there() -> None:
    life = checked_in()
    refused = life.do("goal_setting", "hr_one", "strategy_changed", "New market")
    assert "change them there" in str(refused)
    done(life, "mid_period_check_in", "hr_one", "strategy_changed", "New market")
    assert life.of("mid_period_check_in").place == "correcting"


def test_the_evaluation_scores_the_goals_as_adjusted() -> None:
    life = scored((50, 80))
    data = life.of("evaluation").data
    assert [row["target"] for row in data["goals"]] == [Decimal(16), Decimal(10)]
    # goals (50 x 60 + 80 x 40) / 100 = 62; opinion 3 of 5 = 60; 62 x 0.7 + 60 x 0.3
    assert (data["goal_score"], data["opinion"], data["overall"]) == (Decimal("62.0"), Decimal("3.00"), Decimal("61.4"))
    assert data["grade"] == "C"


def test_only_a_certified_evaluator_rates_as_the_manager() -> None:
    company = Company()
    company.people["manager"].facts["certified"] = False
    life = Life("2026-12-10", company)
    life.begin("evaluation")
    assert life.of("evaluation").roles["manager"] == ("head",)


def test_the_grade_reaches_the_employee_on_the_day_of_publication() -> None:
    life = scored((50, 80))
    done(life, "evaluation", "judge_one", "approve")
    life.until("2027-01-24")
    assert not {"grade", "overall", "goals"} & set(seen(life, "evaluation", "employee"))
    life.until("2027-01-25")
    view = seen(life, "evaluation", "employee")
    assert view["grade"] == "C"
    assert "goals" in view
    assert not {"peer_review", "report_review", "calibration_reason", "proposed_grade"} & set(view)
    assert life.sent("result_published") == ["employee"]


def test_grade_a_is_open_to_the_department_before_it_is_final() -> None:
    life = scored((120, 120))
    done(life, "evaluation", "judge_one", "approve", calibrated_grade="A", calibration_reason="Saved the harbour.")
    life.until("2027-01-25")
    assert life.of("evaluation").place == "public_notice"
    assert set(seen(life, "evaluation", "dora")) == {"grade"}
    assert "employee" not in life.sent("public_notice")
    done(life, "evaluation", "dora", "raise_objection", objection="The harbour was mine.")
    assert "objection" not in seen(life, "evaluation", "employee")
    assert "grade" not in seen(life, "evaluation", "dora")
    done(life, "evaluation", "judge_two", "dismiss_objection", "Checked.")
    assert life.of("evaluation").place == "published"


def test_a_fifth_of_a_site_may_be_graded_a() -> None:
    life = scored((120, 120))
    [limit] = library().cycles["half-year"].limits
    full = CohortLimit(limit=limit, group="Shanghai", counts={"grade": {"A": 2}}, passed=8, headcount=14)
    life.limits = (full,)
    form = {"calibrated_grade": "A", "calibration_reason": "Saved the harbour."}
    refused = life.do("evaluation", "judge_one", "approve", **form)
    assert "20 %" in str(refused)
    room = CohortLimit(limit=limit, group="Shanghai", counts={"grade": {"A": 1}}, passed=8, headcount=14)
    life.limits = (room,)
    assert life.do("evaluation", "judge_one", "approve", **form) is None


def test_a_quota_that_an_appeal_has_broken_keeps_nobody_else_from_appealing() -> None:
    life = published((50, 80))
    [limit] = library().cycles["half-year"].limits
    life.limits = (CohortLimit(limit=limit, group="Shanghai", counts={"grade": {"A": 4}}, passed=8, headcount=14),)
    done(life, "evaluation", "employee", "appeal")


def test_grade_d_opens_a_plan_with_the_goals_that_fell_short() -> None:
    life = published((30, 70))
    assert life.of("evaluation").data["grade"] == "D"
    assert [row["title"] for row in life.of("improvement_plan").data["goals"]] == ["Win customers"]
    assert life.of("feedback").place == "preparing"


def test_the_second_instance_corrects_a_closed_evaluation_and_calls_the_plan_off() -> None:
    life = published((30, 40))
    done(life, "evaluation", "employee", "appeal")
    done(life, "appeal", "employee", "file", ground="facts", account="The harbour is missing.", wished_grade="B")
    done(life, "appeal", "hr_one", "admit")
    done(life, "appeal", "board_one", "investigate", findings="It is missing.")
    done(life, "appeal", "employee", "waive")
    done(life, "appeal", "board_one", "reject", decision_reason="Not enough.")
    done(life, "appeal", "employee", "appeal_again", "The board did not ask the harbour.")
    life.until("2027-02-13")
    assert life.of("evaluation").place == "closed"
    worse = life.do("appeal", "last_one", "uphold", grade="D", decision_reason="-")
    assert "better grade" in str(worse)
    done(life, "appeal", "last_one", "uphold", grade="B", decision_reason="The harbour counts.")
    evaluation = life.of("evaluation")
    assert (evaluation.place, evaluation.data["grade"]) == ("closed", "B")
    assert life.of("improvement_plan").place == "called_off"
    assert set(life.sent("grade_corrected")) == {"employee", "manager", "hr_one", "hr_two"}


def test_whoever_had_a_part_in_the_grade_does_not_decide_the_appeal() -> None:
    company = Company()
    company.people["manager"].facts["groups"] = ["appeal_board"]
    life = Life("2026-12-10", company)
    life.begin("evaluation")
    life.until("2026-12-24")
    done(life, "evaluation", "manager", "manager_review", comment="-", **OPINION)
    life.until("2027-01-14")
    done(life, "evaluation", "judge_one", "approve")
    life.until("2027-01-25")
    done(life, "evaluation", "employee", "appeal")
    done(life, "appeal", "employee", "file", ground="bias", account="See record.", wished_grade="A")
    done(life, "appeal", "hr_one", "admit")
    assert life.do("appeal", "manager", "investigate", findings="All well.") is not None
    assert life.do("appeal", "board_one", "investigate", findings="Not so well.") is None


def test_hr_has_no_part_as_hr_in_their_own_case() -> None:
    company = Company()
    company.people["employee"].facts["groups"] = ["hr", "calibration"]
    life = Life("2026-12-10", company)
    life.begin("evaluation")
    roles = life.of("evaluation").roles
    assert "employee" not in (*roles["hr"], *roles["committee"])


def test_two_colleagues_are_both_asked_and_one_alone_is_not() -> None:
    for gone, asked in ((("dora", "chen"), 2), (("dora", "chen", "bo"), 0)):
        company = Company()
        for id in gone:
            del company.people[id]
        life = Life("2026-12-10", company)
        life.begin("evaluation")
        done(life, "evaluation", "employee", "self_review", achievements="-", **OPINION)
        tasks = [task.person for task in life.of("evaluation").tasks if task.name == "peer_review"]
        assert len(tasks) == asked
        assert life.sent("peers_chosen_for_you") == []


def test_one_peer_alone_is_not_told_by_the_score() -> None:
    life = Life("2026-12-10", Company())
    life.begin("evaluation")
    done(life, "evaluation", "employee", "choose_peers", peers=["anna", "bo", "chen"])
    done(life, "evaluation", "employee", "self_review", achievements="-", **OPINION)
    done(life, "evaluation", "manager", "manager_review", comment="-", **OPINION)
    before = life.of("evaluation").data["cooperation_score"]
    worse = {**OPINION, "cooperation": 1}
    done(life, "evaluation", "anna", "peer_review", comment="-", **worse)
    assert life.of("evaluation").data["cooperation_score"] == before
    done(life, "evaluation", "bo", "peer_review", comment="-", **worse)
    assert life.of("evaluation").data["cooperation_score"] < before
