"""Fields, the columns of a list, and the facts of a person: what kind of value each is, and where it comes from."""

from __future__ import annotations

from engine.definition.grammar import ListOf, Map, MapOf, OneOf, Plain, Word
from engine.definition.shapes.parts import (
    ANSWER,
    ANY_KEY,
    COUNT,
    EXPRESSION,
    FLAG,
    LITERAL,
    NAME,
    NUMBER,
    PERCENT,
    REFERENCE,
    REFERENCES,
    SIZE,
    SOURCE,
    TEXT,
    VALUE,
    WAS,
    key,
    needed,
    said,
)
from engine.words.texts.definition import TITLES, WORDS

# What one value may be, in a column or a fact too; a field may be more.
SINGLE = (
    "text",
    "number",
    "percent",
    "money",
    "date",
    "moment",
    "yes_no",
    "choice",
    "scale",
    "person",
    "people",
)
TYPES = (*SINGLE, "choices", "file", "list", "unit")

_ENDING = Plain(WORDS["ending"], r"^[A-Za-z0-9]{1,10}$")
_COLUMN = {
    "type": needed(Word(SINGLE), "What kind of value this is.", "值的类型。"),
    "title": key(TEXT, "What people read above it.", "显示给用户的名称。"),
    "help": key(TEXT, "A sentence of guidance below it.", "填写说明。"),
    "optional": key(FLAG, "yes: a form is complete without it.", "yes 表示可以不填。"),
    "min": key(NUMBER, "The least number allowed.", "允许的最小值。"),
    "max": key(NUMBER, "The greatest number allowed.", "允许的最大值。"),
    "decimals": key(
        SIZE, "How many decimals are kept; computed values are rounded to them.", "保留的小数位数；计算值按此四舍五入。"
    ),
    "max_length": key(COUNT, "The most characters of a text.", "文本的最大字数。"),
    "min_items": key(SIZE, "The fewest rows, people or options.", "最少行数、人数或选项数。"),
    "max_items": key(COUNT, "The most rows, people or options.", "最多行数、人数或选项数。"),
    "options": key(
        OneOf(sequence=ListOf(LITERAL), mapping=MapOf(TITLES["options"], TEXT, ANY_KEY, least=1)),
        "The options of a choice, from worst to best, of `choices`, of which several may hold, or the points of a "
        "scale; a map gives each its title.",
        "选项，从差到好，或可多选（choices）的各项，或量表的各个分值；用映射可为每项写出名称。",
    ),
}

COLUMN = Map(
    "column",
    TITLES["column"],
    _COLUMN
    | {
        "type": needed(
            Word((*SINGLE, "unit", "indicator")),
            "What kind of value this is; `unit`: a department, team or product; `indicator` names one of the library.",
            "值的类型；unit 表示一个部门、团队或产品，indicator 表示引用指标库中的指标。",
        ),
        "from": key(
            SOURCE,
            "Filled from the indicator the row names, such as `measured_by.value`; parts: value, target, score, "
            "achievement, title, unit, better, standard.",
            "由该行所引用的指标填入，例如 measured_by.value；可取 value、target、score、achievement、title、unit、"
            "better、standard。",
        ),
        "live_until": key(
            REFERENCE,
            "It follows the measurements until this state is entered, and then stands; `never`: also when all is over. "
            "Without it, it is filled once.",
            "在首次进入该阶段之前随度量更新，之后固定；never 表示结束后仍随之更新；不写则只填入一次。",
        ),
    },
    said(
        "One column of a list, or one fact of a person.",
        "列表的一列，或人员的一项属性。",
    ),
)
_CELL = OneOf(scalar=LITERAL, mapping=MapOf(TITLES["matrix-row"], LITERAL, ANY_KEY, least=1))
MATRIX = Map(
    "matrix",
    TITLES["matrix"],
    {
        "rows": needed(EXPRESSION, "The field or fact that chooses the row.", "决定取哪一行的字段或属性。"),
        "columns": key(EXPRESSION, "The one that chooses the column.", "决定取哪一列的字段或属性。"),
        "cells": needed(
            MapOf(TITLES["matrix-rows"], _CELL, ANY_KEY, least=1),
            "For each option of the row the value, or with `columns` a value for each option of the column.",
            "行的每个选项对应的值；写了 columns 时，为列的每个选项各写一个值。",
        ),
        "else": key(LITERAL, "The value where no cell is written.", "未写出的情况取此值。"),
    },
    said(
        "A table as policies print it; empty while what it is read by is. `check` finds combinations without a value.",
        "与制度中相同的对照表；所依据的字段为空时，结果为空。check 会指出没有写出结果的组合。",
    ),
)
_ROW_GIVEN = MapOf(TITLES["row-given"], VALUE, NAME, least=1)
FIELD = Map(
    "field",
    TITLES["field"],
    _COLUMN
    | {
        "type": needed(
            Word(TYPES),
            "What kind of value this is; `choices`: several of the options; `unit`: a department, team or product.",
            "值的类型；choices 表示可选多项，unit 表示一个部门、团队或产品。",
        ),
        "item": key(MapOf(TITLES["columns"], COLUMN, NAME, least=1), "The columns of a list.", "列表的各列。"),
        "unique": key(REFERENCES, "The columns in which no two rows may be alike.", "各行在这些列中的值不得重复。"),
        "accept": key(
            OneOf(scalar=_ENDING, sequence=ListOf(_ENDING)),
            "The endings of the files it takes, such as `[pdf, docx]`; any unless said.",
            "可接受的文件后缀，例如 `[pdf, docx]`；不写则不限。",
        ),
        "fixed": key(FLAG, "yes: once there are rows, none is added or removed.", "yes 表示已有的行不得增减。"),
        "from": key(
            OneOf(scalar=SOURCE, sequence=ListOf(SOURCE)),
            "Taken from another process of the same person and cycle; the first found wins.",
            "取自同一人、同一周期的另一流程；多个来源时取第一个有值的。",
        ),
        "default": key(
            OneOf(scalar=LITERAL, sequence=ListOf(OneOf(scalar=LITERAL, mapping=_ROW_GIVEN))),
            "The value at the start; `= …` is worked out. Of a list, the rows it begins with; `when` in a row says for "
            "whom it is meant. With `fixed` beside it nobody adds, removes or rewrites them.",
            "初始值；以 = 开头则为计算值。列表可写初始的各行，行内的 when 说明适用于谁；"
            "同时写 fixed 时，这些行不得增减或改写。",
        ),
        "compute": key(EXPRESSION, "Worked out after every change.", "每次变更后重新计算。"),
        "matrix": key(MATRIX, "Read from a table of two fields, or of one.", "按一个或两个字段查表得出。"),
        "combine": key(
            MapOf(TITLES["answers"], PERCENT, ANSWER, least=1),
            "The weighted mean over the answers of several tasks; the weights sum to 100%.",
            "多个任务答案的加权平均；权重之和为 100%。",
        ),
        "missing": key(
            Word(("share out", "zero", "refuse")),
            "A source without an answer: its weight is shared out, it counts zero, or there is no result.",
            "来源缺失时：权重分摊、按零计，或不给出结果。",
        ),
        "corrected_by": key(
            OneOf(scalar=REFERENCE, sequence=ListOf(REFERENCE)),
            "Acts and events that may replace the computed value; it then stands.",
            "可以更正计算值的操作或事件；更正后不再重新计算。",
        ),
        "was": WAS,
        "shared": key(
            FLAG,
            "yes: one value, whoever writes it. Without it each task of several that ask for the field keeps an answer "
            "of its own, read as `TASK.FIELD`; the plain name has none of them.",
            "yes 表示只有一个值，无论由谁填写。不写时，若有多个任务填写该字段，各任务各有一份答复，写作 任务.字段；"
            "单写字段名则无值。",
        ),
    },
    said(
        "One thing that is known or asked.",
        "一项已知或要填写的内容。",
    ),
)
