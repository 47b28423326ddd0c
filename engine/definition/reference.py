"""The keys of every file as Markdown: sentence, form, and the two examples with what the wrong one is told. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.definition.examples import EXAMPLES, problems_with
from engine.definition.grammar import Again, Key, ListOf, Map, MapOf, OneOf, Shape
from engine.definition.shapes import CALENDAR, CYCLE, FAMILY, ORGANISATION, PROCESS
from engine.definition.shapes.scenario import SCENARIO

ROOTS = (PROCESS, CYCLE, FAMILY, ORGANISATION, CALENDAR, SCENARIO)
_SAID = {
    "en": {
        "stands": "Stands under {places}.",
        "also": "Also, as in {title}: {keys}.",
        "required": "required",
        "right": "Right: {lines}",
        "wrong": "Wrong: {lines} – {text} [{code}](#{code})",
    },
    "zh": {
        "stands": "所在位置：{places}。",
        "also": "另可使用{title}的键：{keys}。",
        "required": "必填",
        "right": "正确：{lines}",
        "wrong": "错误：{lines} —— {text} [{code}](#{code})",
    },
}
Places = Mapping[str, list[tuple[Map, str]]]


def keys(language: str) -> str:
    """A section for each kind of map, in the order in which a reader meets them."""
    maps, places = walk(ROOTS)
    first: dict[int, Map] = {}
    return "\n\n".join(_section(each, places, first, language) for each in maps)


def walk(roots: tuple[Map, ...]) -> tuple[list[Map], Places]:
    """Every map below the roots, breadth first, and for each the maps and keys it stands under."""
    maps: list[Map] = []
    places: dict[str, list[tuple[Map, str]]] = {}
    for root in roots:
        pending = [root]
        while pending:
            here = pending.pop(0)
            if here in maps:
                continue
            maps.append(here)
            for name, key in here.keys.items():
                for inner in _inner(key.shape):
                    places.setdefault(inner.name, []).append((here, name))
                    pending.append(inner)
    return maps, places


def _inner(shape: Shape) -> Iterator[Map]:
    """The maps that may stand in a value, without those within them."""
    match shape:
        case Map():
            yield shape
        case MapOf(value=value):
            yield from _inner(value)
        case ListOf(item=item):
            yield from _inner(item)
        case Again(shape=again):
            yield from _inner(again())
        case OneOf(scalar=scalar, sequence=sequence, mapping=mapping):
            for each in (scalar, mapping, sequence):
                yield from _inner(each) if each is not None else ()


def _section(here: Map, places: Places, first: dict[int, Map], language: str) -> str:
    said = _SAID[language]
    lines = [f'<a id="{here.name}"></a>', "", f"### {_heading(here, language)}", "", here.doc[language]]
    where = places.get(here.name)
    if where:
        named = [f"[{_heading(each, language)}](#{each.name}) `{name}`" for each, name in where]
        lines[-1] += " " + said["stands"].format(places=", ".join(dict.fromkeys(named)))
    lines.append("")
    shared: dict[str, list[str]] = {}
    for name, key in here.keys.items():
        owner = first.setdefault(id(key), here)
        if owner is not here:
            shared.setdefault(owner.name, []).append(name)
        else:
            lines += _entry(here, name, key, language)
    for owner_name, names in shared.items():
        owner = next(each for each in first.values() if each.name == owner_name)
        linked = ", ".join(f"[`{name}`](#{owner_name}.{name})" for name in names)
        lines += ["", said["also"].format(title=owner.title[language], keys=linked)]
    return "\n".join(lines)


def _heading(here: Map, language: str) -> str:
    title = here.title[language]
    for article in ("a ", "an ", "the "):
        title = title.removeprefix(article)
    return title[0].upper() + title[1:]


def _entry(here: Map, name: str, key: Key, language: str) -> list[str]:
    said = _SAID[language]
    pair = EXAMPLES[here.name][name]
    takes = ", ".join([key.shape.expected[language], *([f"**{said['required']}**"] if key.required else [])])
    inner = dict.fromkeys(f"[{_heading(each, language)}](#{each.name})" for each in _inner(key.shape))
    more = f" → {', '.join(inner)}" if inner else ""
    told = problems_with(here.name, pair.wrong, pair.beside)[0]
    return [
        f'- <a id="{here.name}.{name}"></a>**`{name}`** – {key.doc[language]} *({takes})*{more}',
        "  - " + said["right"].format(lines=_code(pair.right)),
        "  - " + said["wrong"].format(lines=_code(pair.wrong), text=told.text(language), code=told.code),
    ]


def _code(lines: str) -> str:
    """Each line as code; none of the examples holds a backtick."""
    return ", ".join(f"`{line}`" for line in lines.splitlines())
