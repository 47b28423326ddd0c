"""Templates become answers: in one language, escaped, with the headers that keep a page to itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from fastapi import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from engine.pages import written
from engine.words.texts import pick, say

STATIC = Path(__file__).with_name("static")
# No script at all, nothing from elsewhere, in nobody's frame; an address never travels to another site.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NO_STORE = "no-store"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("engine.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"NONE": written.NONE, "LANGUAGES": {"en": "English", "zh": "中文"}}
    return found


def html(template: str, language: str, base: str, status: int = 200, **values: Any) -> Response:
    """A page. `base` is the path the pages lie under; whatever a template shows is escaped."""
    text = (
        _templates()
        .get_template(template)
        .render(
            language=language,
            base=base,
            t=lambda code, **facts: say(f"page-{code}", language, facts),
            pick=lambda text: pick(text, language),
            day=partial(written.day, language=language),
            moment=partial(written.moment, language=language),
            written=lambda value, zone, *more: written.written(value, language, zone, *more),
            **values,
        )
    )
    return sealed(HTMLResponse(text, status, headers={"Content-Language": language, "Vary": "Cookie, Accept-Language"}))


def sealed(answer: Response, keep: str = NO_STORE) -> Response:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    answer.headers["Cache-Control"] = keep
    return answer


def cookie(answer: Response, name: str, value: str, *, secure: bool, seconds: int | None = None) -> None:
    """A cookie that no script reads and no other site sends."""
    made: SimpleCookie = SimpleCookie({name: value})
    held = made[name]
    held["path"], held["httponly"], held["samesite"] = "/", True, "Lax"
    if secure:
        held["secure"] = True
    if seconds is not None:
        held["max-age"] = seconds
    answer.headers.append("set-cookie", held.OutputString())
