"""What people do and what follows: acts, requirements, effects, messages."""

from __future__ import annotations

from engine.definition.grammar import ListOf, Map, MapOf, OneOf, Word
from engine.definition.needed import HowMany
from engine.definition.often import Often
from engine.definition.shapes.parts import (
    ANY_KEY,
    COUNT,
    DURATION,
    EVENT,
    EXPRESSION,
    MOMENT,
    NAME,
    REFERENCE,
    REFERENCES,
    TEXT,
    VALUE,
    WORDING,
    key,
    needed,
    said,
)
from engine.words.texts.definition import TITLES

FORM = OneOf(scalar=REFERENCE, sequence=ListOf(REFERENCE))

OFTEN = Often()
REASON = OneOf(
    scalar=Word(("required",)), sequence=ListOf(REFERENCE), mapping=MapOf(TITLES["options"], TEXT, ANY_KEY, least=1)
)

REQUIREMENT = Map(
    "requirement",
    TITLES["requirement"],
    {
        "that": needed(EXPRESSION, "What must be true.", "必须成立的条件。"),
        "else": needed(TEXT, "What is said when it is not.", "不成立时显示的说明。"),
        "each": key(EXPRESSION, "The list whose every row (`item`) is tested.", "逐行检查的列表（每行为 item）。"),
    },
    said(
        "What must hold, and what people are told where it does not.",
        "必须成立的条件，以及不成立时的说明。",
    ),
)
REQUIREMENTS = OneOf(sequence=ListOf(REQUIREMENT), mapping=REQUIREMENT)

_MESSAGE = Map(
    "message",
    TITLES["message"],
    {
        "template": needed(REFERENCE, "The message's name.", "消息模板名称。"),
        "to": key(REFERENCES, "The roles that get it.", "收件角色。"),
        "cc": key(REFERENCES, "The roles that get a copy.", "抄送角色。"),
    },
    said(
        "A message to certain people. Written short, it is the template's name.",
        "发给指定人员的消息。简写时直接写模板名称。",
    ),
)
SEND = OneOf(scalar=REFERENCE, mapping=_MESSAGE, sequence=ListOf(OneOf(scalar=REFERENCE, mapping=_MESSAGE)))

_PREFILL = MapOf(TITLES["values"], VALUE, NAME, least=1)
_CHILD = Map(
    "child",
    TITLES["child"],
    {
        "process": needed(REFERENCE, "The process that is opened.", "要发起的流程。"),
        "with": key(_PREFILL, "Its first data; `= …` is worked out here.", "初始数据；以 = 开头则在此计算。"),
        "for_each": key(EXPRESSION, "One for every row of a list (`item`).", "为列表的每一行（item）各发起一个。"),
        "on_parent_end": key(
            Word(("cancel", "keep")),
            "When this process ends: the child is cancelled, or goes on (unless said).",
            "本流程结束时：取消该子流程（cancel），或任其继续（keep，不写即此）。",
        ),
    },
    said(
        "A process opened by this one, for the same person. Written short, it is the process's name.",
        "由本流程为同一人发起的另一流程。简写时直接写流程名称。",
    ),
)

EFFECTS = {
    "set": key(
        MapOf(TITLES["values"], VALUE, NAME, least=1),
        "Field: value; `= …` is worked out, `none` empties it.",
        "字段: 值；以 = 开头则为计算值，none 表示清空。",
    ),
    "to": key(REFERENCE, "The next state.", "下一个阶段。"),
    "start": key(
        OneOf(scalar=REFERENCE, mapping=_CHILD, sequence=ListOf(OneOf(scalar=REFERENCE, mapping=_CHILD))),
        "Processes that are opened as children.",
        "发起的子流程。",
    ),
    "with": key(_PREFILL, "The first data of the one process under `start`.", "start 所发起流程的初始数据。"),
    "send": key(
        SEND,
        "Messages; without `to`, to those who have something to do: here, else where it leads.",
        "发送的消息；不写 to 则发给有待办的人：先看本阶段，本阶段无人有待办时看所到阶段。",
    ),
    "emit": key(REFERENCES, "Events for the parent process.", "发给父流程的事件。"),
    "for_each": key(
        EXPRESSION,
        "Who hears the event instead: `children('check_point')`, or `members('evaluation')` of a unit or a cycle.",
        "改由谁接收该事件：子流程 children('check_point')，或单元、周期的 members('evaluation')。",
    ),
    "cancel": key(REFERENCES, "Processes whose running children are cancelled.", "要取消的子流程。"),
}

_PARTY = Map(
    "party",
    TITLES["party"],
    {
        "all": key(REFERENCE, "The role that every holder counts of.", "须由其全体成员参与的角色。"),
        "any": key(REFERENCE, "The role of which `count` holders are enough.", "其中 count 名成员参与即可的角色。"),
        "count": key(COUNT, "How many holders of the role under `any`.", "any 所写角色须有几人参与。"),
    },
    said(
        "Everybody who holds a role, or a number of them. Written short, it is a role: one of its holders is enough.",
        "某角色的全体成员，或其中若干人。简写时直接写角色：其中一人即可。",
    ),
)
PARTIES = OneOf(scalar=REFERENCE, mapping=_PARTY, sequence=ListOf(OneOf(scalar=REFERENCE, mapping=_PARTY)))
_TOGETHER = Map(
    "together",
    TITLES["together"],
    {
        "all": key(PARTIES, "Each of these once, in any order.", "各方各一次，顺序不限。"),
        "majority": key(REFERENCES, "More than half of all who hold these roles.", "这些角色全体成员的过半数。"),
        "vote": key(
            REFERENCE,
            "The choice they vote on. It gets the outcome; a vote may be changed until then.",
            "表决的选项字段；结果写入该字段，在此之前可以改票。",
        ),
        "quorum": key(
            OneOf(scalar=HowMany(), mapping=MapOf(TITLES["roles"], HowMany(), NAME, least=1)),
            "How many must vote, in all or of each role: a number, or a share such as `more than half` of those who "
            "may vote by then. Nothing is settled before; once they have, the limit closes the count.",
            "至少须有多少人表决（总数或按角色）：写人数，或写当时有表决权者的比例，如 `more than half`；"
            "达到之前不产生结果，达到后期限届满即计票。",
        ),
        "needs": key(
            HowMany(),
            "How many votes an outcome takes: `two thirds`, `more than half of all`, `60%`, `4`; of the votes cast "
            "unless it says `of all`.",
            "通过所需的票数：`two thirds`、`more than half of all`、`60%`、`4`；不写 `of all` 时按已投票数计算。",
        ),
        "else": key(
            REFERENCE,
            "The outcome when none has the votes it needs; `unchanged`: the field keeps what it had.",
            "没有任何选项达到所需票数时的结果；unchanged 表示该字段保持原值。",
        ),
        "abstain": key(REFERENCE, "The option that is a vote for nothing.", "表示弃权的选项。"),
        "abstaining": key(
            Word(("counts", "absent")),
            "Whether those who abstain count for the quorum, or as absent.",
            "弃权者计入法定人数（counts），或视为缺席（absent）。",
        ),
        "tie": key(
            REFERENCE,
            "The outcome of a draw, or the role that decides it; `unchanged`: the field keeps what it had.",
            "票数相同时的结果，或由哪个角色决定；unchanged 表示该字段保持原值。",
        ),
    },
    said(
        "Several who decide as one: nothing follows until it is settled. Stands in the place of roles.",
        "多人共同决定：有结果之前不会发生任何后续。写在角色的位置。",
    ),
)
WHO = OneOf(scalar=REFERENCE, sequence=ListOf(REFERENCE), mapping=_TOGETHER)

CHOICE = Map(
    "choice",
    TITLES["choice"],
    {
        "id": key(WORDING, "A name that stays when the text changes.", "固定标识。"),
        "when": key(
            EXPRESSION,
            "The first alternative that is true is taken; under `entry` each that is true is done.",
            "取第一个成立的分支；写在 entry 下则每一个成立的都执行。",
        ),
    }
    | EFFECTS,
    said(
        "One of several ways on, with what follows.",
        "多个分支之一及其结果。",
    ),
)

ACT = Map(
    "act",
    TITLES["act"],
    {
        "title": key(TEXT, "What people read on the button.", "按钮上的文字。"),
        "by": key(WHO, "Who may do it; nobody unless said.", "谁可以操作；不写则无人可以。"),
        "together": key(
            REFERENCE,
            "A fact such as `department` (or `cycle`): it is done for everybody who is alike in it, or for nobody.",
            "人员属性，如 department（或写 cycle）：对该属性相同的所有人一并执行，或都不执行。",
        ),
        "form": key(
            FORM, "The fields it writes; `goals.score` is a column.", "要填写的字段；goals.score 表示列表的一列。"
        ),
        "require": key(
            REQUIREMENTS,
            "What must hold; all that fails is said at once.",
            "必须满足的条件；不满足的会一次性全部说明。",
        ),
        "from": key(MOMENT, "Possible from then on.", "从何时起可以操作。"),
        "until": key(MOMENT, "Possible until then, the day included.", "到何时为止（含当天）。"),
        "times": key(
            OFTEN,
            "How often: in all, acts of one name in several states together; `2 per visit` of the state; "
            "`1 per visit of published`, in whatever state, until that one is entered again.",
            "最多几次：多个阶段中的同名操作合并计次；2 per visit 表示每次进入此阶段；"
            "1 per visit of published 表示再次进入该阶段之前，无论在哪个阶段。",
        ),
        "reason": key(
            REASON,
            "A reason must be given: any, or one of these; a map gives each its title.",
            "必须说明理由：自由填写，或从列表中选择；用映射可为每项写出名称。",
        ),
        "independent_of": key(
            REFERENCES,
            "Not by somebody who did this act or holds this role; `parent.ACT` and `parent.ROLE` are the parent's; "
            "`start` is whoever opened it by hand.",
            "不得由执行过该操作或担任该角色的人操作；父流程的写作 parent.操作、parent.角色；start 指手工发起人。",
        ),
        "above": key(
            REFERENCES,
            "Only by somebody higher in the line of whoever did this act or holds this role, `parent.ACT` included.",
            "只能由做过该操作（含 parent.操作）或担任该角色者的上级（直接或间接）执行。",
        ),
        "assign": key(
            REFERENCES,
            "The roles whose holder it replaces; the form asks for the new one.",
            "替换哪些角色的担任者；表单中填写新人选。",
        ),
        "extends": key(
            REFERENCE,
            "Adds time to the limit: `due`, or a task that has its own. Of several who must agree the first names the "
            "amount and the others consent to it; then it is added, once.",
            "延长期限：due，或有自身期限的任务。须多人同意时，由第一人提出时长，其他人同意后一次性延长。",
        ),
        "at_most": key(DURATION, "The most that may be added, in all.", "累计最多可延长多久。"),
        "choose": key(
            ListOf(CHOICE), "Alternatives; the first whose `when` is true is taken.", "多个分支；取第一个 when 成立的。"
        ),
        "id": key(WORDING, "A name that stays when the text changes.", "固定标识。"),
        "when": key(
            EXPRESSION,
            "Possible only if this is true; `acts.ACT.count` leaves the present time out.",
            "仅当条件成立时可以；acts.操作.count 不含本次。",
        ),
    }
    | EFFECTS,
    said(
        "Something people may do, or an event, and what follows. `{}` switches off what the process gives every state.",
        "人可以做的事，或一个事件，及其结果。写 `{}` 可在某个阶段中关闭流程级的操作。",
    ),
)
ACTS = MapOf(TITLES["acts"], OneOf(mapping=ACT, sequence=ListOf(CHOICE)), EVENT)
