"""Examples of a cycle file's keys."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

CYCLE_EXAMPLES: Examples = {
    "cycle": {
        "cycle": Pair("cycle: year", "cycle: /year", "expected"),
        "title": Pair("title: {en: 'Year {{ name }}', zh: '{{ name }}年度'}", "title: '{{ name }}'", "expected"),
        "name": Pair("name: '{year}-h{half}'", "name: '{year}-d{decade}'", "unknown-place"),
        "start": Pair("start: 2026-01-01", "start: 2026-02-30", "no-such-day"),
        "repeat": Pair("repeat: every 6 months", "repeat: every 0 months", "period-zero"),
        "opens": Pair("opens: by itself\nrepeat: every 1 year", "opens: by itself", "opens-once"),
        "period": Pair("period: {from: start, to: 2026-12-31}", "period: {from: start}", "missing-key"),
        "people": Pair("people: {include: employee.active}", "people: {include: employee.aktive}", "no-such-fact-near"),
        "units": Pair("units: {include: unit.kind == 'team'}", "units: {exclude: unit.active}", "missing-key"),
        "announce": Pair("announce: cycle_announced", "announce: [cycle_announced]", "expected"),
        "dates": Pair(
            "dates: {results_out: 25 days after cycle.period.to}",
            "dates: {results_out: 25 days after due}",
            "no-such-name",
        ),
        "starts": Pair(
            "starts: [{process: review, at: start}]", "starts: [{process: reveiw, at: start}]", "no-such-name-near"
        ),
        "limits": Pair(
            "limits: [{from: review.close, that: headcount() > 0, else: {en: Nobody., zh: 无人。}}]",
            "limits: [{that: headcount() > 0, else: {en: Nobody., zh: 无人。}}]",
            "missing-key",
        ),
    },
    "cycle_period": {
        "from": Pair("from: start", "from: 2026-13-01", "moment-date"),
        "to": Pair("to: 1 day before 1 year after start", "to: 1 day befor start", "moment-trailing"),
    },
    "cycle_people": {
        "include": Pair(
            "include: employee.hired_on <= cycle.period.to", "include: employee.hired_on <= cycle.end", "no-such-name"
        ),
        "exclude": Pair("exclude: employee.level < 3", "exclude: employee.level < '3'", "number-against-text"),
        "late_joiners": Pair("late_joiners: leave out", "late_joiners: wait", "unknown-word"),
    },
    "cycle_units": {
        "include": Pair("include: unit.kind == 'team'", "include: employee.level > 3", "no-such-variable"),
        "exclude": Pair("exclude: filled(unit.closed_on)", "exclude: unit.closed", "no-such-fact-near"),
    },
    "cycle_date": {
        "title": Pair("title: {en: Opening, zh: 启动}", "title: {en: Opening, zh: 1}", "expected-text"),
        "default": Pair("default: 3 weeks after start", "default: three weeks after start", "moment-number-word"),
        "when": Pair(
            "when: {\"employee.site == 'Shanghai'\": 2 weeks after start}",
            "when: {\"employee.site == 'Paris'\": 2 weeks after start}",
            "no-such-option",
        ),
    },
    "cycle_start": {
        "process": Pair("process: second", "process: secondd", "no-such-name-near"),
        "at": Pair("at: results_out", "at: results", "no-such-name-near"),
        "repeat": Pair("repeat: every 2 weeks", "repeat: every 0 weeks", "period-zero"),
        "until": Pair("repeat: every 2 weeks\nuntil: results_out", "until: results_out", "until-without-repeat"),
        "for": Pair(
            "for: employee.level >= 5 and siblings.review.rating >= 3",
            "for: employee.level >= 5 and siblings.review.ratin >= 3",
            "no-such-part-near",
        ),
    },
    "cycle_limit": {
        "from": Pair("from: review.close", "from: review.closed", "no-such-name-near"),
        "over": Pair("over: department", "over: departement", "no-such-name-near"),
        "that": Pair("that: share('rating', 5) <= 0.2", "that: share('ratin', 5) <= 0.2", "no-such-name-near"),
        "unless": Pair("unless: passed() < headcount()", "unless: total('comment') > 3", "sum-of-no-number"),
        "else": Pair("else: {en: Too many., zh: 人数过多。}", "else: {zh: 人数过多。}", "missing-translation"),
        "otherwise": Pair("otherwise: warn", "otherwise: ignore", "unknown-word"),
    },
}
