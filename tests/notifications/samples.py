"""Example letters: every variable of the contract, in both languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import notifications
from notifications.catalogue import Catalogue, read_catalogue
from notifications.message import Letter, Message, Party
from notifications.rendering import render

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENDER = Party(name="人力资源部", address="hr@example.com")
NA = Party(name="李娜", address="li.na@example.com", language="zh")
WEI = Party(name="Wei Wang", address="wei@example.com", language="en")

ABOUT_PROCESS: Mapping[str, object] = {
    "subject": {"id": "e-17", "name": "Li Na"},
    "process": {"name": "evaluation", "title": "Performance evaluation"},
    "state": {"name": "reviewing", "title": "Reviewing"},
    "due_on": date(2026, 12, 31),
    "cycle": {
        "name": "half-year",
        "title": "Half-year 2026",
        "start": date(2026, 7, 1),
        "end": date(2026, 12, 31),
        "dates": [
            {"name": "goals_open", "title": "Goals", "on": date(2026, 7, 1)},
            {"name": "results_out", "title": "Results", "on": date(2027, 1, 25)},
        ],
    },
    "actor": {"name": "Zhao Min"},
    "reason": "Please name your sources.",
    "data": {"grade": "B", "score": Decimal("87.50"), "goals": [{"title": "Sales", "score": Decimal(90)}]},
    "link": "https://reviews.example.com/i/17",
    "sent_on": date(2026, 3, 2),
    "extra": {},
}
ABOUT_TASK: Mapping[str, object] = {
    **ABOUT_PROCESS,
    "task": {"name": "self_review", "title": "Self-review", "due_on": date(2026, 12, 31)},
}
ABSENT = {"due_on": None, "actor": None, "reason": None, "link": ""}
FULL_EXTRA = {"holders": ["Wang Wei", "Chen Bo"], "weights": [{"title": "Peers", "weight": "30%"}]}


def letter(template: str, language: str = "en", **variables: object) -> Letter:
    return Letter(
        template=template,
        language=language,
        recipient=NA if language == "zh" else WEI,
        variables={**ABOUT_TASK, **variables},
        message_id="0f8c.1@reviews.example.com",
        sender=SENDER,
    )


def shipped() -> Catalogue:
    folder = Path(notifications.__file__).parent / "templates"
    files = {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.txt")}
    catalogue, problems = read_catalogue(files)
    assert problems == []
    return catalogue


def catalogue_of(body: str, subject: str = "Hello") -> Catalogue:
    return read_catalogue({"en/x.txt": f"Subject: {subject}\n\n{body}"})[0]


def rendered(body: str, subject: str = "Hello", language: str = "en", **variables: object) -> Message:
    catalogue = read_catalogue({f"{language}/x.txt": f"Subject: {subject}\n\n{body}"})[0]
    return render(catalogue, letter("x", language, **variables), NOW)


def message(**changes: object) -> Message:
    whole = rendered("Dear {{ recipient.name }},\n.\na line\n")
    return replace(whole, **changes)  # type: ignore[arg-type]
