"""Examples of the keys of fields, tables and columns."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

FIELD_EXAMPLES: Examples = {
    "field": {
        "type": Pair("type: money", "type: monney", "unknown-word-near"),
        "title": Pair("title: {en: Bonus, zh: 奖金}", "title: {en: Bonus, de: Bonus, zh: 奖金}", "unknown-language"),
        "help": Pair("help: {en: In one sentence., zh: 一句话。}", "help: {en: '', zh: 一句话。}", "expected"),
        "optional": Pair("optional: yes", "optional: 1", "expected"),
        "min": Pair("type: number\nmin: 1", "type: number\nmin: one", "expected"),
        "max": Pair("type: number\nmax: 5", "type: number\nmin: 6\nmax: 5", "min-over-max"),
        "decimals": Pair("type: number\ndecimals: 2", "type: number\ndecimals: -1", "expected"),
        "max_length": Pair("max_length: 500", "max_length: 0", "expected"),
        "min_items": Pair("type: people\nmin_items: 2", "type: people\nmin_items: 2.5", "expected"),
        "max_items": Pair("type: people\nmax_items: 5", "type: people\nmin_items: 6\nmax_items: 5", "min-over-max"),
        "options": Pair("type: choice\noptions: [C, B, A]", "type: choice", "choice-without-options"),
        "unique": Pair(
            "type: list\nitem: {topic: {type: text, title: {en: Topic, zh: 主题}}}\nunique: topic",
            "type: list\nitem: {topic: {type: text, title: {en: Topic, zh: 主题}}}\nunique: topics",
            "no-such-name-near",
        ),
        "accept": Pair("type: file\naccept: [pdf, docx]", "type: text\naccept: [pdf]", "only-for-type"),
        "fixed": Pair(
            "type: list\nitem: {topic: {type: text, title: {en: Topic, zh: 主题}}}\nfixed: yes",
            "type: text\nfixed: yes",
            "only-for-type",
        ),
        "item": Pair(
            "type: list\nitem: {weight: {type: percent, title: {en: Weight, zh: 权重}}}",
            "type: list",
            "list-without-item",
        ),
        "from": Pair("from: second.why", "from: second.reason", "no-such-name"),
        "default": Pair(
            "type: list\nfixed: yes\nitem: {topic: {type: text, title: {en: Topic, zh: 主题}}}\n"
            "default: [{topic: Ethics}, {topic: Leadership, when: employee.level > 5}]",
            "type: list\nfixed: yes\nitem: {topic: {type: text, title: {en: Topic, zh: 主题}}}\n"
            "default: [{topc: Ethics}, {topic: Leadership, when: employee.level > 5}]",
            "no-such-name-near",
        ),
        "compute": Pair(
            "type: number\ncompute: sum(goals, 'weight')",
            "type: number\ncompute: sum(goals, 'wieght')",
            "no-such-part-near",
        ),
        "matrix": Pair(
            "type: number\nmatrix: {rows: employee.site, cells: {Shanghai: 2}}",
            "type: number\nmatrix: {rows: employee.name, cells: {Li: 2}}",
            "matrix-open",
        ),
        "combine": Pair(
            "type: number\ncombine: {self_review.score: 40%, decide.rating: 60%}",
            "type: number\ncombine: {self_review.score: 40%, decide.rating: 50%}",
            "weights-not-100",
        ),
        "missing": Pair(
            "type: number\ncombine: {self_review.score: 40%, decide.rating: 60%}\nmissing: share out",
            "type: number\ncombine: {self_review.score: 40%, decide.rating: 60%}\nmissing: skip",
            "unknown-word",
        ),
        "corrected_by": Pair(
            "type: number\ncompute: rating * 2\ncorrected_by: close",
            "type: number\ncompute: rating * 2\ncorrected_by: closing",
            "no-such-name-near",
        ),
        "was": Pair("was: remark", "was: {remark: 1}", "expected"),
        "shared": Pair("shared: yes", "shared: all", "expected"),
    },
    "matrix": {
        "rows": Pair("rows: depth", "rows: dpeth", "no-such-variable-near"),
        "columns": Pair("columns: width", "columns: widht", "no-such-variable-near"),
        "cells": Pair(
            "cells: {low: {no: D, yes: C}, high: {no: B, yes: A}}",
            "cells: {low: {no: D, yes: C}, high: {no: B}}",
            "matrix-hole",
        ),
        "else": Pair("cells: {low: {no: D}}\nelse: C", "cells: {low: {no: D}}\nelse: E", "value-unfit"),
    },
    "column": {
        "type": Pair("type: date", "type: list", "unknown-word"),
        "from": Pair(
            "type: number\nfrom: measured_by.target",
            "type: number\nfrom: measured_by.tagret",
            "no-such-part-near",
        ),
        "live_until": Pair(
            "type: number\nfrom: measured_by.value\nlive_until: deciding",
            "type: number\nlive_until: deciding",
            "live-without-from",
        ),
    },
}
