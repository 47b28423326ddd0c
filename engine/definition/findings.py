"""What `check` finds beside wrong words, each with a reason why it matters and two examples that the tests run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`where` is the map its examples stand in; empty where they would take more than one file."""

    severity: Literal["error", "warning"]
    said: Text
    where: str
    right: str
    wrong: str


def _found(
    severity: Literal["error", "warning"], en: str, zh: str, where: str = "", right: str = "", wrong: str = ""
) -> Finding:
    return Finding(severity=severity, said={"en": en, "zh": zh}, where=where, right=right, wrong=wrong)


_ACT = "by: hr\ntitle: {en: Go on, zh: 继续}\n"
_DO = "on: {go: {by: hr, to: closed, title: {en: Go, zh: 办}}}"
_LOOK = "tasks: {look: {for: hr, title: {en: Look, zh: 看}}}"
_JUDGED_BY = (
    "states: {reviewing: {tasks: {look: {for: WHO, title: {en: Look, zh: 看}}}, on: {close: {by: hr, to: waiting}, "
    "done: {to: waiting}}, after: [{past: 9 days, to: waiting}]}, waiting: {final: yes}}"
)


def _held(given: str) -> str:
    """A process that waits for a date, which may be `given`."""
    return (
        f"data: {{held: {{type: date{given}, title: {{en: Held, zh: 举行日}}}}, "
        "goals: {type: list, item: {weight: {type: number}, title: {type: text}}}}\n"
        "states: {reviewing: {tasks: {decide: {for: manager, ends_with: close}}, "
        "on: {close: {by: manager, to: waiting}}, after: [{past: 9 days, to: waiting}]}, "
        "waiting: {title: {en: Wait, zh: 等待}, after: [{past: 5 days after held, to: closed}]}, closed: {final: yes}}"
    )


FINDINGS: Mapping[str, Finding] = {
    "answers-apart": _found(
        "error", "Each task keeps its own answer, so the plain name has no value: nothing is counted, no rule holds.",
        "各任务各自保存答案，单独写字段名没有值：既不会计入，规则也不会成立。",
        "after", "past: due\nwhen: rating > 3\nto: deciding", "past: due\nwhen: score > 3\nto: deciding",
    ),
    "unreachable-state": _found(
        "error", "Nobody can ever get there: a target is missing, or the state is left over.",
        "永远无法到达：可能漏写了目标，或该阶段已无用处。",
        "process", "on: {subject_left: {to: waiting}}", "on: {subject_left: {to: closed}}",
    ),
    "dead-end": _found(
        "error", "Whoever gets there stays for ever.", "进入之后将永远停留。",
        "state", "final: yes\non: {}",
        "on: {note: {by: hr, title: {en: Note, zh: 备注}}}\nafter: [{past: 5 days, send: task_overdue}]",
    ),
    "silence": _found(
        "warning", "Somebody owes something and nothing happens if they do not do it.",
        "有人应办理，但不办理也不会有任何后果。",
        "state", f"{_LOOK}\n{_DO}\nafter: [{{past: 5 days, to: closed}}]",
        f"{_LOOK}\n{_DO}\nafter: [{{past: 5 days, set: {{rating: 1}}}}]",
    ),
    "silence-leads-nowhere": _found(
        "warning", "If nobody acts it stays there for ever; only people can lead on.",
        "无人操作时将永远停留，只有人工操作才能继续。",
        "state", f"{_DO}\nafter: [{{past: 30 days, to: closed}}]",
        f"{_DO}\nafter: [{{past: 30 days, send: task_overdue}}]",
    ),
    "zero-delay-loop": _found(
        "error", "States that pass on to each other at once would never rest.", "阶段之间立即互相转换，永不停歇。",
        "state", "entry: {when: rating > 3, to: closed}\nafter: [{past: 3 days, to: closed}]",
        "entry: {to: waiting}\nafter: [{past: 3 days, to: closed}]",
    ),
    "zero-delay-loop-possible": _found(
        "warning", "They would never rest if their conditions are true together.",
        "如果条件同时成立，将永不停歇。",
        "state", "entry: {when: rating > 3, to: closed}\nafter: [{past: 3 days, to: closed}]",
        "entry: {when: rating > 3, to: waiting}\nafter: [{past: 3 days, to: closed}]",
    ),
    "guard-hole": _found(
        "warning", "For some values no alternative is true, and the act is refused.",
        "某些取值下没有分支成立，操作会被拒绝。",
        "act", f"{_ACT}choose:\n  - {{when: rating >= 3, to: closed}}\n  - {{to: deciding}}",
        f"{_ACT}choose:\n  - {{when: rating > 3, to: closed}}\n  - {{when: rating < 3, to: deciding}}",
    ),
    "guard-never": _found(
        "warning", "Those before it take every case, so that it is never taken.",
        "前面的分支已包含所有情况，此分支永远不会被选中。",
        "act", f"{_ACT}choose:\n  - {{when: rating >= 4, to: closed}}\n  - {{to: deciding}}",
        f"{_ACT}choose:\n  - {{to: deciding}}\n  - {{when: rating >= 4, to: closed}}",
    ),
    "guard-overlap": _found(
        "warning", "Two are true at once and neither is the narrower: only the order of lines decides.",
        "两个分支同时成立且互不包含，仅由行的先后决定。",
        "act", f"{_ACT}choose:\n  - {{when: rating >= 3, to: closed}}\n  - {{when: rating < 3, to: deciding}}",
        f"{_ACT}choose:\n  - {{when: rating >= 3, to: closed}}\n  - {{when: rating < 4, to: deciding}}",
    ),
    "condition-never": _found(
        "warning", "No value makes it true.", "没有任何取值能使其成立。",
        "act", f"{_ACT}when: rating > 3 or rating < 2\nto: closed",
        f"{_ACT}when: rating > 3 and rating < 2\nto: closed",
    ),
    "before-its-time": _found(
        "warning", "In some weeks it would fall before the state is entered; there it is left out.",
        "在某些情况下会早于进入该阶段的时间，届时将被略去。",
        "reminder", "at: 2 business days before due\nsend: task_due_soon",
        "at: 14 days before due\nsend: task_due_soon",
    ),
    "always-before-its-time": _found(
        "warning", "Counted back further than the limit is long.", "往回推算的时间超过了期限本身。",
        "reminder", "at: 2 business days before due\nsend: task_due_soon",
        "at: 20 business days before due\nsend: task_due_soon",
    ),
    "over-before-due": _found(
        "warning", "People are promised a limit, and the state is left before it.", "期限尚未届满，阶段就已离开。",
        "after", "past: due\nto: deciding", "past: 3 days\nto: deciding",
    ),
    "waits-for-nothing": _found(
        "warning",
        "A moment counted from an empty date never comes: the state is not left unless somebody acts. Ask for the date "
        "on every way there, or give the state another way out.",
        "以空日期起算的时刻永远不会到来：除非有人操作，否则不会离开该阶段。请在通向该阶段的每条路径上要求填写该日期，或另设出路。",
        "process",
        _held(", default: 2026-01-01"), _held(""),
    ),
    "day-of-one-turn": _found(
        "warning", "A cycle that repeats asks the same day of every turn.", "重复的周期每一期都会使用同一个日期。",
        "cycle", "repeat: every 1 year\nname: '{year}'\npeople: {include: employee.hired_on < cycle.start}",
        "repeat: every 1 year\nname: '{year}'\npeople: {include: \"employee.hired_on < date('2026-07-01')\"}",
    ),
    "until-before-moment": _found(
        "warning", "It ends before it begins.", "结束早于开始。",
        "reminder", "at: 1 day after due\nrepeat: every week\nuntil: 3 weeks after due\nsend: task_overdue",
        "at: 1 day after due\nrepeat: every week\nuntil: due\nsend: task_overdue",
    ),
    "window-never-opens": _found(
        "warning", "It closes before it opens.", "关闭早于打开。",
        "act", f"{_ACT}from: 2 days\nuntil: 5 days", f"{_ACT}from: 5 days\nuntil: 2 days",
    ),
    "date-before-start": _found(
        "warning", "The cycle starts the process after that date.", "周期启动该流程时，该日期已过。",
        "after", "past: later of due and cycle.results_out\nto: deciding", "past: cycle.start\nto: deciding",
    ),
    "cycle-lacks-date": _found(
        "warning", "Without the date the moment never comes.", "缺少该日期，时刻永远不会到来。",
    ),
    "cycle-outside-calendar": _found(
        "warning", "Nothing can be counted in a year no calendar covers.", "日历不包含的年份无法计算。",
        "cycle", "start: 2026-01-01", "start: 2028-01-01",
    ),
    "calendar-unpublished": _found(
        "warning", "Worked weekends that are not announced would shift limits by a day.",
        "尚未公布的调休会使期限相差一天。",
        "calendar", "country: CN\nprovisional: [2027]", "country: CN",
    ),
    "hidden-from-them": _found(
        "error", "It asks or tells somebody who must not know of the review yet.",
        "向尚不应知道此流程的人布置了任务或发送了消息。",
        "process", f"hidden_from_subject: {{until: waiting}}\n{_JUDGED_BY.replace('WHO', 'hr')}",
        f"hidden_from_subject: {{until: waiting}}\n{_JUDGED_BY.replace('WHO', 'employee')}",
    ),
    "role-nobody": _found(
        "warning", "Its conditions shut everybody out.", "其条件排除了所有人。",
        "role", "is: group('hr')\nmust: person.level > 3\ntitle: {en: Judge, zh: 评委}",
        "is: group('hr')\nmust: person.level > 3 and person.level < 2\ntitle: {en: Judge, zh: 评委}",
    ),
    "chosen-by-nobody": _found(
        "warning", "Where nobody was chosen, a task of that part has nobody to do it, and the review stops.",
        "如果没有选定人员，该角色的任务将无人办理，评审会停在那里。",
    ),
    "agreed-to-nothing": _found(
        "error", "People consent to a text; without one there is nothing to consent to.",
        "双方同意的是同一段文本；没有文本便无从同意。",
        "task", "agree: [employee, manager]\nto_same: comment\nform: [comment]\ntitle: {en: Sign, zh: 签署}",
        "agree: [employee, manager]\nto_same: helpers\ntitle: {en: Sign, zh: 签署}",
    ),
    "never-chosen": _found(
        "warning", "No form asks for it, so nobody ever holds it.", "没有表单要求填写，因此无人担任。",
        "role", "is: group('hr')\ntitle: {en: Judges, zh: 评委}",
        "chosen_by: hr\namong: employee.colleagues\ntitle: {en: Judges, zh: 评委}",
    ),
    "form-hidden": _found(
        "warning", "Somebody is asked to fill in columns of rows they cannot see.",
        "要求填写的列，其所在的行却看不到。",
        "task", "for: manager\ntitle: {en: Weigh, zh: 定权重}\nform: [goals.weight]",
        "for: employee\ntitle: {en: Weigh, zh: 定权重}\nform: [goals.weight]",
    ),
    "refusal-leaks": _found(
        "warning", "A text that refuses would show a value its reader may not see.",
        "拒绝时的说明会泄露无权查看的值。",
        "act", f"{_ACT}require: {{that: rating > 2, else: {{en: It is too low., zh: 过低。}}}}",
        f"{_ACT}require: {{that: rating > 2, else: {{en: 'It is {{{{ rating }}}}.', zh: '现为{{{{ rating }}}}。'}}}}",
    ),
    "few-answers-shown": _found(
        "warning", "What is worked out from one answer is that answer, also for whoever may not see whose it is.",
        "由一份答复算出的值就是该答复，匿名形同虚设。",
    ),
    "answers-one-by-one": _found(
        "warning", "The difference between two looks at a mean is the answer that came in between.",
        "两次看到的平均值之差，就是其间提交的那份答复。",
    ),
    "notice-leaks": _found(
        "error",
        "A message would show a field its reader may not see at that moment. Accept it on the line that sends it.",
        "消息会显示收件人当时无权查看的字段。如可接受，请在发送的那一行说明。",
    ),
}  # fmt: skip
# Found where messages are held against processes; everything else where definitions are read.
OF_MESSAGES = frozenset({"notice-leaks"})
# These no reason can make good: the process could not run.
LASTING = frozenset({"zero-delay-loop"})
