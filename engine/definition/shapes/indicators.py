"""A family of indicators: what is measured, and what is worked out of it."""

from __future__ import annotations

import re

from engine.definition.grammar import ListOf, Map, MapOf, OneOf, Plain, Word
from engine.definition.indicators import LEVELS, PERIODS, UNITS
from engine.definition.shapes.parts import (
    ANY_KEY,
    CODE,
    EXPRESSION,
    LITERAL,
    NAME,
    NUMBER,
    SIZE,
    TEXT,
    key,
    needed,
    said,
)
from engine.words.texts.definition import TITLES, WORDS

_LEVELS = OneOf(scalar=Word(LEVELS), sequence=ListOf(Word(LEVELS)))
_UNIT = OneOf(scalar=Word(UNITS), mapping=TEXT)
_NUMERIC = r"-?[0-9]{1,20}(\.[0-9]{1,10})?"
_POINT = Plain(WORDS["number"], rf"^{_NUMERIC}$")
BAND = (
    rf"^((?P<up>below|up to) (?P<only>{_NUMERIC})"
    rf"|(?P<over>over |from )?(?P<low>{_NUMERIC})( (?P<to>to|up to) (?P<high>{_NUMERIC}))?)$"
)
_BAND = Plain(WORDS["band"], re.sub(r"\?P<\w+>", "", BAND))  # editors know groups without names only

MEASUREMENT = Map(
    "measurement",
    TITLES["measurement"],
    {
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "unit": needed(
            _UNIT,
            "Its unit: a word of the engine, or words of yours. A percent is written as 92.5 and counts as 0.925.",
            "单位：引擎的单位词，或自定的文字。百分比写 92.5，在公式中按 0.925 计。",
        ),
        "of": needed(_LEVELS, "Of whom or what it is measured.", "度量的对象。"),
        "longer": key(
            Word(("sum", "mean", "last")),
            "A longer period's value out of shorter ones: their sum (without this key), mean, or the last.",
            "较长期间的值如何由较短期间得出：合计（默认）、平均或取最后一个。",
        ),
        "departments": key(
            Word(("sum", "mean")),
            "A department's value out of its people's of today, where none is measured of the department itself.",
            "部门自身没有度量值时，由其现有人员的值得出：合计或平均。",
        ),
        "source": needed(TEXT, "Where the values come from.", "数据来源。"),
    },
    said(
        "Something that is counted or weighed; its values come by file.",
        "一项度量，其值由文件导入。",
    ),
)

_TARGET = Map(
    "target",
    TITLES["target"],
    {
        "default": needed(LITERAL, "The target of everybody else.", "其余人员的目标值。"),
        "when": needed(
            MapOf(TITLES["conditions"], LITERAL, ANY_KEY, least=1),
            "Condition on the person: target; the first true one wins.",
            "关于人员的条件: 目标值；取第一个成立的条件。",
        ),
    },
    said(
        "What is aimed at. Written short, it is the number itself, or `= …` over measurements.",
        "目标值。简写时直接写数字，或以 = 开头写由度量得出的公式。",
    ),
)

_SCALE = Map(
    "scale",
    TITLES["scale"],
    {
        "by": key(
            Word(("achievement", "value")),
            "What earns points: the achievement, in percent of the target (without this key), or the value itself.",
            "计分依据：达成率（目标值的百分比，默认）或指标值本身。",
        ),
        "points": key(
            MapOf(TITLES["points"], NUMBER, _POINT, least=2),
            "Points at these values, straight lines between them; the first is the floor, the last the cap.",
            "各值对应的得分，其间按直线内插；首尾两点即下限与上限。",
        ),
        "bands": key(
            MapOf(TITLES["bands"], NUMBER, _BAND, least=1),
            "Points for each stretch: `below 60`, `60 to 80` (80 not included), `over 3 up to 5` (5 included), "
            "`from 80`, `4` (exactly).",
            "各区间的得分：`below 60`（小于）、`60 to 80`（含60不含80）、`over 3 up to 5`（大于3至5，含5）、"
            "`from 80`（80及以上）、`4`（恰好为4）。",
        ),
    },
    said(
        "How many points a value earns: `points` or `bands`.",
        "得分标准：用 points（内插）或 bands（分段）。",
    ),
)

INDICATOR = Map(
    "indicator",
    TITLES["indicator"],
    {
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "level": needed(_LEVELS, "Of whom or what it speaks.", "指标的层级。"),
        "formula": needed(
            EXPRESSION,
            "An expression over measurements and other indicators; `previous.x` and `last_year.x` are those of the "
            "period before and of a year ago.",
            "由度量和其他指标构成的公式；previous.x 为上期值，last_year.x 为上年同期值。",
        ),
        "unit": needed(
            _UNIT, "Its unit. For a percent the formula gives the fraction.", "单位。百分比的公式给出小数。"
        ),
        "better": needed(
            Word(("higher", "lower", "within")),
            "Which way is better; `within`: neither, the bands say it.",
            "越高越好、越低越好，或在区间内为好（由 bands 说明）。",
        ),
        "period": needed(Word(tuple(PERIODS)), "How often it is measured.", "度量周期。"),
        "target": key(OneOf(scalar=LITERAL, mapping=_TARGET), "What is aimed at.", "目标值。"),
        "score": key(_SCALE, "How many points it earns.", "得分标准。"),
        "decimals": key(SIZE, "How many decimals are kept (2 without this key).", "保留的小数位数（默认 2 位）。"),
        "longer": key(
            Word(("recompute", "sum", "mean", "last")),
            "A longer period: recomputed from all its measurements (without this key), or the sum, mean or last of "
            "its shorter periods.",
            "较长期间：用全部度量重新计算（默认），或取各较短期间的合计、平均、最后一个。",
        ),
        "missing": key(
            Word(("refuse", "zero")),
            "A measurement that is not there: there is no value (without this key), or it counts zero.",
            "度量缺失时：无值（默认），或按零计。",
        ),
        "when_zero": key(
            NUMBER,
            "The value where the formula divides by zero; else there is none.",
            "公式除以零时取的值；不写则无值。",
        ),
        "for": key(
            EXPRESSION, "The people it is proposed to; everybody without this key.", "向哪些人推荐；不写则为所有人。"
        ),
    },
    said(
        "One figure by which somebody or something is judged.",
        "一项考核指标。",
    ),
)

FAMILY = Map(
    "family",
    TITLES["family"],
    {
        "family": needed(CODE, "Its name.", "指标组名称。"),
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "measurements": key(MapOf(TITLES["measurements"], MEASUREMENT, NAME), "What is measured.", "度量项。"),
        "indicators": needed(
            MapOf(TITLES["indicators"], INDICATOR, NAME, least=1), "What is worked out of it.", "指标。"
        ),
    },
    said(
        "Indicators that belong together, with the measurements they share: `processes/indicators/NAME.yaml`.",
        "一组相关的指标及其共用的度量：`processes/indicators/名称.yaml`。",
    ),
)
