"""The pieces every file shares: names, expressions, moments, texts."""

from __future__ import annotations

from engine.definition.grammar import Flag, Key, ListOf, Number, OneOf, Plain, Shape, Translated, one_or_many
from engine.definition.sheet import Text
from engine.words.texts.definition import WORDS

RESERVED = "and|or|not|in|is|if|else|true|false|none|True|False|None"

NAME = Plain(WORDS["name"], rf"^(?!(?:{RESERVED})$)[A-Za-z_][A-Za-z0-9_]{{0,59}}$")
CODE = Plain(WORDS["code"], r"^[^\W_][\w -]{0,59}$")  # names outside expressions: sites, groups, cycles
DOTTED = Plain(WORDS["name"], r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$")
EVENT = Plain(WORDS["name"], r"^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,2}$")
ANY_KEY = Plain(WORDS["text"], r"\S")
REFERENCE = Plain(WORDS["reference"])
WORDING = Plain(WORDS["text"])
EXPRESSION = Plain(WORDS["expression"], lenient=True)
MOMENT = Plain(WORDS["moment"])
DURATION = Plain(WORDS["duration"])
PERIOD = Plain(WORDS["period"])
PERCENT = Plain(WORDS["percent"], r"^[0-9]{1,3}(\.[0-9]{1,6})? ?%$")
ZONE = Plain(WORDS["zone"])
DATE = Plain(WORDS["date"], r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
SOURCE = Plain(WORDS["source"], r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
ACT_OF = Plain(WORDS["act-of"], r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
ANSWER = Plain(WORDS["answer"], r"^[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*$")
LITERAL = Plain(WORDS["literal"], lenient=True)
VALUE = OneOf(scalar=LITERAL, sequence=ListOf(LITERAL))
TEXT = Translated()
FLAG = Flag()
NUMBER = Number()
COUNT = Number(whole=True, least=1)
SIZE = Number(whole=True, least=0)
REFERENCES = one_or_many(REFERENCE)


def key(shape: Shape, en: str, zh: str) -> Key:
    return Key(shape, {"en": en, "zh": zh})


def needed(shape: Shape, en: str, zh: str) -> Key:
    return Key(shape, {"en": en, "zh": zh}, required=True)


def said(en: str, zh: str) -> Text:
    """A sentence of the reference."""
    return {"en": en, "zh": zh}


WAS = key(
    REFERENCES,
    "What earlier versions called it; running instances move along.",
    "早先版本中的名称；运行中的实例随之迁移。",
)
