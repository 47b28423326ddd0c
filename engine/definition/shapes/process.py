"""A process file: data, roles, settings, visibility, and the states of `engine.definition.shapes.states`."""

from __future__ import annotations

from engine.definition.grammar import Key, ListOf, Map, MapOf, Number, OneOf, Word
from engine.definition.shapes.acts import ACTS, FORM, REQUIREMENTS
from engine.definition.shapes.fields import FIELD
from engine.definition.shapes.parts import (
    ANY_KEY,
    COUNT,
    DOTTED,
    EXPRESSION,
    FLAG,
    LITERAL,
    MOMENT,
    NAME,
    REFERENCE,
    REFERENCES,
    TEXT,
    VALUE,
    key,
    needed,
    said,
)
from engine.definition.shapes.states import PAUSED_BY, STATE
from engine.words.texts.definition import TITLES

_SETTING = Map(
    "setting",
    TITLES["setting"],
    {
        "default": needed(VALUE, "The value for everybody else.", "默认值。"),
        "when": key(
            MapOf(TITLES["conditions"], VALUE, ANY_KEY, least=1),
            "Condition: value; the first true one wins.",
            "条件: 值；取第一个成立的条件。",
        ),
    },
    said(
        "A value that may differ by population. Written short, it is the value itself.",
        "可因人群而异的值。简写时直接写值。",
    ),
)
SETTING = OneOf(scalar=LITERAL, sequence=ListOf(LITERAL), mapping=_SETTING)

_ROLE = Map(
    "role",
    TITLES["role"],
    {
        "title": key(TEXT, "What people call the role.", "角色名称。"),
        "is": key(EXPRESSION, "Who holds the role.", "由谁担任。"),
        "first_of": key(
            ListOf(EXPRESSION),
            "The first of these who is there and passes `must`.",
            "依次取第一个存在且符合 must 的人。",
        ),
        "chosen_by": key(REFERENCE, "The role that names the holders in a form.", "由哪个角色在表单中指定。"),
        "among": key(EXPRESSION, "Who may be chosen.", "可选人员范围。"),
        "approved_by": key(
            REFERENCE,
            "The role that must confirm the choice in a form of its own; until then nobody holds the part.",
            "须由该角色在其表单中确认指定的人选；确认之前无人担任。",
        ),
        "must": key(
            EXPRESSION,
            "What a holder (`person`) must fulfil: when named, when people or data change, and before each act.",
            "担任者（person）必须满足的条件：在指定时、人员或数据变化时及每次操作前判断。",
        ),
        "unless": key(EXPRESSION, "What rules a candidate (`person`) out.", "排除人选（person）的条件。"),
        "independent_of": key(
            REFERENCES,
            "Nobody who did one of these acts or holds one of these roles, here or (`parent.ACT`) in the parent.",
            "不得是做过这些操作或担任这些角色的人；父流程的写作 parent.操作、parent.角色。",
        ),
        "above": key(
            REFERENCES,
            "Somebody higher in the line of managers of whoever did this act or holds this role; of several, of all.",
            "须是做过该操作或担任该角色的人的（直接或间接）上级；写多个时须是其全体的上级。",
        ),
        "as_of": key(
            MOMENT,
            "Who it was on that day, whatever changed since.",
            "以该日的组织信息为准，此后的变动不影响。",
        ),
        "on_change": key(
            Word(("follow", "keep", "both")),
            "When the organisation changes: the new holder, the old one (`else` stands in after a departure), or both.",
            "组织变动时：改为新人；保留原人（离职后由 else 代替）；或两人都担任。",
        ),
        "outside": key(
            FLAG,
            "yes: also somebody from outside, by name and mail: `Eva Braun <eva@example.org>`. Nothing else is known "
            "of them, so a `must` that asks for more shuts them out.",
            "yes 表示也可以指定外部人员，写姓名和邮箱：Eva Braun <eva@example.org>。系统对其别无所知，"
            "must 若要求其他信息，外部人员便不符合。",
        ),
        "was": key(
            REFERENCES,
            "What earlier versions called it; whoever holds it goes on holding it.",
            "早先版本中的名称；担任者不变。",
        ),
        "else": key(REFERENCE, "The role that stands in when nobody is valid.", "无合适人选时由哪个角色代替。"),
        "optional": key(FLAG, "yes: nobody may hold it.", "yes 表示可以无人担任。"),
    },
    said(
        "Who takes part as what. Written short, it is the expression under `is`.",
        "谁以什么身份参与。简写时直接写 is 的表达式。",
    ),
)
ROLE = OneOf(scalar=EXPRESSION, mapping=_ROLE)

VISIBLE = Map(
    "visible",
    TITLES["visible"],
    {
        "to": needed(REFERENCES, "The roles that see it; `everyone` for all.", "可见的角色；everyone 表示所有人。"),
        "from": key(
            REFERENCES,
            "From this state on, or the first of these that is entered; also after a return.",
            "从该阶段（或所列阶段中最先进入者）起可见，退回后仍可见。",
        ),
        "while": key(REFERENCES, "Only in these states.", "仅在这些阶段下可见。"),
        "when": key(EXPRESSION, "Only if this is true.", "仅当条件成立。"),
        "unless": key(
            EXPRESSION,
            "Never if this is true; it beats every other line.",
            "条件成立时不可见，优先于其他各行。",
        ),
        "as": key(
            Word(("total",)),
            "Only how many answered, their sum and mean: of a task that each answers.",
            "仅显示答复份数、合计与平均：用于每人各自答复的任务。",
        ),
        "at_least": key(
            Number(whole=True, least=3),
            "A total is shown from so many answers up; 5 unless said.",
            "答复至少达到此份数才显示合计；不写则为 5。",
        ),
    },
    said(
        "Who sees a field, a column of a list (`goals.score`), a task's answers (`task`) or one of them (`task.field`),"
        " and when. Of a list, `item` in a condition is each row. A column with lines of its own goes by those alone.",
        "谁在何时能看到某个字段、列表的某一列（goals.score）、某个任务的答复（task）或其中一项（task.field）。"
        "列表的条件中 item 表示每一行；单独写明的列只按其自身各行判断。",
    ),
)

HIDDEN = OneOf(
    scalar=Word(("always",)),
    mapping=Map(
        "hidden_from_subject",
        TITLES["hidden_from_subject"],
        {
            "until": needed(
                REFERENCES,
                "The state, or one of the states, from which on they know of it, also after a return.",
                "自进入该阶段（或其中之一）起本人可知，退回后亦然。",
            ),
        },
        said(
            "No page, list, message or answer of the API betrays it to the person, whatever group they belong to; "
            "they hold no other part in it, and nobody acts on it in their name.",
            "任何页面、列表、消息、统计或接口应答都不会向本人透露它，无论其属于哪个群组；"
            "本人不担任其中的其他角色，也没有人能以本人名义办理。",
        ),
    ),
)

START = Map(
    "start_by_hand",
    TITLES["start_by_hand"],
    {
        "by": needed(REFERENCES, "Who may open one.", "谁可以发起。"),
        "form": key(FORM, "What they fill in.", "发起时填写的字段。"),
        "require": key(
            REQUIREMENTS,
            "What must hold to open one; judged on it as it would be, with what was filled in.",
            "发起须满足的条件；按填写后的内容判断。",
        ),
        "several": key(FLAG, "yes: a person may have several at once.", "yes 表示同一人可同时有多个。"),
    },
    said(
        "That people may open an instance themselves.",
        "允许人员自行发起。",
    ),
)

_MAY = "Who may: roles, or `admins`, those of the organisation; `no` for nobody."
_WHO = "谁可以：角色，或 admins（组织指定的管理员）；no 表示任何人都不可以。"


def _verb(en: str, zh: str) -> Key:
    return key(REFERENCES, f"{en} {_MAY}", f"{zh}{_WHO}")


INTERVENTIONS = Map(
    "interventions",
    TITLES["interventions"],
    {
        "move": _verb("Put it into another state.", "移到另一阶段。"),
        "skip": _verb("Let a task or a whole step count as done.", "跳过某项任务或整个阶段。"),
        "cancel": _verb("End it where it stands.", "就地取消。"),
        "withdraw": _verb("Let an answer no longer count.", "撤销已提交的答复。"),
        "reopen": _verb("Let an ended one run again.", "重新开启已结束的实例。"),
        "extend": _verb("Add time to the limit of the state.", "延长当前阶段的期限。"),
        "reassign": _verb("Give a role to somebody else.", "将某一角色改派他人。"),
        "suspend": _verb("Stop its clock.", "暂停计时。"),
        "resume": _verb("Let its clock go on.", "恢复计时。"),
    },
    said(
        "Who may step in from outside, with a reason. What is left out, the organisation's `admins` may.",
        "谁可以从外部干预（须说明理由）。未写出的，由组织的 admins 执行。",
    ),
)

PROCESS = Map(
    "process",
    TITLES["process"],
    {
        "process": needed(NAME, "Its name, as other files call it.", "流程名称，供其他文件引用。"),
        "version": needed(COUNT, "Raised with every change.", "版本号，每次修改都要增加。"),
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "description": key(TEXT, "What it is for.", "用途说明。"),
        "subject": needed(
            REFERENCE,
            "What it is about: the role of the person, or a name for the unit.",
            "流程对象：人员的角色名，或单元的名称。",
        ),
        "about": key(
            Word(("person", "unit", "cycle")),
            "unit: a department, a team or a product; cycle: everybody in it. The name above is then no role.",
            "unit 表示部门、团队或产品，cycle 表示周期中的所有人；此时上面的名称不是角色。",
        ),
        "hidden_from_subject": key(
            HIDDEN,
            "The person it is about does not learn that it exists: always, or until a state was entered.",
            "考核对象不知道此流程的存在：始终（always），或直到进入过某个阶段（until）。",
        ),
        "settings": key(
            MapOf(TITLES["settings"], SETTING, NAME),
            "What may differ by population; fixed when an instance starts.",
            "可因人群而异的设置；实例开始时确定。",
        ),
        "roles": needed(MapOf(TITLES["roles"], ROLE, NAME, least=1), "Who takes part.", "参与的角色。"),
        "data": key(MapOf(TITLES["fields"], FIELD, NAME), "What is known and asked.", "数据字段。"),
        "visible": key(
            MapOf(TITLES["visibles"], OneOf(sequence=ListOf(VISIBLE), mapping=VISIBLE), DOTTED),
            "Who sees what; nothing is visible unless said.",
            "谁能看到什么；未说明的一律不可见。",
        ),
        "initial": needed(REFERENCE, "The first state.", "初始阶段。"),
        "on": key(
            ACTS, "Acts and events possible in every state that is not final.", "所有非结束阶段下都可用的操作和事件。"
        ),
        "paused_by": key(PAUSED_BY, "What stops the clock in every state.", "在所有阶段中停止计时的条件。"),
        "states": needed(
            MapOf(TITLES["states"], STATE, NAME, least=1), "The states, one after the other.", "各个阶段。"
        ),
        "start": key(START, "Who may open one by hand.", "谁可以手动发起。"),
        "interventions": key(INTERVENTIONS, "Who may step in from outside.", "谁可以从外部干预。"),
    },
    said(
        "One kind of review, from its first day to its last: `processes/NAME.yaml`.",
        "一种考核流程的全过程：`processes/名称.yaml`。",
    ),
)
