"""Examples of a process file's keys but those of its states."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

_REST = "rating: {type: number}, score: {type: number}, comment: {type: text}"
_GOALS = "{type: list, title: {en: Goals, zh: 目标}, item: {weight: {type: percent}}}"
_NO_COLUMNS = "{type: list, title: {en: Goals, zh: 目标}}"
_ASKED = "start: {by: hr, form: [example]}"

_VERDICT = (
    "data: {verdict: {type: choice, options: [dismissed, upheld], title: {en: Verdict, zh: 结论}}, "
    f"goals: {_GOALS}, {_REST}}}"
)

PROCESS_EXAMPLES: Examples = {
    "process": {
        "process": Pair("process: review", "process: half-year review", "expected"),
        "version": Pair("version: 2", "version: 1.5", "expected"),
        "title": Pair("title: {en: Review, zh: 评审}", "title: {en: Review}", "missing-translation"),
        "description": Pair("description: {en: Once a year., zh: 每年一次。}", "description: Once a year.", "expected"),
        "subject": Pair("subject: employee", "subject: emploee", "no-such-name-near"),
        "about": Pair(
            "about: unit\nsubject: team\nroles: {employee: team.lead, manager: team.lead.manager, hr: group('hr')}",
            "about: unit\nsubject: team\nroles: {employee: team, manager: team.lead.manager, hr: group('hr')}",
            "role-is-unit",
        ),
        "hidden_from_subject": Pair(
            "hidden_from_subject: {until: reviewing}", "hidden_from_subject: {until: reviewed}", "no-such-name-near"
        ),
        "settings": Pair("settings: {period: 5 business days}", "settings: {period: {}}", "missing-key"),
        "roles": Pair(
            "roles: {employee: subject, manager: employee.manager, hr: group('hr')}",
            "roles: {employee: subject, manager: employee.manager, hr: group('hrs')}",
            "no-such-name-near",
        ),
        "data": Pair(
            f"data: {{goals: {_GOALS}, {_REST}}}", f"data: {{goals: {_NO_COLUMNS}, {_REST}}}", "list-without-item"
        ),
        "visible": Pair("visible: {goals: {to: manager}}", "visible: {gaols: {to: manager}}", "no-such-name-near"),
        "initial": Pair("initial: reviewing", "initial: revewing", "no-such-name-near"),
        "on": Pair("on: {subject_left: {to: waiting}}", "on: {subject_left: {by: hr}}", "event-takes-no-key"),
        "paused_by": Pair(
            "paused_by: {when: employee.level > 5, fixed_dates: yes}", "paused_by: {fixed_dates: yes}", "missing-key"
        ),
        "states": Pair(
            "states: {reviewing: {on: {close: {by: hr, to: waiting}}, after: [{past: 9 days, to: waiting}]}, "
            "waiting: {final: yes}}",
            "states: [reviewing, waiting]",
            "expected",
        ),
        "start": Pair("start: {by: hr}", "start: {form: [rating]}", "missing-key"),
        "interventions": Pair("interventions: {cancel: no}", "interventions: {delete: no}", "unknown-key"),
    },
    "hidden_from_subject": {
        "until": Pair("until: [reviewing, deciding]", "until: [reviewing, decided]", "no-such-name-near"),
    },
    "interventions": {
        "move": Pair("move: [admins, hr]", "move: [admin, hr]", "no-such-name-near"),
        "skip": Pair("skip: no", "skip: {by: hr}", "expected"),
        "cancel": Pair("cancel: hr", "cancel: HR", "no-such-name-near"),
        "withdraw": Pair("withdraw: admins", "withdraw: adminss", "no-such-name-near"),
        "reopen": Pair("reopen: no", "reopen: nobody", "no-such-name"),
        "extend": Pair("extend: [admins, manager]", "extend: [admins, managers]", "no-such-name-near"),
        "reassign": Pair("reassign: hr", "reassign:", "expected"),
        "suspend": Pair("suspend: [hr, manager]", "suspend: everyone", "no-such-name"),
        "resume": Pair("resume: [hr, manager]", "resume: hr, manager", "names-in-a-list"),
    },
    "setting": {
        "default": Pair("default: 10 business days", "default:", "expected"),
        "when": Pair(
            "when: {\"employee.site == 'Shanghai'\": 15}",
            "when: {\"employee.site == 'Shanghia'\": 15}",
            "no-such-option-near",
        ),
    },
    "role": {
        "title": Pair(
            "title: {en: Mentor, zh: 导师}\nis: employee.manager", "title: Mentor\nis: employee.manager", "expected"
        ),
        "is": Pair("is: employee.manager.manager", "is: employee.boss", "no-such-fact"),
        "first_of": Pair(
            "first_of: [employee.manager, group('hr')]", "first_of: [employee.manager, gruop('hr')]", "unknown-function"
        ),
        "chosen_by": Pair("chosen_by: hr\namong: employee.colleagues", "chosen_by: hr", "chosen-without-among", _ASKED),
        "among": Pair("chosen_by: hr\namong: group('hr')", "chosen_by: hr\namong: group('hq')", "no-such-name", _ASKED),
        "must": Pair(
            "is: employee.manager\nmust: person.level >= 5",
            "is: employee.manager\nmust: person.lvl >= 5",
            "no-such-fact-near",
        ),
        "approved_by": Pair(
            "chosen_by: hr\namong: group('hr')\napproved_by: hr",
            "chosen_by: hr\namong: group('hr')\napproved_by: manager",
            "never-approved",
            _ASKED,
        ),
        "unless": Pair(
            "is: employee.manager\nunless: person.level < 5",
            "is: employee.manager\nunless: person.levl < 5",
            "no-such-fact-near",
        ),
        "independent_of": Pair(
            "is: employee.manager.manager\nindependent_of: manager",
            "is: employee.manager.manager\nindependent_of: managers",
            "no-such-name-near",
        ),
        "above": Pair(
            "is: employee.manager.manager\nabove: [manager, self_review]",
            "is: employee.manager.manager\nabove: mangaer",
            "no-such-name-near",
        ),
        "as_of": Pair(
            "is: employee.manager\nas_of: 1 day before start",
            "is: employee.manager\nas_of: 1 weekday before start",
            "moment-unit",
        ),
        "on_change": Pair(
            "is: employee.manager\non_change: keep", "is: employee.manager\non_change: stay", "unknown-word"
        ),
        "else": Pair("is: employee.manager\nelse: hr", "is: employee.manager\nelse: HR", "no-such-name-near"),
        "was": Pair("is: employee.manager\nwas: boss", "is: employee.manager\nwas: {boss: 1}", "expected"),
        "outside": Pair(
            "chosen_by: hr\noutside: yes", "chosen_by: hr\namong: group('hr')\noutside: perhaps", "expected", _ASKED
        ),
        "optional": Pair("is: employee.manager\noptional: yes", "is: employee.manager\noptional: maybe", "expected"),
    },
    "visible": {
        "to": Pair("to: [employee, hr]", "to: boss", "no-such-name"),
        "from": Pair("from: deciding", "from: decided", "no-such-name-near"),
        "while": Pair("while: [reviewing, deciding]", "while: [reviewing, done]", "no-such-name"),
        "when": Pair("when: filled(rating)", "when: filled(ratnig)", "no-such-variable-near"),
        "unless": Pair("unless: rating < 2", "unless: rating < 'two'", "number-against-text"),
        "as": Pair("as: total", "as: mean", "unknown-word"),
        "at_least": Pair("as: total\nat_least: 8", "at_least: 8", "at-least-without-total"),
    },
    "start_by_hand": {
        "by": Pair("by: [employee, hr]", "by: employees", "no-such-name-near"),
        "form": Pair("form: [rating]", "form: [grade]", "no-such-name"),
        "require": Pair(
            "require: {that: employee.level > 3, else: {en: For seniors only., zh: 仅限高职级。}}",
            "require: {that: employee.levle > 3, else: {en: For seniors only., zh: 仅限高职级。}}",
            "no-such-fact-near",
        ),
        "several": Pair("several: yes", "several: 3", "expected"),
    },
    "act": {
        "together": Pair("together: department", "together: deparment", "no-such-name-near"),
        "title": Pair("title: {en: Hand in, zh: 提交}", "title: {zh: 提交}", "missing-translation"),
        "by": Pair("by: {all: [manager, hr]}", "by: managers", "no-such-name-near"),
        "form": Pair("form: [rating, goals.weight]", "form: [rating, goals.wieght]", "no-such-name-near"),
        "require": Pair(
            "require: {that: rating > 1, else: {en: Too low., zh: 过低。}}",
            "require: {that: rating > 1}",
            "missing-key",
        ),
        "from": Pair("from: 2 business days after entry", "from: 2 weekdays after entry", "moment-unit"),
        "until": Pair("until: 3 days before due at 18:00", "until: 3 days before due at 25:00", "moment-time"),
        "times": Pair("times: 1 per visit of deciding", "times: 1 per visit of decidin", "no-such-name-near"),
        "above": Pair("above: self_review", "above: self_reveiw", "no-such-name-near"),
        "assign": Pair("assign: manager", "assign: mentor", "no-such-name"),
        "reason": Pair(
            "reason: {illness: {en: Illness, zh: 疾病}, workload: {en: Too much work, zh: 工作过多}}",
            "reason: optional",
            "unknown-word",
        ),
        "independent_of": Pair("independent_of: self_review", "independent_of: self_reviews", "no-such-name-near"),
        "extends": Pair("extends: due", "extends: entry", "no-such-name"),
        "at_most": Pair(
            "extends: due\nat_most: 5 business days", "at_most: 5 business days", "at-most-without-extends"
        ),
        "choose": Pair(
            "choose: [{when: rating > 3, to: closed}, {to: deciding}]",
            "choose: [{to: closed}]\nto: deciding",
            "beside-choose",
        ),
        "id": Pair("id: hand in\nto: deciding", "id: []\nto: deciding", "expected"),
        "when": Pair("when: filled(rating)\nto: deciding", "when: rating >\nto: deciding", "expression-ends-early"),
        "set": Pair("set: {rating: 3}", "set: {ratings: 3}", "no-such-name-near"),
        "to": Pair("to: deciding", "to: decidign", "no-such-name-near"),
        "start": Pair("start: second", "start: third", "no-such-name"),
        "with": Pair("start: second\nwith: {why: '= comment'}", "with: {why: again}", "with-without-start"),
        "send": Pair("send: returned", "send: {to: hr}", "missing-key"),
        "emit": Pair("emit: handed_in", "emit: {name: handed_in}", "expected"),
        "for_each": Pair(
            "start: second\nemit: hurry\nfor_each: children('second')",
            "start: second\nsend: returned\nfor_each: children('second')",
            "together-needs",
        ),
        "cancel": Pair("cancel: second", "cancel: secnod", "no-such-name-near"),
    },
    "requirement": {
        "that": Pair("that: count(goals) >= 3", "that: cuont(goals) >= 3", "unknown-function"),
        "else": Pair(
            "else: {en: 'You have {{ count(goals) }}.', zh: '目前有 {{ count(goals) }} 个。'}",
            "else: {en: 'You have {{ count(goal) }}.', zh: '目前有 {{ count(goals) }} 个。'}",
            "no-such-variable-near",
        ),
        "each": Pair("each: goals\nthat: item.weight >= 5", "each: goals\nthat: item.wieght >= 5", "no-such-part-near"),
    },
    "message": {
        "template": Pair("template: task_overdue", "template: [task_overdue]", "expected"),
        "to": Pair("to: [employee, manager]", "to: everybody", "no-such-name"),
        "cc": Pair("cc: hr", "cc: HR", "no-such-name-near"),
    },
    "child": {
        "process": Pair("process: second", "process: secnd", "no-such-name-near"),
        "for_each": Pair(
            "for_each: goals\nwith: {why: '= item.weight'}",
            "for_each: goals\nwith: {why: '= item.wieght'}",
            "no-such-part-near",
        ),
        "on_parent_end": Pair("on_parent_end: cancel", "on_parent_end: end", "unknown-word"),
        "with": Pair("with: {why: Please look again.}", "with: {because: Please look again.}", "no-such-name"),
    },
    "together": {
        "all": Pair("all: [manager, hr]", "all: [manager, {all: hrs}]", "no-such-name-near"),
        "majority": Pair("majority: hr", "majority: hr\nall: [manager]", "together-one-way"),
        "vote": Pair("majority: hr\nvote: verdict", "majority: hr\nvote: comment", "vote-not-choice", _VERDICT),
        "quorum": Pair(
            "majority: [hr, manager]\nvote: verdict\nquorum: {hr: 2, manager: 1}",
            "majority: [hr, manager]\nquorum: 2",
            "together-needs",
            _VERDICT,
        ),
        "tie": Pair(
            "majority: hr\nvote: verdict\ntie: dismissed",
            "majority: hr\nvote: verdict\ntie: dismised",
            "no-such-name-near",
            _VERDICT,
        ),
        "needs": Pair(
            "majority: hr\nvote: verdict\nneeds: two thirds",
            "majority: hr\nvote: verdict\nneeds: a third",
            "expected",
            _VERDICT,
        ),
        "else": Pair(
            "majority: hr\nvote: verdict\nneeds: two thirds\nelse: dismissed",
            "majority: hr\nvote: verdict\nelse: dismissed",
            "together-needs",
            _VERDICT,
        ),
        "abstain": Pair(
            "majority: hr\nvote: verdict\nabstain: dismissed",
            "majority: hr\nvote: verdict\nabstain: neither",
            "no-such-name",
            _VERDICT,
        ),
        "abstaining": Pair(
            "majority: hr\nvote: verdict\nabstain: dismissed\nabstaining: absent",
            "majority: hr\nvote: verdict\nabstaining: absent",
            "together-needs",
            _VERDICT,
        ),
    },
    "party": {
        "all": Pair("all: hr", "all: hrs", "no-such-name-near"),
        "any": Pair("any: hr\ncount: 2", "any: hr", "together-needs"),
        "count": Pair("any: hr\ncount: 2", "any: hr\ncount: two", "expected"),
    },
    "choice": {
        "id": Pair("id: high\nto: closed", "id:\nto: closed", "expected"),
        "when": Pair("when: rating >= 4", "when: rating => 4", "write-instead"),
    },
}
