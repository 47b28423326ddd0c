"""Examples of a scenario's keys. Whether a story comes true is another question; here its form is read."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

SCENARIO_EXAMPLES: Examples = {
    "scenario": {
        "scenario": Pair("scenario: a silent employee does not stop the review", "scenario:", "expected"),
        "process": Pair("process: review", "process: [review]", "expected"),
        "given": Pair("given: {start: 2026-03-02, site: Shanghai}", "given: {site: Shanghai}", "missing-key"),
        "steps": Pair("steps: [{until: 2026-03-16, expect: {state: deciding}}]", "steps: []", "expected"),
        "table": Pair(
            "table: [{name: in New York, site: New-York}, {name: in Berlin, site: Berlin}]", "table: []", "expected"
        ),
    },
    "row": {
        "name": Pair("name: somebody new", "name: [new]", "expected"),
        "state": Pair("state: deciding", "state: [deciding]", "expected"),
        "start": Pair("start: 2026-03-03", "start: Tuesday", "expected"),
        "site": Pair("site: Shanghai", "site: [Shanghai]", "expected"),
        "facts": Pair("facts: {Li Na: {level: 6}}", "facts: {Li Na: 6}", "expected"),
        "data": Pair("data: {rating: 5}", "data: rating", "expected"),
        "with": Pair("with: {rating: 5}", "with: 5", "expected"),
        "refused": Pair("refused: act-not-now", "refused: [act-not-now]", "expected"),
        "expect": Pair("expect: {state: deciding}", "expect: {sate: deciding}", "unknown-key-near"),
    },
    "given": {
        "start": Pair("start: 2026-03-02", "start: Monday", "expected"),
        "site": Pair("site: Shanghai", "site: [Shanghai]", "expected"),
        "calendar": Pair("calendar: plain", "calendar:", "expected"),
        "time_zone": Pair("time_zone: Asia/Shanghai", "time_zone: +8", "expected-text"),
        "people": Pair("people: {employee: Li Na, hr: [Hu Ran, Chen Bo]}", "people: {employee: []}", "expected"),
        "facts": Pair("facts: {Li Na: {level: 5}}", "facts: {Li Na: 5}", "expected"),
        "before": Pair(
            "before: {employee: {2026-01-15: {manager: Old Boss}}}",
            "before: {employee: {2026-02-30: {manager: Old Boss}}}",
            "no-such-day",
        ),
        "data": Pair("data: {rating: 4}", "data: rating", "expected"),
        "siblings": Pair("siblings: {second: {why: again}}", "siblings: {second: again}", "expected"),
        "history": Pair("history: {second: [{why: again}]}", "history: {second: {why: again}}", "expected"),
        "running": Pair("running: {second: {why: again}}", "running: {second: again}", "expected"),
        "instances": Pair(
            "instances: {second: {Li Na: {data: {why: again}}}}", "instances: {second: [Li Na]}", "expected"
        ),
        "units": Pair("units: {Department: {budget: 5}}", "units: {Department: 5}", "expected"),
        "cycle": Pair("cycle: {results_out: 2027-01-25}", "cycle: 2027-01-25", "expected"),
        "measurements": Pair(
            "measurements: [{name: made, period: 2026-02, value: 90}]",
            "measurements: [{name: made, period: 2026-02}]",
            "missing-key",
        ),
        "state": Pair("state: deciding", "state: [deciding]", "expected"),
        "opened_by": Pair("opened_by: manager", "opened_by: [manager]", "expected"),
        "subjects": Pair("subjects: [Li Na, Wang Wei]", "subjects: {Li Na: 1}", "expected"),
        "rules": Pair("rules: year", "rules: [year]", "expected"),
    },
    "given_instance": {
        "state": Pair("state: done", "state: [done]", "expected"),
        "data": Pair("data: {why: again}", "data: again", "expected"),
    },
    "measured": {
        "name": Pair("name: good", "name: [good]", "expected"),
        "of": Pair("of: department", "of: [department]", "expected"),
        "period": Pair("period: 2026-q1", "period: March", "expected"),
        "value": Pair("value: 92.5", "value: many", "expected"),
    },
    "step": {
        "measure": Pair(
            "measure: [{name: made, period: 2026-02, value: 90}]",
            "measure: [{name: made, period: February, value: 90}]",
            "expected",
        ),
        "on": Pair("on: 2026-03-03 10:30", "on: 10:30", "expected"),
        "until": Pair("until: 2026-03-16", "until: 2026-3-16", "expected"),
        "as": Pair("as: employee\ndo: self_review", "as: [employee]\ndo: self_review", "expected"),
        "for": Pair("as: hr\nfor: manager\ndo: close", "as: hr\nfor: [manager]\ndo: close", "expected"),
        "delegate": Pair("delegate: {manager: Chen Bo}", "delegate: {manager: [Chen Bo]}", "expected"),
        "do": Pair("as: hr\ndo: submit", "as: hr\ndo: [submit]", "expected"),
        "open": Pair("as: hr\nopen: second", "as: hr\nopen: [second]", "expected"),
        "intervene": Pair(
            "as: admins\nintervene: cancel\nreason: opened twice", "as: admins\nintervene: delete", "unknown-word"
        ),
        "to": Pair(
            "as: admins\nintervene: move\nto: deciding\nreason: no answer",
            "as: admins\nintervene: move\nto: [a]",
            "expected",
        ),
        "task": Pair(
            "as: admins\nintervene: skip\ntask: self_review\nreason: ill",
            "as: admins\nintervene: skip\ntask: [a]",
            "expected",
        ),
        "role": Pair(
            "as: admins\nintervene: reassign\nrole: manager\nto: hr\nreason: ill",
            "as: admins\nintervene: reassign\nrole: [a]",
            "expected",
        ),
        "of": Pair(
            "as: admins\nintervene: skip\ntask: peer_review\nof: hr\nreason: ill",
            "as: admins\nintervene: skip\nof: [hr]",
            "expected",
        ),
        "with": Pair(
            "as: employee\ndo: self_review\nwith: {score: 4}", "as: employee\ndo: self_review\nwith: 4", "expected"
        ),
        "reason": Pair(
            "as: manager\ndo: return\nreason: Too short", "as: manager\ndo: return\nreason: [short]", "expected"
        ),
        "amount": Pair("as: hr\ndo: extend\namount: 2 business days", "as: hr\ndo: extend\namount: 2", "expected-text"),
        "subject": Pair(
            "subject: Li Na\nas: employee\ndo: self_review",
            "subject: {Li Na: yes}\nas: employee\ndo: self_review",
            "expected",
        ),
        "in": Pair("in: second\nas: hr\ndo: review", "in: second review\nas: hr\ndo: review", "expected"),
        "refused": Pair(
            "as: hr\ndo: close\nrefused: act-not-now", "as: hr\ndo: close\nrefused: yes, it is\nwhy: no", "unknown-key"
        ),
        "change": Pair("change: {Li Na: {manager: Hu Ran}}", "change: {Li Na: gone}", "expected"),
        "expect": Pair("expect: {state: deciding}", "expect: {sate: deciding}", "unknown-key-near"),
    },
    "expect": {
        "state": Pair("state: [deciding]", "state: {deciding: yes}", "expected"),
        "status": Pair("status: running", "status:", "expected"),
        "due": Pair("due: 2026-03-13", "due: in ten days", "expected"),
        "overdue": Pair("overdue: [self_review]", "overdue: {employee: self_review}", "expected"),
        "tasks": Pair("tasks: {employee: [self_review], hr: []}", "tasks: [self_review]", "expected"),
        "data": Pair("data: {rating: 4}", "data: [rating]", "expected"),
        "sent": Pair("sent: [task_due_soon]", "sent: task_due_soon", "expected"),
        "sent_exactly": Pair("sent_exactly: []", "sent_exactly: none", "expected"),
        "visible": Pair("visible: {employee: [goals]}", "visible: [goals]", "expected"),
        "hidden": Pair("hidden: {employee: rating}", "hidden: rating", "expected"),
        "children": Pair("children: {second: closed}", "children: [second]", "expected"),
        "roles": Pair("roles: {manager: Wang Wei}", "roles: {the manager: Wang Wei}", "expected"),
        "exceeded": Pair("exceeded: [review.close]", "exceeded: {review: close}", "expected"),
        "emitted": Pair("emitted: ended", "emitted: {second: ended}", "expected"),
    },
    "expected_message": {
        "template": Pair("template: task_due_soon", "template:", "expected"),
        "to": Pair("to: employee", "to: [employee]", "expected"),
        "on": Pair("on: 2026-03-12", "on: Thursday", "expected"),
    },
}
