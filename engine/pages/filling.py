"""One person at one form: what is typed, the page that asks for it, the page that shows it once more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from fastapi import Response

from engine.core.values import Triggered
from engine.pages.answers import Answers, flat, form_of, people_typed, there, without_blank_rows
from engine.pages.controls import amount_control, blocks, reason_control
from engine.pages.faults import Faults, faults_of
from engine.pages.visitors import Visitor
from engine.runtime.trigger import Outcome
from engine.views.naming import meant
from engine.views.sheet import Sheet, sheet
from engine.views.show import Contents, contents
from engine.words.errors import Refused
from engine.words.problems import Problem


@dataclass(slots=True)
class Filling:
    """One person at one form: the sheet, what is typed, what else is asked."""

    here: Visitor
    act: str
    instance: str
    whose: str | None
    sheet: Sheet
    answers: Answers
    reason: str = ""
    amount: str = ""

    def read(self) -> dict[str, object]:
        """The form as it is handed in. Raises Refused where a name fits several people."""
        without_blank_rows(self.sheet, self.answers)
        ids = meant(self.here.workspace, set(people_typed(self.sheet, self.answers)), self.here.now)
        several = [
            Problem(code="page-several-people", facts={"name": text[:60], "ids": ", ".join(found)})
            for text, found in ids.items()
            if len(found) > 1
        ]
        if several:
            raise Refused(several)
        return form_of(self.sheet, self.answers, ids)

    def event(self) -> Triggered:
        return Triggered(
            act=self.act,
            actor=self.here.who.id,
            form=self.read(),
            reason=self.reason or None,
            amount=self.amount or None,
            on_behalf_of=self.whose,
        )

    def form(self, status: int = 200, *, problems: tuple[Problem, ...] = (), note: str = "") -> Response:
        """The page to fill in, faults beside what they are about."""
        language = self.here.language
        faults = faults_of(problems, self.sheet, language) if problems else Faults()
        return self.here.page(
            "form.html",
            status,
            sheet=self.sheet,
            address=self.address,
            blocks=blocks(self.sheet, self.answers, language, faults),
            reason=reason_control(self.sheet, self.reason, language, faults),
            amount=amount_control(self.sheet, self.amount, language),
            faults=faults,
            note=note,
            known=self.known(),
            files=any(each.field.type == "file" for each in self.sheet.parts),
            seen=self.sheet.seen,
        )

    def known(self) -> Contents:
        """What else stands in the review, as far as the person sees it."""
        found = contents(self.here.workspace, self.here.now, self.instance, self.here.who.id)
        asked = {each.field.name for each in self.sheet.parts}
        return replace(found, fields=tuple(each for each in found.fields if each.name not in asked))

    def confirmation(self, would: Outcome, key: str = "") -> Response:
        """What was filled in, once more, and what follows: nothing counts before this is confirmed."""
        language = self.here.language
        return self.here.page(
            "confirm.html",
            sheet=self.sheet,
            address=self.address,
            blocks=blocks(self.sheet, self.answers, language, Faults()),
            reason=reason_control(self.sheet, self.reason, language, Faults()),
            amount=amount_control(self.sheet, self.amount, language),
            carried=[*flat(self.answers), ("reason", self.reason), ("amount", self.amount)],
            moves=would.state != self.sheet.about.state,
            to=self.sheet.states.get(would.state, would.state),
            seen=self.sheet.seen,
            key=key or secrets.token_urlsafe(12),
        )

    @property
    def address(self) -> str:
        query = {"for": self.whose} if self.whose else {}
        return self.here.to(f"/my/act/{self.act}/{self.instance}", **query)


def begun(here: Visitor, act: str, instance: str, whose: str | None) -> Filling:
    """Raises NotFound for an act that is none of theirs, or none any more."""
    found = sheet(here.workspace, here.now, instance, act, here.who.id, whose)
    return Filling(here, act, instance, whose, found, there(found))
