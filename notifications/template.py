"""One template: its two parts, what it reads, what is wrong with it, and its compiled form.

Parsing and compiling cost sixty times a rendering, so both are kept by the text they came from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Template as Compiled
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2 import nodes as n

from engine.words.problems import Problem, Span
from engine.words.texts import LANGUAGES
from notifications.hints import hinted
from notifications.places import Occurrences
from notifications.reading import Read, Reader
from notifications.sandbox import COUNTED, sandbox

SUBJECT = "Subject:"
SOURCE_LIMIT = 50_000
# What a template may say of itself, a line each between the subject and the blank line -> what it takes.
# `Calendar` takes the variable that holds the day as well, as in {{ due_on }}.
HEADS: Mapping[str, tuple[str, ...]] = {"Delivery": ("exact", "routine"), "Calendar": ("cancel", "{{ due_on }}")}
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\s*\}\}")
MOST = 1024  # templates kept
_COMPILED: dict[tuple[str, str], tuple[Compiled, Compiled]] = {}
_HEAD = re.compile(r"([A-Za-z][A-Za-z-]*):[ \t]*(.*?)[ \t]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The text of one message in one language, as it stands in `file`."""

    name: str
    language: str
    file: str
    text: str

    def says(self, name: str) -> str:
        """What the template says of itself under a name of `HEADS`; nothing where it is silent."""
        return _heads(self.text).get(name, "")

    @property
    def spoken(self) -> str:
        """The language its dates and numbers are written in."""
        return self.language if self.language in LANGUAGES else "en"

    @property
    def calendar_path(self) -> tuple[str, ...]:
        """The variable that holds the day a calendar file is about; empty where there is none."""
        found = _VARIABLE.fullmatch(self.says("Calendar"))
        return tuple(found[1].split(".")) if found else ()

    @property
    def reads(self) -> tuple[Read, ...]:
        return _read(self.file, self.text, self.spoken)[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it whatever the variables: form, syntax, what is not allowed."""
        return _read(self.file, self.text, self.spoken)[1]


def parts(text: str) -> tuple[str, str]:
    """The subject's source and the body's, each with as many lines before it as in the file."""
    first, _, rest = text.removeprefix("\ufeff").replace("\r\n", "\n").partition("\n")
    heads = len(_heads(text))
    return first.removeprefix(SUBJECT).strip(), "\n" * (heads + 1) + rest.split("\n", heads)[-1]


@lru_cache(maxsize=MOST)
def _heads(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in text.removeprefix("\ufeff").splitlines()[1:]:
        said = _HEAD.fullmatch(line)
        if said is None:
            break
        found[said[1]] = said[2]
    return found


def compiled(text: str, language: str) -> tuple[Compiled, Compiled]:
    """Subject and body, ready to render. The text must have no problems."""
    found = _COMPILED.get((text, language))
    return found or _compiled(text, language, [sandbox(language).parse(source) for source in parts(text)])


def _compiled(text: str, language: str, trees: Sequence[n.Template]) -> tuple[Compiled, Compiled]:
    """The trees are changed and can be read no more."""
    environment = sandbox(language)
    made = []
    for tree in trees:
        for loop in tree.find_all(n.For):
            loop.iter = n.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.iter.lineno)
        tree.set_environment(environment)
        made.append(Compiled.from_code(environment, environment.compile(tree), environment.globals))
    if len(_COMPILED) >= MOST:
        _COMPILED.clear()
    subject, body = made
    _COMPILED[text, language] = subject, body
    return subject, body


@lru_cache(maxsize=MOST)
def _read(file: str, text: str, language: str) -> tuple[tuple[Read, ...], tuple[Problem, ...]]:
    malformed = _malformed(file, text)
    if malformed is not None:
        return (), (malformed,)
    reader = Reader(file=file, occurrences=Occurrences(file, text.replace("\r\n", "\n")))
    trees = []
    for source in _sources(text):
        try:
            tree = sandbox(language).parse(source)
        except TemplateSyntaxError as error:
            return (), (_syntax(file, error.lineno, error.message or "syntax"),)
        except (TemplateError, ValueError, RecursionError, OverflowError) as error:
            return (), (_syntax(file, 1, type(error).__name__),)
        trees.append(tree)
        try:
            reader.block(tree.body, {}, frozenset())
        except RecursionError as error:
            return (), (_syntax(file, 1, type(error).__name__),)
    if not reader.problems:
        try:
            _compiled(text, language, (trees[0], trees[-1]))
        except (TemplateError, ValueError, RecursionError, OverflowError, SyntaxError, MemoryError) as error:
            return (), (_syntax(file, getattr(error, "lineno", None) or 1, str(error)),)
    return tuple(reader.reads), tuple(sorted(reader.problems, key=lambda problem: problem.order))


def _sources(text: str) -> tuple[str, ...]:
    """What is read of the variables, in the order of the text, each with as many lines before it as in the file."""
    subject, body = parts(text)
    calendar = _heads(text).get("Calendar", "")
    if "{{" not in calendar:
        return subject, body
    return subject, "\n" * (1 + list(_heads(text)).index("Calendar")) + calendar, body


def _malformed(file: str, text: str) -> Problem | None:
    if len(text) > SOURCE_LIMIT:
        return Problem(code="template-too-long", facts={"limit": SOURCE_LIMIT}, span=Span(file))
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not lines[0].startswith(SUBJECT) or not lines[0].removeprefix(SUBJECT).strip():
        return Problem(code="template-subject-missing", facts={}, span=Span(file))
    begins = 1 + len(_heads(text))
    if len(lines) > begins and lines[begins].strip():
        return Problem(code="template-blank-line-missing", facts={}, span=Span(file, begins + 1))
    for number, (name, said) in enumerate(_heads(text).items(), start=2):
        if name not in HEADS:
            return Problem(code="template-head-unknown", facts=hinted(name, HEADS), span=Span(file, number))
        if said not in HEADS[name] and not (name == "Calendar" and _VARIABLE.fullmatch(said)):
            facts = {"head": name, **hinted(said, HEADS[name])}
            return Problem(code="template-head-value", facts=facts, span=Span(file, number, len(name) + 3))
    if not any(line.strip() for line in lines[begins:]):
        return Problem(code="template-body-missing", facts={}, span=Span(file, min(len(lines), 2)))
    return None


def _syntax(file: str, line: int, reason: str) -> Problem:
    return Problem(code="template-syntax", facts={"reason": reason}, span=Span(file, line))
