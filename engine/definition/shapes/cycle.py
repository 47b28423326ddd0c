"""A cycle file: who takes part, which processes start when, rules across people."""

from __future__ import annotations

from engine.definition.grammar import ListOf, Map, MapOf, OneOf, Word
from engine.definition.shapes.parts import (
    ACT_OF,
    ANY_KEY,
    CODE,
    DATE,
    EXPRESSION,
    MOMENT,
    NAME,
    PERIOD,
    REFERENCE,
    TEXT,
    WORDING,
    key,
    needed,
    said,
)
from engine.words.texts.definition import TITLES

_DATE = Map(
    "cycle_date",
    TITLES["cycle_date"],
    {
        "title": key(TEXT, "What people call the date.", "日期名称。"),
        "default": needed(MOMENT, "The date for everybody else.", "默认日期。"),
        "when": key(
            MapOf(TITLES["conditions"], MOMENT, ANY_KEY, least=1),
            "Condition: moment; the first true one wins.",
            "条件: 时刻；取第一个成立的条件。",
        ),
    },
    said(
        "A date that differs by population. Written short, it is the moment.",
        "因人群而异的日期。简写时直接写时刻。",
    ),
)

_PERIOD = Map(
    "cycle_period",
    TITLES["cycle_period"],
    {
        "from": needed(MOMENT, "The first day that counts.", "考核期第一天。"),
        "to": needed(MOMENT, "The last day that counts.", "考核期最后一天。"),
    },
    said(
        "The days that are judged; not the days on which people judge.",
        "被考核的期间，不是进行考核的日子。",
    ),
)

_PEOPLE = Map(
    "cycle_people",
    TITLES["cycle_people"],
    {
        "include": needed(EXPRESSION, "Who takes part.", "谁参加。"),
        "exclude": key(EXPRESSION, "Who does not, though included.", "其中谁不参加。"),
        "late_joiners": key(
            Word(("catch up", "leave out")),
            "Somebody who joins later starts (unless said), or is left out.",
            "中途加入者：补上（catch up，不写即此），或不参加（leave out）。",
        ),
    },
    said(
        "Everybody the first condition takes and the second does not.",
        "符合第一个条件、且不符合第二个条件的人。",
    ),
)

_UNITS = Map(
    "cycle_units",
    TITLES["cycle_units"],
    {
        "include": needed(EXPRESSION, "Which units take part.", "哪些单元参加。"),
        "exclude": key(EXPRESSION, "Which do not, though included.", "其中哪些不参加。"),
    },
    said(
        "The units for which the processes about units start; `unit` is one of them.",
        "为哪些单元启动以单元为对象的流程；`unit` 为其中一个单元。",
    ),
)

_START = Map(
    "cycle_start",
    TITLES["cycle_start"],
    {
        "process": needed(REFERENCE, "The process that starts.", "要启动的流程。"),
        "at": needed(
            MOMENT,
            "A date of the cycle, or a moment. `30 days before employee.FACT` counts from a day of each person, "
            "`unit.FACT` of each unit; of these the turn takes those from its start until the next begins.",
            "周期中的日期或时刻。`30 days before employee.属性` 按每个人自己的日期推算，unit.属性 按每个单元；"
            "每一期只处理自其开始至下一期开始之前的日期。",
        ),
        "for": key(
            EXPRESSION,
            "Only for these people, or units; judged on the day. `siblings.PROCESS.FIELD` (or `.state`) is what came "
            "of another process of theirs in this cycle.",
            "仅适用于这些人或单元；在启动当天判断。siblings.流程.字段（或 .state）为其本周期内另一流程的结果。",
        ),
        "repeat": key(
            PERIOD, "It starts again and again, a new instance each time.", "按此间隔反复启动，每次新建实例。"
        ),
        "until": key(MOMENT, "No start after this; else after the period.", "此后不再启动；默认到考核期末。"),
    },
    said(
        "A process and its day.",
        "流程及其启动日。",
    ),
)

_LIMIT = Map(
    "cycle_limit",
    TITLES["cycle_limit"],
    {
        "from": needed(
            ACT_OF,
            "The act from which on it binds, as `process.act`.",
            "从哪项操作起生效，写作 process.act。",
        ),
        "over": key(REFERENCE, "A fact of the person that makes the groups.", "按人员的哪个属性分组。"),
        "that": needed(EXPRESSION, "What must hold in each group.", "每组必须满足的条件。"),
        "unless": key(
            EXPRESSION,
            "While this holds of the group, the rule does not bind.",
            "对该组成立时，此规则不生效。",
        ),
        "else": needed(TEXT, "What is said when it does not.", "不满足时显示的说明。"),
        "otherwise": key(Word(("refuse", "warn")), "Refuse the act, or only warn.", "拒绝操作，或仅警告。"),
    },
    said(
        "A rule that binds many people together, such as a share of top grades.",
        "约束多人的规则，例如最高等级的比例。",
    ),
)

CYCLE = Map(
    "cycle",
    TITLES["cycle"],
    {
        "cycle": needed(CODE, "Its name.", "周期名称。"),
        "title": needed(TEXT, "What people call a turn.", "每一期的显示名称。"),
        "name": key(
            WORDING, "The name of a turn, with places such as year and half.", "每一期的名称，可含年份、半年等占位。"
        ),
        "start": needed(DATE, "The first day of the first turn.", "第一期的开始日期。"),
        "repeat": key(PERIOD, "How often it comes again, counted from the first.", "重复间隔，从第一期算起。"),
        "opens": key(
            Word(("by hand", "by itself")),
            "by itself: once a turn was launched, the next ones open when their day comes.",
            "by itself 表示首期启动后，以后各期到日自动开启。",
        ),
        "period": needed(_PERIOD, "The days that are judged.", "考核期间。"),
        "people": needed(_PEOPLE, "Who takes part.", "参加人员。"),
        "units": key(_UNITS, "Which units take part.", "参加的单元。"),
        "announce": key(REFERENCE, "The message to everybody at the launch.", "启动时发给所有人的消息。"),
        "dates": key(
            MapOf(TITLES["dates"], OneOf(scalar=MOMENT, mapping=_DATE), NAME, least=1),
            "The dates of the cycle, by name.",
            "周期中的各个日期。",
        ),
        "starts": needed(ListOf(_START), "Which processes start when.", "何时启动哪些流程。"),
        "limits": key(ListOf(_LIMIT), "Rules across people.", "跨人员的限制。"),
    },
    said(
        "Who takes part in a period, and which process starts when: `processes/cycles/NAME.yaml`.",
        "某个期间由谁参加、各流程何时启动：`processes/cycles/名称.yaml`。",
    ),
)
