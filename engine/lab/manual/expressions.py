"""The chapter on expressions: operators, functions and filters with worked results, and the names there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from engine.definition.house import BUILT_IN, UNIT_BUILT_IN
from engine.expression import MISSING, Ordered, compile_expression
from engine.expression.functions import USAGE
from engine.expression.served import FactPeriod

GOALS = [
    {"title": "Sales", "weight": Decimal(60), "score": Decimal(90)},
    {"title": "Training", "weight": Decimal(40), "score": Decimal(75)},
]


class _Employee:
    """Whose manager was Zhao until June 2026, and Wang since."""

    def history(self, name: str) -> list[FactPeriod]:
        june = date(2026, 6, 1)
        return [
            FactPeriod(value="Zhao", from_on=date(2024, 3, 1), until_on=june),
            FactPeriod(value="Wang", from_on=june),
        ]


VALUES: Mapping[str, object] = {
    "goals": GOALS,
    "scores": [Decimal(4), Decimal(5), Decimal(2)],
    "score": Decimal(82),
    "grade": Ordered("B", ("C", "B", "A")),
    "comment": MISSING,
    "hired": date(2024, 3, 1),
    "today": date(2026, 9, 28),
    "start": date(2026, 1, 1),
    "employee": _Employee(),
}
Row = tuple[str, str, str, str]  # name, example, what it does in English and Chinese

OPERATORS: tuple[Row, ...] = (
    ("+ - * /", "score / 2", "Exact decimals; a text or a date takes no part.", "精确小数运算；文本和日期不参与。"),
    ("== != < <= > >=", "grade >= 'B'", "Options are ordered from worst to best.", "选项按从差到好的顺序比较。"),
    (
        "and or not",
        "score > 80 and not filled(comment)",
        "Three-valued: what is missing stays open.",
        "三值逻辑：缺失的值不确定。",
    ),
    ("in", "grade in ['A', 'B']", "Also `not in`.", "也可写 not in。"),
    ("… if … else …", "'pass' if score >= 60 else 'fail'", "Both sides must be given.", "两边都要写。"),
)
FUNCTIONS: tuple[Row, ...] = (
    ("abs", "abs(score - 90)", "Without its sign.", "绝对值。"),
    ("all_unique", "all_unique(goals, 'title')", "No two alike.", "没有重复。"),
    ("any_of", "any_of(goals, 'score', '>=', 90)", "Whether one row passes.", "是否至少有一行满足。"),
    ("band", "band(score, D=0, C=60, B=75, A=90)", "The name of the highest threshold reached.", "达到的最高档位。"),
    ("column", "goals | column('score')", "One column as a list.", "取出一列。"),
    ("count", "count(goals)", "How many rows.", "行数。"),
    ("date", "date('2026-07-01')", "A day, to compare with.", "日期，用于比较。"),
    ("days_between", "days_between(hired, today)", "Whole days.", "相差天数。"),
    (
        "days_with",
        "days_with(employee, 'manager', 'Wang', start, today)",
        "How many days of a period, both days included, a fact had that value.",
        "某段时间内（含首尾两天）该属性为此值的天数。",
    ),
    ("every", "every(goals, 'weight', '>=', 5)", "Whether all rows pass.", "是否每一行都满足。"),
    ("filled", "filled(comment)", "Whether there is a value.", "是否已填写。"),
    ("first", "scores | first", "The first row.", "第一行。"),
    (
        "intervals",
        "intervals(employee, 'manager', start, today) | column('to')",
        "What a fact was within a period: rows of value, from, to, days.",
        "某段时间内该属性的各区间：value、from、to、days。",
    ),
    (
        "known_on",
        "known_on(employee, 'manager', date('2026-05-31'))",
        "The value of a fact as of a day.",
        "某日该属性的值。",
    ),
    ("last", "scores | last", "The last row.", "最后一行。"),
    (
        "longest",
        "longest(employee, 'manager', start, today)",
        "The value it had for most days; of two alike, the later.",
        "天数最多的值；相同则取较晚者。",
    ),
    (
        "lookup",
        "lookup(grade, 'A', 150, 'B', 100, 0)",
        "The result beside its key; an odd last one for all else.",
        "键所对应的结果；末尾单独一个为其他情况的结果。",
    ),
    ("lower", "lower('ABC')", "In small letters.", "转为小写。"),
    ("max", "max(scores)", "The greatest.", "最大值。"),
    (
        "mean",
        "mean(goals, 'score')",
        "The average. A list of values skips empty ones; of a field there is none before every row has it.",
        "平均值；直接给出数值列表时跳过空值；指定字段时，任一行未填则无结果；没有值则无结果。",
    ),
    ("min", "min(score, 100)", "The least.", "最小值。"),
    ("months_between", "months_between(hired, today)", "Whole months.", "相差整月数。"),
    ("round", "round(mean(scores), 1)", "Half away from zero.", "四舍五入。"),
    ("round_down", "round_down(mean(scores))", "To the whole number, or so many decimals, below.", "向下取整。"),
    ("round_up", "round_up(mean(scores))", "To the whole number, or so many decimals, above.", "向上取整。"),
    (
        "served",
        "served(employee, 'manager', start, today) | column('days')",
        "Each value it had, once: rows of value and days.",
        "各个值及其天数：value、days，每值一行。",
    ),
    (
        "since",
        "since(employee, 'manager')",
        "The day since which it has had its present value; `months_between(since(…), today)` is time served.",
        "现值自哪天起；months_between(since(…), today) 即任职月数。",
    ),
    ("sort", "scores | sort", "From least to greatest.", "从小到大排序。"),
    ("sum", "sum(goals, 'weight')", "The total.", "合计。"),
    ("weighted_mean", "weighted_mean(goals, 'score', 'weight')", "The average by weight.", "加权平均。"),
    ("where", "count(goals | where('score', '<', 80))", "The rows that pass.", "满足条件的行。"),
    ("years_between", "years_between(hired, today)", "Whole years.", "相差整年数。"),
)
CONTEXT: tuple[tuple[str, str, str], ...] = (
    ("answers('peer_review', 'rating')", "all answers to a field of a task", "某任务某字段的全部答复"),
    (
        "children('check_point')",
        "all such children, in order, as they are now: each its `state`, `status` and single values",
        "全部该类子流程，按发起顺序，均为当前情况：各自的 state、status 及单个值",
    ),
    ("group('hr')", "the members of a group", "群组成员"),
    (
        "history('evaluation', 'grade', 2)",
        "a field of the person's ended instances of other cycles, the latest first: so many of them, as mere values",
        "此人在其他周期已结束的流程中该字段的值，最近的在前，取若干个；每项即为值本身",
    ),
    ("in_state('reviewing')", "whether it is in that state, or in one within it", "是否处于该阶段（或其子阶段）"),
    (
        "indicator('sales_completion').score",
        "value, target, achievement or score in the cycle's period; with `'department'` or `'company'` added, theirs",
        "指标在本周期内的 value、target、achievement 或 score；加写 'department'、'company' 则取部门或公司的",
    ),
    (
        "last('evaluation').grade",
        "from the person's last ended instance of another cycle: its data, `state` and `status`",
        "此人在其他周期最近一次已结束的流程：其数据、state、status",
    ),
    (
        "current('capability').stage",
        (
            "from the person's instance that runs now, in any cycle or opened by hand: its data, `state` and `status`; "
            "`filled(current('capability'))` asks whether there is one"
        ),
        "此人正在进行的流程（不限周期，含手工发起）：其数据、state、status；filled(current('capability')) 判断有无",
    ),
    (
        "mean_by_days('review', 'rating', employee, 'manager', start, today)",
        "the mean of the answers, each weighted by the days its author was the person's manager in the period",
        "各答复按答复人在该段时间内担任其上级的天数加权平均",
    ),
    ("moment('60 days before due')", "a moment as a day, to compare with", "时刻，用于比较"),
    ("running('appeal')", "whether such a child is running", "本实例发起的该子流程是否正在进行"),
    (
        "members('evaluation')",
        "about a unit or a cycle: its people's instances, with `id`, `state`, `status`, `subject` and data",
        "以单元或周期为对象时：该流程中其成员的各实例，含 state、status、subject 及数据",
    ),
    (
        "members('evaluation', employee.reports)",
        "the instances of that process about these people in this cycle",
        "本周期中该流程以这些人员为对象的各实例",
    ),
    ("share('grade', 'A')", "in a limit: the share of people with that value", "仅限跨人员限制：该值所占比例"),
    ("count_of('grade', 'A')", "in a limit: how many have that value", "仅限跨人员限制：该值的人数"),
    ("total('bonus')", "in a limit: the sum of a field", "仅限跨人员限制：某字段的合计"),
    (
        "average('score')",
        "in a limit: the mean of a field, over those who have it",
        "仅限跨人员限制：某字段有值者的平均",
    ),
    (
        "all_different('rank')",
        "in a limit: no two have the same value",
        "仅限跨人员限制：任何两人的值都不相同",
    ),
    ("passed()", "in a limit: how many have passed the act it binds from", "仅限跨人员限制：已通过生效操作的人数"),
    ("headcount()", "in a limit: how many people count", "仅限跨人员限制：参与人数"),
)
NAMES: tuple[tuple[str, str, str], ...] = (
    (
        "subject, ROLE",
        "the person it is about; who holds a role: a person, or a list where it may be several",
        "流程对象；角色担任者：一人，可能多人时为列表",
    ),
    ("FIELD", "a field; a choice compares in its order", "字段；选项按其顺序比较"),
    ("TASK.FIELD", "the answer to a task; a list where each holder answers", "任务的答复；每人各一份时为列表"),
    ("settings.NAME", "a setting, as it was when the instance began", "设置，取实例开始时的值"),
    (
        "cycle.NAME",
        "name, title, start, period.from, period.to and the dates of the cycle",
        "周期的 name、title、start、period.from、period.to 及各日期",
    ),
    (
        "parent.NAME",
        "fields, roles, state and acts of the process that started this one",
        "父流程的字段、角色、阶段和操作",
    ),
    ("PROCESS.FIELD, PROCESS.state", "the latest child of that process", "该子流程最近一次的数据和阶段"),
    ("siblings.PROCESS.FIELD", "another process of the same person and cycle", "同一人、同一周期的另一流程"),
    (
        "acts.ACT.on, acts.ACT.by, acts.ACT.count",
        "when an act was last done, by whom, how often",
        "操作最近一次的日期、执行人与次数",
    ),
    (
        "tasks.TASK.done, tasks.TASK.open, tasks.TASK.count",
        "whether a task is complete, how many still owe it, how many answered",
        "任务是否完成、未完成人数、已完成人数",
    ),
    ("visits.STATE", "how often a state was entered", "进入某阶段的次数"),
    (
        "state, today, now",
        "where it is (innermost; of parallel states the one around them), the present day and moment",
        "当前阶段（最内层；并行时为其外层阶段）、今天、此刻",
    ),
    ("actor, reason", "who acts, and the reason given", "操作人与所填理由"),
    ("item", "the row, within `each`", "each 中的当前行"),
    (
        "person",
        "the candidate, within `must` and `among`; who owes the task, within its `paused_by`",
        "must 与 among 中的人选；任务的 paused_by 中为其办理人",
    ),
    (
        "yes, no",
        "the answers to a yes-or-no, as files write them; `true`, `false` mean the same",
        "是与否；也可写作 true、false",
    ),
)
FACTS: Mapping[str, tuple[str, str]] = {
    "id": ("the number in personnel data", "人员编号"),
    "name": ("the name", "姓名"),
    "mail": ("the mail address", "邮箱"),
    "language": ("en or zh", "en 或 zh"),
    "site": ("the site's name in organisation.yaml", "工作地点，见 organisation.yaml"),
    "department": ("the department", "部门"),
    "manager": ("a person; `employee.manager.manager` goes on", "上级（人员）；可继续写 employee.manager.manager"),
    "hired_on": ("the first day", "入职日期"),
    "left_on": ("the last day they are there, if it is known", "最后在职日（如已知）"),
    "active": ("whether they work here today", "今天是否在职"),
    "groups": ("names of groups", "所属群组"),
    "colleagues": ("people with the same manager", "同一上级的同事"),
    "reports": ("people whose manager they are", "下属"),
    "department_members": ("everybody of the department, themselves left out", "同部门的其他人"),
    "unit": ("the unit whose id is their department", "编号等于其部门的单元"),
}
UNIT_FACTS: Mapping[str, tuple[str, str]] = {
    "id": ("what people's `department` says", "人员的 `department` 所写的编号"),
    "name": ("the name", "名称"),
    "kind": ("one of the kinds in organisation.yaml", "种类，见 organisation.yaml"),
    "parent": ("the unit above (a unit)", "上级单元"),
    "lead": ("who leads it (a person)", "负责人（人员）"),
    "site": ("its site, else the lead's", "所在地点，未填写时为负责人的地点"),
    "closed_on": ("the day from which it is no more, if it is known", "撤销日期（如已知）"),
    "active": ("whether it exists today", "今天是否存在"),
    "units": ("the units right below it", "下一级单元"),
    "members": ("people whose department it is", "该部门的人员"),
    "all_members": ("these, and those of all units below it", "上述人员及所有下级单元的人员"),
}


class _Values:
    def name(self, name: str) -> object:
        return VALUES[name]


def worked_out(source: str) -> str:
    """The result as a reader would write it."""
    return _written(compile_expression(source)(_Values()))


def _written(found: object) -> str:
    match found:
        case bool():
            return "yes" if found else "no"
        case Decimal():
            return f"{found.normalize():f}"
        case list() | tuple():
            return "[" + ", ".join(_written(each) for each in found) + "]"
        case date():
            return found.isoformat()
    return "–" if found is MISSING else str(found)


def operators(language: str) -> list[list[str]]:
    return [
        [f"`{name}`", f"`{source}`", worked_out(source), _pick(en, zh, language)] for name, source, en, zh in OPERATORS
    ]


def functions(language: str) -> list[list[str]]:
    return [
        ["`" + USAGE[name].replace(" / ", "`, `") + "`", f"`{source}`", worked_out(source), _pick(en, zh, language)]
        for name, source, en, zh in FUNCTIONS
    ]


def context(language: str) -> list[list[str]]:
    return [[f"`{source}`", _pick(en, zh, language)] for source, en, zh in CONTEXT]


def names(language: str) -> list[list[str]]:
    return [["`" + name.replace(", ", "`, `") + "`", _pick(en, zh, language)] for name, en, zh in NAMES]


def facts(language: str) -> list[list[str]]:
    return [[f"`{name}`", _pick(*FACTS[name], language)] for name in BUILT_IN]


def unit_facts(language: str) -> list[list[str]]:
    return [[f"`{name}`", _pick(*UNIT_FACTS[name], language)] for name in UNIT_BUILT_IN]


def _pick(en: str, zh: str, language: str) -> str:
    return zh if language == "zh" else en
