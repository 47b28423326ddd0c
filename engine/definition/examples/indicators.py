"""Examples of the keys of a family of indicators."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

_COUNTED = (
    "made: {title: {en: Made, zh: 产量}, unit: count, of: [person, department], source: {en: Counter, zh: 计数器}}"
)
_GOOD = (
    "good: {title: {en: Good, zh: 合格数}, unit: count, of: [person, department], source: {en: Counter, zh: 计数器}}"
)
_RATE = "title: {en: Rate, zh: 比率}, level: person, unit: percent, better: higher, period: month"

INDICATOR_EXAMPLES: Examples = {
    "family": {
        "family": Pair("family: output", "family: production", "name-is-not-file"),
        "title": Pair("title: {en: Output, zh: 产出}", "title: Output", "expected"),
        "measurements": Pair(
            f"measurements: {{{_COUNTED}, {_GOOD}}}",
            f"measurements: {{{_COUNTED}, {_GOOD}, Gut: good}}",
            "expected",
        ),
        "indicators": Pair(
            f"indicators: {{pass_rate: {{{_RATE}, formula: good / made}}}}",
            f"indicators: {{made: {{{_RATE}, formula: good / made}}}}",
            "name-taken",
        ),
    },
    "measurement": {
        "title": Pair("title: {en: Parts issued, zh: 领用件数}", "title: {en: Parts issued}", "missing-translation"),
        "unit": Pair("unit: {en: kg, zh: 千克}", "unit: kg", "unknown-word"),
        "of": Pair("of: [person, department]", "of: persons", "unknown-word-near"),
        "longer": Pair("longer: mean", "longer: average", "unknown-word"),
        "departments": Pair("of: person\ndepartments: sum", "of: person\ndepartments: total", "unknown-word"),
        "source": Pair("source: {en: ERP, zh: 企业资源计划系统}", "source: ERP", "expected"),
    },
    "indicator": {
        "title": Pair("title: {en: Pass rate, zh: 合格率}", "title: Pass rate", "expected"),
        "level": Pair("level: department\nformula: made", "level: company\nformula: made", "level-not-measured"),
        "formula": Pair("formula: good / made", "formula: good / mode", "no-such-name-near"),
        "unit": Pair("unit: percent", "unit: '%'", "unknown-word"),
        "better": Pair("better: higher", "better: high", "unknown-word-near"),
        "period": Pair("period: quarter", "period: every 3 months", "unknown-word"),
        "target": Pair("target: 95", "target: high", "target-no-number"),
        "score": Pair("score: {points: {60: 0, 100: 100}}", "score: {by: value}", "scale-one-way"),
        "decimals": Pair("decimals: 1", "decimals: one", "expected"),
        "longer": Pair("longer: mean", "longer: average", "unknown-word"),
        "missing": Pair("missing: zero", "missing: ignore", "unknown-word"),
        "when_zero": Pair("when_zero: 100", "when_zero: full", "expected"),
        "for": Pair("for: employee.level >= 5", "for: employee.lvl >= 5", "no-such-fact-near"),
    },
    "target": {
        "default": Pair(
            "default: 95\nwhen: {employee.level >= 5: 98}",
            "default: high\nwhen: {employee.level >= 5: 98}",
            "target-no-number",
        ),
        "when": Pair(
            "default: 95\nwhen: {employee.level >= 5: = made}",
            "default: 95\nwhen: {employee.lvl >= 5: 98}",
            "no-such-fact-near",
        ),
    },
    "scale": {
        "by": Pair(
            "by: value\npoints: {90: 0, 98: 100}", "by: achieved\npoints: {60: 0, 100: 100}", "unknown-word-near"
        ),
        "points": Pair("points: {60: 0, 100: 100, 120: 120}", "points: {100: 100, 60: 0}", "points-order"),
        "bands": Pair(
            "bands: {below 80: 0, 80 to 100: 60, from 100: 100}", "bands: {below 80: 0, from 90: 100}", "band-hole"
        ),
    },
}
