"""States: tasks, limits, reminders, and what time does."""

from __future__ import annotations

from engine.definition.grammar import Again, ListOf, Map, MapOf, OneOf, Word
from engine.definition.shapes.acts import ACTS, CHOICE, EFFECTS, FORM, PARTIES, REASON, REQUIREMENTS, SEND, WHO
from engine.definition.shapes.parts import (
    COUNT,
    DURATION,
    EXPRESSION,
    FLAG,
    MOMENT,
    NAME,
    PERIOD,
    REFERENCE,
    REFERENCES,
    TEXT,
    WAS,
    WORDING,
    ZONE,
    key,
    needed,
    said,
)
from engine.words.texts.definition import TITLES

_PAUSE = Map(
    "pause",
    TITLES["pause"],
    {
        "when": needed(EXPRESSION, "The clock stands as long as this is true.", "条件成立期间停止计时。"),
        "fixed_dates": key(FLAG, "yes: fixed dates wait as well.", "yes 表示固定日期也顺延。"),
    },
    said(
        "What stops the clock: the days meanwhile do not count. Written short, it is the condition.",
        "停止计时的条件：期间的天数不计入期限。简写时直接写条件。",
    ),
)
PAUSED_BY = OneOf(scalar=EXPRESSION, mapping=_PAUSE)
_CALENDAR = key(
    REFERENCE, "Count by this calendar, not by the person's own.", "按此日历计算，而不按当事人所在地的日历。"
)
_TIME_ZONE = key(ZONE, "Days end by this clock, not by the person's own.", "按此时区计算每天的起止。")

_WHEN = {
    "id": key(WORDING, "A name that stays when the text changes.", "固定标识。"),
    "past": key(
        MOMENT,
        "Once the day of this moment is over; what follows counts from that day.",
        "在该时刻当天结束之后；其后的期限自该日起算。",
    ),
    "at": key(MOMENT, "When this moment begins, or at its exact hour.", "在该时刻开始时，或准点。"),
    "when": key(EXPRESSION, "Only if this is true.", "仅当条件成立。"),
    "repeat": key(PERIOD, "Again and again.", "重复间隔。"),
    "times": key(COUNT, "How often at most.", "最多几次。"),
    "until": key(MOMENT, "Never after this.", "最迟到何时。"),
    "delivery": key(
        Word(("exact",)),
        "`exact`: its messages go out at the very moment, not in working hours.",
        "`exact` 表示消息准点发送，不等到工作时间。",
    ),
}

REMINDER = Map(
    "reminder",
    TITLES["reminder"],
    _WHEN
    | {
        "send": needed(SEND, "The messages.", "发送的消息。"),
        "cc": key(REFERENCES, "The roles that get a copy.", "抄送角色。"),
    },
    said(
        "A message before or after a limit. Only those who still owe something get it.",
        "期限前后的消息，只发给尚有待办的人。",
    ),
)
TASK = Map(
    "task",
    TITLES["task"],
    {
        "title": key(TEXT, "What people read in their list.", "待办列表中的名称。"),
        "for": key(
            WHO,
            "The roles that owe it; of several who could, one is enough, unless it says `each` or how they decide.",
            "由哪些角色完成；可办理者不止一人时，一人完成即可，除非写明 each 或共同决定的方式。",
        ),
        "agree": key(
            PARTIES,
            "In the place of `for`: those who must agree to the same text.",
            "代替 for：必须对同一文本达成一致的各方。",
        ),
        "to_same": key(
            REFERENCES,
            "The fields they agree to; a change makes what the others agreed to void.",
            "所同意的字段；一经修改，其他各方此前的同意即失效。",
        ),
        "form": key(
            FORM, "The fields it asks for; `goals.score` is a column.", "要填写的字段；goals.score 表示列表的一列。"
        ),
        "require": key(REQUIREMENTS, "What must hold before it is complete.", "完成前必须满足的条件。"),
        "each": key(FLAG, "yes: one for each holder.", "yes 表示每人各一份。"),
        "quorum": key(
            COUNT, "Enough when all have answered, or so many at the limit.", "全部完成，或到期时达到此人数即可。"
        ),
        "first": key(COUNT, "Complete as soon as so many have answered.", "达到此人数即完成。"),
        "was": WAS,
        "optional": key(FLAG, "yes: the state is done without it.", "yes 表示不完成也可以。"),
        "when": key(EXPRESSION, "Only if this is true when it opens.", "仅当任务产生时条件成立。"),
        "from": key(MOMENT, "It opens then, and not before.", "到此时才产生，此前不能办理。"),
        "due": key(
            MOMENT,
            "Its own limit. Who is late may still answer as long as the state lasts.",
            "任务自身的期限。逾期者在该阶段结束之前仍可办理。",
        ),
        "follows": key(
            REFERENCES, "The tasks that must be complete before it opens.", "须先完成哪些任务，才会产生此任务。"
        ),
        "every": key(
            DURATION,
            "Opens anew after so long, as long as the state lasts; the state is done without it.",
            "在此阶段内每隔多久重新产生一次；不影响阶段完成。",
        ),
        "on_exit": key(
            Word(("keep", "lapse")),
            "When the state is left: who is late may still answer (`keep`), or no more (`lapse`).",
            "离开此阶段时：keep 表示迟到者仍可答复，lapse 表示不再可以。",
        ),
        "paused_by": key(
            PAUSED_BY,
            "What stops the clock of one holder, who is `person` in it; the others' run on. Needs a `due` of its own.",
            "停止某一办理人计时的条件，条件中以 person 表示该人；其他人照常计时。任务须有自己的 due。",
        ),
        "calendar": _CALENDAR,
        "time_zone": _TIME_ZONE,
        "ends_with": key(
            REFERENCES,
            "The acts that complete it, if not its own name: the first of them that is done, and then it is closed to "
            "the others.",
            "由哪些操作完成（默认为同名操作）：其中任一操作即完成该任务，其余操作随之不能再办理。",
        ),
        "anonymous_to": key(REFERENCES, "The roles that never learn who answered.", "对哪些角色匿名。"),
        "independent_of": key(
            REFERENCES,
            "Not by somebody who did this act or holds this role.",
            "不得由执行过该操作或担任该角色的人完成。",
        ),
        "above": key(
            REFERENCES,
            "Only by somebody higher in the line of managers of whoever did this act or holds this role.",
            "只能由执行过该操作或担任该角色的人的（直接或间接）上级完成。",
        ),
        "notice": key(
            REFERENCE, "The message when it opens; `none` for silence.", "任务产生时的消息；none 表示不发送。"
        ),
        "reminders": key(
            ListOf(REMINDER),
            "Messages before and after its own limit, `due`, to those alone who owe it.",
            "该任务自身期限（due）前后的提醒，只发给尚未办理该任务的人。",
        ),
        "reason": key(
            REASON,
            "A reason must be given: any, or one of these; a map gives each its title.",
            "必须说明理由：自由填写，或从列表中选择；用映射可为每项写出名称。",
        ),
    },
    said(
        "Something somebody owes in a state. Unless `ends_with` says otherwise it is also an act of its name.",
        "某个阶段中要由某人完成的事。除非写了 ends_with，任务本身就是同名操作。",
    ),
)

AFTER = Map(
    "after",
    TITLES["after"],
    _WHEN | EFFECTS | {"cc": key(REFERENCES, "The roles that get a copy of the message.", "消息的抄送角色。")},
    said(
        "What happens without anybody: when a moment has come, or as soon as a condition holds.",
        "无人操作时会发生什么：时刻到来时，或条件成立时。",
    ),
)

REGION = Map(
    "region",
    TITLES["region"],
    {
        "title": key(TEXT, "What people call it.", "区域名称。"),
        "initial": needed(REFERENCE, "The state it begins in.", "初始阶段。"),
        "states": needed(
            MapOf(TITLES["states"], Again(lambda: STATE), NAME, least=1), "Its states.", "其中的各个阶段。"
        ),
    },
    said(
        "One of several parts of a state that go on side by side, each with its own states, tasks and limits.",
        "同一阶段中并行推进的一个部分，有自己的阶段、任务和期限。",
    ),
)

STATE: Map = Map(
    "state",
    TITLES["state"],
    {
        "title": key(TEXT, "What people call it.", "阶段名称。"),
        "entry": key(
            OneOf(mapping=CHOICE, sequence=ListOf(CHOICE)),
            "What happens on entry: each that holds, in order, until one with `to` leads on; the state is then only "
            "passed through.",
            "进入时发生什么：依次执行每一个成立的，直至带 to 的一个，此时该阶段只是经过。",
        ),
        "tasks": key(MapOf(TITLES["tasks"], TASK, NAME, least=1), "Who owes what.", "谁要做什么。"),
        "due": key(MOMENT, "The limit, its day included.", "期限（含当天）。"),
        "calendar": _CALENDAR,
        "time_zone": _TIME_ZONE,
        "paused_by": key(PAUSED_BY, "What stops the clock of this state.", "停止本阶段计时的条件。"),
        "reminders": key(ListOf(REMINDER), "Messages before and after the limit.", "期限前后的提醒。"),
        "on": key(ACTS, "What people may do and what events lead to.", "可以做什么，事件发生时怎么办。"),
        "after": key(ListOf(AFTER), "What time does.", "时间到了会怎样。"),
        "initial": key(REFERENCE, "Which of its states is entered first.", "最先进入的子阶段。"),
        "states": key(
            MapOf(TITLES["states"], Again(lambda: STATE), NAME, least=1),
            "States within; what is said above holds in all of them, unless one says otherwise.",
            "子阶段；上面写的内容对所有子阶段都有效，除非子阶段另有说明。",
        ),
        "regions": key(
            MapOf(TITLES["regions"], REGION, NAME, least=2),
            "Parts that go on side by side; it is done when all have reached a final state.",
            "并行推进的多个部分；各部分都到达结束阶段时，此阶段即完成。",
        ),
        "was": WAS,
        "final": key(
            FLAG,
            "yes: the process ends here, or, within another state, that one is done.",
            "yes 表示流程在此结束；若在另一阶段之内，则表示那个阶段完成。",
        ),
        "keep_for": key(
            MOMENT,
            "How long a final state's records stay, from its entry or another day (`5 years after confirmed_on`); then "
            "they are deleted. Its `on` and `after` hold until then.",
            "结束后记录保留多久，自进入该阶段或另一日期（5 years after confirmed_on）起算，到期即删除；"
            "此前 on 与 after 一直有效。",
        ),
    },
    said(
        "Where an instance can be: who owes what, until when, and what leads on.",
        "实例所处的阶段：谁要做什么、何时截止、如何继续。",
    ),
)
