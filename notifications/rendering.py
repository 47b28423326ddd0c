"""A letter becomes a message. Whatever goes wrong in a template comes out as TemplateFailed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import TracebackType

from jinja2 import Template as Compiled

from engine.words.errors import NotFound, ReviewflowError
from notifications.calendar_file import Event, calendar_text
from notifications.catalogue import Catalogue
from notifications.formats import TEXT_LIMIT, TooLong
from notifications.hints import hinted
from notifications.message import Letter, Message, composed
from notifications.sandbox import BUDGET, LOOP_LIMIT
from notifications.template import Template, compiled

COMPILED_FILE = "<template>"  # the name jinja compiles under


class TemplateFailed(ReviewflowError):
    """A template could not be rendered. Facts: template, language, file, line, reason."""


def render(catalogue: Catalogue, letter: Letter, now: datetime) -> Message:
    """The message a letter asks for. `now` is aware and becomes its Date.

    `recipient` may be left out of the variables. Raises NotFound (template-unknown), TemplateFailed
    (template-failed) and LetterInvalid.
    """
    template = _sound(catalogue, letter)
    subject, body = compiled(template.text, template.spoken)
    variables = _variables(letter)
    line = " ".join(_rendered(template, subject, variables).split())
    return composed(
        letter,
        language=template.language,
        subject=line,
        text=_rendered(template, body, variables),
        now=now,
        calendar=_calendar(template, letter, line, now),
    )


def event_of(catalogue: Catalogue, letter: Letter, line: str) -> Event | None:
    """The entry a letter's template puts into its reader's calendar under `line`; None where it puts none."""
    template = catalogue.find(letter.template, letter.language)
    return None if template is None or template.says("Calendar") == "cancel" else _event(template, letter, line)


def _event(template: Template, letter: Letter, line: str) -> Event | None:
    on: object = letter.variables if template.calendar_path else None
    for part in template.calendar_path:
        on = on.get(part) if isinstance(on, Mapping) else None
    if not isinstance(on, date) or not letter.uid:
        return None
    return Event(uid=letter.uid, on=on, summary=line, link=str(letter.variables.get("link") or ""))


def _calendar(template: Template, letter: Letter, line: str, now: datetime) -> str:
    if template.says("Calendar") == "cancel":
        return calendar_text([Event(uid=letter.uid, on=None, summary=line)], "CANCEL", now) if letter.uid else ""
    own = _event(template, letter, line)
    events = [*letter.events, *([own] if own else [])]
    return calendar_text(events, "PUBLISH", now) if events else ""


def subject_of(catalogue: Catalogue, letter: Letter) -> str:
    """The subject alone of the message a letter asks for, in one line. Raises as `render` does."""
    template = _sound(catalogue, letter)
    subject = compiled(template.text, template.spoken)[0]
    return " ".join(_rendered(template, subject, _variables(letter)).split())


def _sound(catalogue: Catalogue, letter: Letter) -> Template:
    template = catalogue.find(letter.template, letter.language)
    if template is None:
        raise NotFound("template-unknown", **hinted(letter.template, catalogue.names()))
    for problem in template.problems:
        raise _failed(template, problem.span.line if problem.span else 1, problem.text())
    return template


def _variables(letter: Letter) -> dict[str, object]:
    recipient = {"name": letter.recipient.name, "language": letter.recipient.language}
    return {"recipient": recipient, **letter.variables, BUDGET: [LOOP_LIMIT]}


def _rendered(template: Template, part: Compiled, variables: Mapping[str, object]) -> str:
    chunks = []
    room = TEXT_LIMIT
    try:
        for chunk in part.root_render_func(part.new_context(variables)):  # type: ignore[arg-type]
            room -= len(chunk)
            if room < 0:
                raise TooLong(f"longer than {TEXT_LIMIT} characters")
            chunks.append(chunk)
    except Exception as error:  # whatever a template does, only its own letter fails
        raise _failed(template, _line(part, error.__traceback__), f"{error}") from error
    return "".join(chunks)


def _line(part: Compiled, trace: TracebackType | None) -> int:
    """The innermost line of the template on the way to an error."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == COMPILED_FILE:
            line = part.get_corresponding_lineno(trace.tb_lineno)
        trace = trace.tb_next
    return line


def _failed(template: Template, line: int, reason: str) -> TemplateFailed:
    return TemplateFailed(
        "template-failed",
        template=template.name,
        language=template.language,
        file=template.file,
        line=line,
        reason=reason[:300],
    )
