"""The templates there are, by name and language, and what can be found wrong before one is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath

from engine.words.problems import Fact, Problem, Span
from engine.words.texts import LANGUAGES
from notifications import offered
from notifications.headings import heading
from notifications.hints import hinted
from notifications.offered import Known
from notifications.reading import ITEM, Path, Read
from notifications.template import Template

SUFFIX = ".txt"
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Templates by (name, language). A faulty one stays in: rendering it fails by name, not by absence."""

    templates: Mapping[tuple[str, str], Template]
    _reads: dict[str, frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def over(self, other: Catalogue) -> Catalogue:
        """This catalogue laid over `other`: a template of this one hides the same name and language there."""
        return Catalogue(templates={**other.templates, **self.templates})

    def names(self) -> tuple[str, ...]:
        return tuple(sorted({name for name, _ in self.templates}))

    def languages(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(language for each, language in self.templates if each == name))

    def find(self, name: str, language: str) -> Template | None:
        """The template in `language` ("zh-CN" finds "zh"), else in English, else in any language."""
        exact = self.templates.get((name, language))
        if exact is not None:
            return exact
        for wanted in (language.partition("-")[0].lower(), "en", *self.languages(name)):
            found = self.templates.get((name, wanted))
            if found is not None:
                return found
        return None

    def heading(self, name: str, language: str) -> str:
        """What kind of message it is, in a few words: its subject without what differs from one to the next."""
        template = self.find(name, language)
        return name if template is None else heading(template.text) or name

    def missing(self, name: str) -> tuple[str, ...]:
        """The names most like one that does not exist, best first; at most three."""
        return tuple(get_close_matches(name, self.names(), n=3, cutoff=0.5))

    def paths(self, name: str) -> frozenset[Path]:
        """Every path a template reads in any language, so that the reader's right to it can be checked.

        Items of lists are left out: `("data", "goals", "score")`. A path that another begins with was
        looped over or tested; alone it was read whole.
        """
        return frozenset(
            tuple(segment for segment in read.path if segment != ITEM)
            for language in self.languages(name)
            for read in self.templates[name, language].reads
        )

    def reads(self, name: str) -> frozenset[str]:
        """The first segments of `paths`: what has to be known for a template to be filled in."""
        if name not in self._reads:
            self._reads[name] = frozenset(path[0] for path in self.paths(name))
        return self._reads[name]

    def says(self, name: str, what: str) -> str:
        """What a template says of itself under a name of `HEADS`, in whichever language; nothing if it is silent."""
        found = (self.templates.get((name, each)) for each in LANGUAGES)
        return next((said for each in found if each is not None and (said := each.says(what))), "")

    def check(self, name: str, known: Known, used_at: Span | None) -> list[Problem]:
        """What is wrong with using `name` where the variables in `known` exist.

        `known` nests mappings down to True; a list holds one item that describes all. `used_at` is
        where the message is asked for: the place of "no such template", a fact of everything else.
        """
        languages = self.languages(name)
        if not languages:
            return [Problem(code="template-unknown", facts=hinted(name, self.names()), span=used_at)]
        found = self._untranslated(name, used_at)
        for language in languages:
            template = self.templates[name, language]
            found += template.problems
            found += _unknown(template, known, used_at)
        return sorted(found, key=lambda problem: problem.order)

    def problems(self, known: Known) -> list[Problem]:
        """`check` of every template against the same variables."""
        return [problem for name in self.names() for problem in self.check(name, known, None)]

    def _untranslated(self, name: str, used_at: Span | None) -> list[Problem]:
        languages = self.languages(name)
        first = self.templates[name, languages[0]]
        return [
            Problem(
                code="template-language-missing",
                facts={"name": name, "language": language, "used": _used(used_at)},
                span=Span(first.file),
            )
            for language in LANGUAGES
            if language not in languages
        ]


def read_catalogue(files: Mapping[str, str]) -> tuple[Catalogue, list[Problem]]:
    """A catalogue from paths `…/<language>/<name>.txt` and their texts, with every fault found.

    Files of other names are left alone: editors leave copies.
    """
    templates = {}
    for file, text in sorted(files.items()):
        path = PurePosixPath(file)
        if path.suffix == SUFFIX and len(path.parts) > 1 and not path.name.startswith("."):
            template = Template(name=path.stem, language=path.parts[-2], file=file, text=text)
            templates[template.name, template.language] = template
    found = [problem for template in templates.values() for problem in template.problems]
    return Catalogue(templates=templates), sorted(found, key=lambda problem: problem.order)


def _unknown(template: Template, known: Known, used_at: Span | None) -> Iterator[Problem]:
    for read in template.reads:
        if any(_resolved(guard, known)[1] is _MISSING for guard in read.use.guards):
            continue
        index, value = _resolved(read.path, known)
        if value is not _MISSING:
            if read.use.printed and _is_group(value):
                yield _problem("template-value-is-group", read, len(read.path) - 1, value, used_at)
            continue
        if read.use.optional and (index or read.path[0] in offered.NAMES):
            continue
        if read.place(index) is None:
            continue  # said already where the name was introduced
        parent = _resolved(read.path[:index], known)[1] if index else known
        if read.path[index] == ITEM:
            code = "template-not-a-list"
        elif _is_group(parent):
            code = "template-variable-unknown"
        else:
            code = "template-value-has-no-parts"
        yield _problem(code, read, index, parent, used_at)


def _problem(code: str, read: Read, index: int, around: object, used_at: Span | None) -> Problem:
    names = around if isinstance(around, Mapping) else {}
    facts: dict[str, Fact] = {
        **hinted(read.path[index], names),
        "path": written(read.path[: index + 1]),
        "parent": written(read.path[:index]),
        "used": _used(used_at),
    }
    return Problem(code=code, facts=facts, span=read.place(index) or read.places[-1])


def _resolved(path: Path, known: object) -> tuple[int, object]:
    """(length, what the path leads to), or (index of the segment that leads nowhere, _MISSING)."""
    for index, segment in enumerate(path):
        if segment == ITEM and isinstance(known, list | tuple) and known:
            known = known[0]
        elif isinstance(known, Mapping) and segment in known:
            known = known[segment]
        else:
            return index, _MISSING
    return len(path), known


def _is_group(value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(each, Mapping) for each in value)
    return isinstance(value, Mapping)


def written(path: Path) -> str:
    return ".".join(path).replace(f".{ITEM}", ITEM)


def _used(span: Span | None) -> str:
    return f" ({span})" if span else ""
