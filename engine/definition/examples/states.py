"""Examples of what stands in states: tasks, reminders and what time does."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

_TITLE = "title: {en: Example, zh: 示例}"

STATE_EXAMPLES: Examples = {
    "state": {
        "title": Pair("title: {en: In review, zh: 评审中}", "title: In review", "expected"),
        "entry": Pair("entry: {set: {rating: 3}}", "entry: {set: {grade: 3}}", "no-such-name"),
        "tasks": Pair(
            "tasks: {review: {for: manager}}\ndue: 5 days", "tasks: {review: {}}\ndue: 5 days", "missing-key"
        ),
        "due": Pair("due: 10 business days", "due: 10 busines days", "moment-unit"),
        "calendar": Pair("due: 5 business days\ncalendar: works", "calendar: work", "no-such-name-near"),
        "time_zone": Pair("due: 5 days\ntime_zone: Europe/Berlin", "time_zone: Berlin", "unknown-zone"),
        "paused_by": Pair(
            "due: 5 days\npaused_by: employee.level > 5", "paused_by: employee.levle > 5", "no-such-fact-near"
        ),
        "reminders": Pair(
            "due: 5 days\nreminders: [{at: 1 day before due, send: task_due_soon}]",
            "due: 5 days\nreminders: [{send: task_due_soon}]",
            "no-moment",
        ),
        "on": Pair("on: {submit: {by: hr, to: closed}}", "on: {submit: {to: closed}}", "nobody-may"),
        "after": Pair(
            "after: [{past: 3 days, to: closed}]", "after: [{past: 3 days, at: 3 days, to: closed}]", "two-moments"
        ),
        "initial": Pair(f"initial: first\nstates: {{first: {{{_TITLE}}}}}", "initial: first", "initial-without-states"),
        "states": Pair(
            f"initial: first\nstates: {{first: {{{_TITLE}}}}}",
            f"states: {{first: {{{_TITLE}}}}}",
            "states-without-initial",
        ),
        "regions": Pair(
            f"regions:\n  one: {{{_TITLE}, initial: first, states: {{first: {{{_TITLE}, final: yes}}}}}}\n"
            f"  two: {{{_TITLE}, initial: second, states: {{second: {{{_TITLE}, final: yes}}}}}}",
            f"regions:\n  one: {{{_TITLE}, initial: first, states: {{first: {{{_TITLE}, final: yes}}}}}}",
            "expected",
        ),
        "final": Pair("final: yes\non: {}", "final: yes\non: {}\ndue: 3 days", "final-has"),
        "keep_for": Pair(
            "final: yes\non: {}\nkeep_for: 3 years after cycle.period.to",
            "keep_for: 3 years after cycle.period.to",
            "keep-not-final",
        ),
    },
    "region": {
        "title": Pair(_TITLE, "title: Example", "expected"),
        "initial": Pair("initial: first", "initial: frist", "no-such-name-near"),
        "states": Pair(f"states: {{first: {{{_TITLE}, final: yes}}}}", "states: {}", "expected"),
    },
    "task": {
        "title": Pair(
            "title: {en: Write a review, zh: 撰写评价}", "title: {en: Write a review}", "missing-translation"
        ),
        "for": Pair("for: [manager, hr]", "for: mangaer", "no-such-name-near"),
        "agree": Pair(
            "agree: [employee, {all: hr}]\nto_same: goals",
            "agree: [employee, manager]\nto_same: goals\nfor: hr",
            "agree-beside-for",
        ),
        "to_same": Pair(
            "agree: [employee, manager]\nto_same: [goals, comment]", "to_same: [goals, comment]", "together-needs"
        ),
        "form": Pair("form: [comment]", "form: [coment]", "no-such-name-near"),
        "require": Pair(
            "require: {that: rating >= 1, else: {en: At least 1., zh: 至少为 1。}}",
            "require: {that: rating >= 'A', else: {en: At least 1., zh: 至少为 1。}}",
            "number-against-text",
        ),
        "each": Pair("each: yes", "each: everyone", "expected"),
        "quorum": Pair("each: yes\nquorum: 2", "quorum: 2", "needs-each"),
        "first": Pair("each: yes\nfirst: 1", "each: yes\nfirst: 0", "expected"),
        "optional": Pair("optional: yes", "optional: sometimes", "expected"),
        "when": Pair("when: employee.level > 5", "when: employee.levle > 5", "no-such-fact-near"),
        "from": Pair("from: 7 days after entry", "from: 7 days after entrance", "no-such-anchor-near"),
        "due": Pair("due: 5 business days", "due: in 5 business days", "moment-trailing"),
        "follows": Pair("follows: peer_review", "follows: peer_reviews", "no-such-name-near"),
        "paused_by": Pair(
            "due: 5 days\npaused_by: person.level > 5", "due: 5 days\npaused_by: person.levle > 5", "no-such-fact-near"
        ),
        "reminders": Pair(
            "due: 5 days\nreminders: [{at: 1 day before due, send: task_due_soon}]",
            "due: 5 days\nreminders: [{at: 1 day bfore due, send: task_due_soon}]",
            "moment-trailing",
        ),
        "every": Pair("every: 1 week\noptional: yes", "every: weekly", "moment-number"),
        "on_exit": Pair("on_exit: keep", "on_exit: wait", "unknown-word"),
        "ends_with": Pair("ends_with: submit", "ends_with: submitt", "no-such-name-near"),
        "anonymous_to": Pair("anonymous_to: employee", "anonymous_to: all", "no-such-name"),
        "above": Pair("above: employee", "above: [employe]", "no-such-name-near"),
        "independent_of": Pair("independent_of: manager", "independent_of: boss", "no-such-name"),
        "notice": Pair("notice: none", "notice: [none]", "expected"),
        "reason": Pair("reason: required", "reason: yes", "unknown-word"),
    },
    "reminder": {
        "id": Pair("id: first", "id:", "expected"),
        "past": Pair("past: due\nsend: task_overdue", "past: overdue\nsend: task_overdue", "no-such-anchor-near"),
        "at": Pair("at: 1 day before due at 09:00", "at: 1 day before due at 9", "moment-time"),
        "when": Pair("when: not filled(rating)", "when: not filled(rating", "expression-ends-early"),
        "repeat": Pair("repeat: every 2 business days", "repeat: 2 business days", "period-every"),
        "times": Pair("repeat: every week\ntimes: 3", "repeat: every week\ntimes: three", "expected"),
        "until": Pair(
            "repeat: every week\nuntil: 3 weeks after due", "repeat: every week\nuntil: 2026-02-30", "moment-date"
        ),
        "delivery": Pair("delivery: exact", "delivery: at once", "unknown-word"),
        "send": Pair("send: [task_due_soon, task_due_today]", "send: []", "expected"),
        "cc": Pair("cc: hr", "cc: boss", "no-such-name"),
    },
    "pause": {
        "when": Pair("when: employee.level > 5", "when: 5 days", "expression-unexpected"),
        "fixed_dates": Pair("when: employee.level > 5\nfixed_dates: yes", "fixed_dates: 3 days", "expected"),
    },
    "after": {
        "cc": Pair("send: task_escalated\ncc: manager", "send: task_escalated\ncc: mangaer", "no-such-name-near"),
    },
}
