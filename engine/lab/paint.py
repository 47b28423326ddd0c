"""Colours and signs of pictures. Written out for light and dark alike: not every viewer knows CSS variables."""

from __future__ import annotations

from collections.abc import Mapping

_LIGHT = {
    "paper": "#ffffff", "ink": "#18212c", "soft": "#4d5968", "rim": "#8793a1", "card": "#f4f6f9", "act": "#1a56b0",
    "time": "#985000", "event": "#4d5968", "now": "#0b6b3a", "nowcard": "#d9f2e3", "been": "#e6eefb",
}  # fmt: skip
_DARK = {
    "paper": "#14181e", "ink": "#e8edf3", "soft": "#aab5c2", "rim": "#73808f", "card": "#1f2630", "act": "#8ab8ff",
    "time": "#f0b066", "event": "#aab5c2", "now": "#6fdc9f", "nowcard": "#173d2a", "been": "#22324d",
}  # fmt: skip


def _colours(of: Mapping[str, str]) -> str:
    return (
        f".rf .paper{{fill:{of['paper']}}}"
        f".rf text{{fill:{of['ink']}}}"
        f".rf .may,.rf .limit{{fill:{of['soft']}}}"
        f".rf .card rect{{fill:{of['card']};stroke:{of['rim']}}}"
        f".rf .card .inner{{fill:none}}"
        f".rf .dot,.rf .card .tip{{fill:{of['ink']};stroke:none}}"
        f".rf .card .line{{stroke:{of['ink']}}}"
        f".rf .everywhere rect{{fill:{of['paper']}}}"
        f".rf .visited rect{{fill:{of['been']};stroke:{of['act']}}}"
        f".rf .present rect{{fill:{of['nowcard']};stroke:{of['now']}}}"
        f".rf .ground rect{{stroke:none}}"
        f".rf .present text.note,.rf text.ahead{{fill:{of['now']}}}"
        f".rf text.taken{{fill:{of['act']}}}"
        + "".join(
            f".rf .wire.{kind} .line{{stroke:{of[kind]}}}.rf .wire.{kind} .tip{{fill:{of[kind]}}}"
            f".rf .icon.{kind}{{color:{of[kind]}}}"
            for kind in ("act", "time", "event")
        )
        + f".rf .icon.entry{{color:{of['event']}}}"
        f".rf .wire.taken .line{{stroke:{of['act']}}}.rf .wire.taken .tip{{fill:{of['act']}}}"
    )


def colours_of_page() -> str:
    """The colours of a page around a picture, so that both have the same ground."""
    light, dark = (f"html{{background:{of['paper']};color:{of['ink']}}}" for of in (_LIGHT, _DARK))
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


STYLE = (
    '.rf text{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC","Microsoft YaHei",'
    '"Noto Sans CJK SC",sans-serif;font-size:12px}'
    ".rf .head{font-size:17px;font-weight:600}.rf .title{font-size:14px;font-weight:600}"
    ".rf text.note,.rf text.taken,.rf text.ahead{font-weight:600}"
    ".rf .line{fill:none;stroke-width:1.6}.rf .wire.time .line{stroke-dasharray:6 4}"
    ".rf .wire.event .line{stroke-width:1.6}"
    ".rf .card rect{stroke-width:1.3}.rf .everywhere rect{stroke-dasharray:3 3}"
    ".rf .present rect{stroke-width:3}.rf .present .inner{stroke-width:1.3}"
    ".rf .wire.taken .line{stroke-width:3.4}.rf .pale{opacity:.6}"
    + _colours(_LIGHT)
    + "@media screen and (prefers-color-scheme:dark){"
    + _colours(_DARK)
    + "}"
)
# A person, a clock, an arrow of its own: twelve by twelve, in the colour of their kind.
_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"'
_CHEVRONS = f'<path {_STROKE} d="M2 2l4 4l-4 4M6.5 2l4 4l-4 4"/>'
ICONS = (
    '<symbol id="rf-act" viewBox="0 0 12 12"><circle cx="6" cy="3.2" r="2.6" fill="currentColor"/>'
    '<path fill="currentColor" d="M1 12a5 5 0 0 1 10 0z"/></symbol>'
    f'<symbol id="rf-time" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.9" {_STROKE}/>'
    f'<path {_STROKE} d="M6 3v3.2l2.2 1.4"/></symbol>'
    f'<symbol id="rf-event" viewBox="0 0 12 12">{_CHEVRONS}</symbol>'
    f'<symbol id="rf-entry" viewBox="0 0 12 12">{_CHEVRONS}</symbol>'
)
