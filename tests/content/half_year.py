"""The half-year of one employee, act by act, to wherever a test takes over."""

from __future__ import annotations

from tests.content.life import Life

GOALS = [
    {
        "title": "Win customers", "dimension": "customer", "term": "short", "supports": "Grow in the east",
        "indicator": "signed contracts, CRM", "unit": "contracts", "better": "higher", "target": 20,
        "previous_target": 18, "due_on": "2026-12-31", "weight": 60, "standard": "60: 12, 100: 20, 120: 24",
    },
    {
        "title": "Cut complaints", "dimension": "process", "term": "short", "supports": "Grow in the east",
        "indicator": "complaints, service desk", "unit": "complaints", "better": "lower", "target": 10,
        "previous_target": 12, "due_on": "2026-12-31", "weight": 40, "standard": "60: 15, 100: 10, 120: 6",
    },
]  # fmt: skip
OPINION = {"quality": 3, "cooperation": 3, "initiative": 3}


def goals_agreed() -> Life:
    life = Life("2026-07-01")
    life.begin("goal_setting")
    done(life, "goal_setting", "manager", "brief", unit_goals=[{"title": "Grow in the east"}])
    done(life, "goal_setting", "employee", "propose", goals=GOALS)
    done(life, "goal_setting", "manager", "agree", talked_on="2026-07-01")
    done(life, "goal_setting", "employee", "commit")
    return life


def checked_in() -> Life:
    """A goal has fallen behind, so its target is corrected from 20 to 16."""
    life = goals_agreed()
    life.until("2026-10-08")
    life.begin("mid_period_check_in")
    actuals = {"goals__actual": [7, 5], "goals__achieved": [70, 100]}
    done(life, "mid_period_check_in", "employee", "report", **actuals, self_summary="Slow summer.")
    done(life, "mid_period_check_in", "manager", "review", **actuals, met_on="2026-10-08", meeting_notes="Agreed.")
    rows = [dict(row) for row in life.of("mid_period_check_in").data["goals"]]
    rows[0]["target"] = 16
    correction = {"correction": "goal", "correction_text": "Late start.", "goals": rows}
    done(life, "mid_period_check_in", "manager", "correct", **correction)
    done(life, "mid_period_check_in", "employee", "confirm")
    return life


def scored(scores: tuple[int, int]) -> Life:
    """Everybody has rated; the committee is next."""
    life = checked_in()
    life.until("2026-12-10")
    life.begin("evaluation")
    done(life, "evaluation", "employee", "choose_peers", peers=["anna", "bo", "chen"])
    done(
        life, "evaluation", "employee", "self_review",
        goals__actual=[15, 11], goals__self_score=[90, 90], achievements="Won the harbour.", **OPINION,
    )  # fmt: skip
    for peer in ("anna", "bo", "chen"):
        done(life, "evaluation", peer, "peer_review", comment="Helpful.", **OPINION)
    done(life, "evaluation", "manager", "manager_review", goals__score=list(scores), comment="See goals.", **OPINION)
    return life


def published(scores: tuple[int, int]) -> Life:
    life = scored(scores)
    done(life, "evaluation", "judge_one", "approve")
    life.until("2027-01-25")
    return life


def done(life: Life, process: str, actor: str, act: str, reason: object = None, **form: object) -> None:
    refused = life.do(process, actor, act, reason, **form)
    assert refused is None, f"{process}.{act}: {refused}"
