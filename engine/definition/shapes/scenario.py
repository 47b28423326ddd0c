"""A scenario file: documents of one scenario each."""

from __future__ import annotations

from engine.definition.grammar import Free, ListOf, Map, MapOf, OneOf, Plain, Word
from engine.definition.shapes.parts import ANY_KEY, DATE, NAME, NUMBER, REFERENCE, WORDING, key, needed, said
from engine.words.texts.definition import TITLES, WORDS
from engine.words.texts.intervening import VERBS

_WHEN = Plain(WORDS["scenario-day"], r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2})?$")
PERIOD_OF = Plain(
    WORDS["period-of"],
    r"^[0-9]{4}(-(q[1-4]|h[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?$",
)
_LIMIT = Plain(WORDS["scenario-limit"], r"^([0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2})?|paused)$")
_FREE = MapOf(TITLES["values"], Free(), ANY_KEY)
_NAMES = OneOf(scalar=WORDING, sequence=ListOf(WORDING))
_NOBODY = OneOf(scalar=WORDING, sequence=ListOf(WORDING, least=0))

_MESSAGE = Map(
    "expected_message",
    TITLES["message"],
    {
        "template": needed(REFERENCE, "The message's name.", "消息模板名称。"),
        "to": key(WORDING, "The role or the person it goes to.", "收件角色或人员。"),
        "on": key(_WHEN, "The day it arrives.", "送达日期。"),
    },
    said(
        "A message that must have been sent. Written short, it is the template's name.",
        "必须已发送的消息。简写时直接写模板名称。",
    ),
)
_MESSAGES = ListOf(OneOf(scalar=REFERENCE, mapping=_MESSAGE), least=0)

EXPECT = Map(
    "expect",
    TITLES["expect"],
    {
        "state": key(
            _NAMES,
            "The state it is in; several where states stand within others or run side by side.",
            "所处阶段；有子阶段或并行阶段时可写多个。",
        ),
        "status": key(WORDING, "running, ended or cancelled.", "running、ended 或 cancelled。"),
        "due": key(
            _LIMIT, "The limit of the state; `paused` while its clock stands.", "阶段的期限；计时暂停时为 paused。"
        ),
        "overdue": key(_NOBODY, "Tasks that are open past their limit.", "已逾期的任务。"),
        "tasks": key(MapOf(TITLES["people"], _NOBODY, ANY_KEY), "Who owes what, whole.", "各人的全部待办。"),
        "data": key(_FREE, "Values of fields.", "字段的值。"),
        "sent": key(_MESSAGES, "Messages that must be among those sent.", "必须已发送的消息。"),
        "sent_exactly": key(_MESSAGES, "All messages since the step before.", "自上一步以来的全部消息。"),
        "visible": key(
            MapOf(TITLES["people"], _NAMES, ANY_KEY),
            "Who sees which fields; all that was filled in with a task.",
            "谁能看到哪些字段；写任务名表示其所填的全部内容。",
        ),
        "hidden": key(
            MapOf(TITLES["people"], _NAMES, ANY_KEY),
            "Who does not see what is filled in.",
            "谁看不到哪些已填写的内容。",
        ),
        "children": key(MapOf(TITLES["values"], REFERENCE, NAME), "Child process: its state.", "子流程: 所处阶段。"),
        "roles": key(MapOf(TITLES["people"], _NOBODY, NAME), "Role: who holds it.", "角色: 由谁担任。"),
        "exceeded": key(
            _NOBODY,
            "Rules across people, as `process.act`, that this step broke without being refused; `[]` for none.",
            "本步骤违反、但未被拒绝的跨人员限制，写作 process.act；[] 表示没有。",
        ),
        "emitted": key(OneOf(scalar=REFERENCE, sequence=ListOf(REFERENCE)), "Events it raised.", "已发出的事件。"),
    },
    said(
        "What must be so. What is not named is not asked.",
        "必须成立的结果，未写的不检查。",
    ),
)

_MEASURED = Map(
    "measured",
    TITLES["measurement"],
    {
        "name": needed(REFERENCE, "The measurement.", "度量名称。"),
        "of": key(
            WORDING,
            "A role or a person; `department` and `company` are the subject's. The subject without this key.",
            "角色或人员；department、company 指当事人所在部门与公司；不写则为当事人。",
        ),
        "period": needed(PERIOD_OF, "When, such as 2026-07 or 2026-q3.", "期间，例如 2026-07 或 2026-q3。"),
        "value": needed(NUMBER, "The value; another one later corrects it.", "值；以后的值即为更正。"),
    },
    said(
        "One value of a measurement, as an import would bring it.",
        "一个度量值，相当于一次导入。",
    ),
)

STEP = Map(
    "step",
    TITLES["step"],
    {
        "on": key(_WHEN, "The day (noon) or the hour it happens.", "发生的日期（正午）或时刻。"),
        "until": key(_WHEN, "Let time pass to the end of this day.", "时间推进到当天结束。"),
        "as": key(
            WORDING,
            "The role or the person who acts; `admins` for one of the organisation's.",
            "操作的角色或人员；admins 表示组织的一名管理员。",
        ),
        "for": key(WORDING, "For whom they act, as a delegate.", "代理谁操作。"),
        "delegate": key(
            MapOf(TITLES["people"], WORDING, ANY_KEY, least=1),
            "Who acts for whom from now on; `none` for nobody any more.",
            "此后由谁代理谁；none 表示不再代理。",
        ),
        "do": key(REFERENCE, "The act.", "操作。"),
        "open": key(
            REFERENCE,
            "The process they open by hand, about the subject or whoever `subject` names, with the form under `with`; "
            "what is expected then is of that instance, and later steps say `in`.",
            "手工发起的流程：对象为当事人，或 subject 所写的人，填写的内容写在 with 下；"
            "此时的预期针对新发起的实例，之后的步骤用 in 指明。",
        ),
        "intervene": key(Word(tuple(VERBS)), "What an administrator does instead of an act.", "管理员的干预方式。"),
        "to": key(WORDING, "The state to move or reopen to; the person to reassign to.", "转到的阶段；或改派给谁。"),
        "task": key(REFERENCE, "The task that is skipped or withdrawn.", "要跳过或撤回的任务。"),
        "role": key(REFERENCE, "The role that is reassigned.", "要改派的角色。"),
        "of": key(WORDING, "Only this person's task, answer or part.", "仅限此人的任务、答复或角色。"),
        "with": key(_FREE, "What is filled in.", "填写的内容。"),
        "reason": key(WORDING, "The reason given.", "说明的理由。"),
        "amount": key(WORDING, "How much time is asked for.", "申请延长的时间。"),
        "in": key(
            NAME,
            "The process it is about: a child, or one of `instances`.",
            "所涉及的流程：子流程，或 instances 中的流程。",
        ),
        "subject": key(
            _NAMES,
            "Whose instance it is about, of several subjects; a list: the same for each. With `in`, whose instance of "
            "that process.",
            "涉及哪位对象的实例（有多位对象时）；写列表则对每位各做一次。与 in 同写时，为该流程中谁的实例。",
        ),
        "refused": key(WORDING, "It must be refused, with this text or code.", "必须被拒绝，并给出此文字或代码。"),
        "change": key(MapOf(TITLES["people"], _FREE, ANY_KEY), "Facts of people from now on.", "此后的人员信息。"),
        "measure": key(ListOf(_MEASURED), "Values of measurements that come then.", "此时到来的度量值。"),
        "expect": key(EXPECT, "What must be so then.", "此时必须成立的结果。"),
    },
    said(
        "One line of the story: somebody acts, or time passes; and what must be so then.",
        "场景中的一步：有人操作，或时间推进；以及此时必须成立的结果。",
    ),
)

_INSTANCE = Map(
    "given_instance",
    TITLES["given-instance"],
    {
        "state": key(REFERENCE, "Where it stands; where it begins, unless said.", "所处阶段；不写则为初始阶段。"),
        "data": key(_FREE, "What it holds.", "已有的内容。"),
    },
    said(
        "Another instance that is there. Written short, it is the state.",
        "另一个已有的流程实例。简写时直接写阶段。",
    ),
)

_GIVEN = Map(
    "given",
    TITLES["given"],
    {
        "start": needed(_WHEN, "The day it begins.", "开始日期。"),
        "site": key(WORDING, "The site everybody works at.", "所有人的工作地点。"),
        "calendar": key(REFERENCE, "Another calendar than the site's.", "改用其他日历。"),
        "time_zone": key(WORDING, "Another clock than the site's.", "改用其他时区。"),
        "people": key(
            MapOf(TITLES["people"], _NAMES, ANY_KEY),
            "Who is there, by their part: the subject, `manager`, `colleagues`, `reports`, `department_members`, a "
            "group, a role that is one of these, or `others`; about a unit, its `lead` and `members`. Whoever is not "
            "named is made up.",
            "有哪些人，按其身份列出：当事人、manager、colleagues、reports、department_members、群组、与之相当的角色，"
            "或 others（其他人）；以单元为对象时还有 lead 与 members；其余由系统代拟。",
        ),
        "facts": key(
            MapOf(TITLES["people"], _FREE, ANY_KEY),
            "What is known of them. A yes or no nobody states is a yes where a role's `must` asks for it, else an "
            "empty cell.",
            "人员信息。未写明的是否项：角色的 must 所要求的为是，其余视同空单元格。",
        ),
        "units": key(
            MapOf(TITLES["units"], _FREE, ANY_KEY),
            "What is known of units; `Department` is the one people are in where nothing else is said.",
            "单元信息；未另写明时，人员属于 Department。",
        ),
        "before": key(
            MapOf(TITLES["people"], MapOf(TITLES["days"], _FREE, DATE, least=1), ANY_KEY),
            "What was known of them before a day, where it was otherwise.",
            "在某日之前与现在不同的人员信息。",
        ),
        "data": key(_FREE, "What is filled in already.", "已有的内容。"),
        "siblings": key(
            MapOf(TITLES["values"], _FREE, NAME), "Data of the person's other processes.", "同一人其他流程的数据。"
        ),
        "history": key(
            MapOf(TITLES["values"], ListOf(_FREE), NAME),
            "Data of the person's ended instances of a process, the latest first, as `last` and `history` read them.",
            "同一人已结束的流程实例的数据，最近的在前，供 last 与 history 读取。",
        ),
        "running": key(
            MapOf(TITLES["values"], _FREE, NAME),
            "Data of an instance of the person that runs elsewhere, as `current` reads it.",
            "同一人正在进行的其他实例的数据，供 current 读取。",
        ),
        "instances": key(
            MapOf(
                TITLES["values"],
                MapOf(TITLES["people"], OneOf(scalar=REFERENCE, mapping=_INSTANCE), ANY_KEY, least=1),
                NAME,
            ),
            "Instances of other processes that play along, by process and person (or unit; `cycle` for the cycle's "
            "own): those a session reaches, or the session itself. A step names one by `in` and `subject`.",
            "一同演练的其他流程实例，按流程与人员（或单元；cycle 表示周期本身）列出：会议所涉及的各实例，或会议本身。"
            "步骤用 in 与 subject 指明。",
        ),
        "cycle": key(
            _FREE,
            "The dates of the cycle, by name; `start`; and `period: {from: …, to: …}`.",
            "周期的各个日期（按名称）、start，以及 period: {from: …, to: …}。",
        ),
        "measurements": key(ListOf(_MEASURED), "What is measured already.", "已有的度量值。"),
        "state": key(REFERENCE, "Begin in this state instead.", "改从此阶段开始。"),
        "opened_by": key(WORDING, "The role or the person who opened it by hand.", "由哪个角色或人员手工发起。"),
        "subjects": key(
            _NAMES,
            "People who each have an instance; a step says which by `subject`.",
            "各有一个实例的人员；步骤用 subject 指明。",
        ),
        "rules": key(REFERENCE, "The cycle whose rules across people bind.", "采用哪个周期的跨人员限制。"),
    },
    said(
        "Who is there and what is known before anything happens.",
        "开始之前有哪些人、已知什么。",
    ),
)

_ROW = Map(
    "row",
    TITLES["row"],
    {
        "name": needed(WORDING, "What is special about this row.", "这一行的特点。"),
        "start": key(_WHEN, "Another day to begin.", "改从这一天开始。"),
        "site": key(WORDING, "Another site.", "改用其他工作地点。"),
        "state": key(REFERENCE, "Another state to begin in.", "改从这个阶段开始。"),
        "facts": key(MapOf(TITLES["people"], _FREE, ANY_KEY), "Other facts of people.", "不同的人员信息。"),
        "data": key(_FREE, "Other values of fields.", "不同的字段值。"),
        "with": key(_FREE, "What else is filled in with the last act.", "最后一项操作中另外填写的内容。"),
        "refused": key(WORDING, "The last act must be refused so.", "最后一项操作必须以此被拒绝。"),
        "expect": key(EXPECT, "What must be so in the end.", "结束时必须成立的结果。"),
    },
    said(
        "One playing of the scenario: what differs from its beginning and last act, and what must come of it.",
        "场景的一次运行：与初始情况、最后一项操作的不同之处，以及应有的结果。",
    ),
)

SCENARIO = Map(
    "scenario",
    TITLES["scenario"],
    {
        "scenario": needed(WORDING, "What it shows, in a sentence.", "说明该场景的一句话。"),
        "process": needed(REFERENCE, "The process it runs.", "所运行的流程。"),
        "given": needed(_GIVEN, "The beginning.", "初始情况。"),
        "steps": needed(ListOf(STEP), "What happens, in order.", "依次发生的事。"),
        "table": key(ListOf(_ROW), "Play it once for each row.", "按每一行各运行一次。"),
    },
    said(
        "A story that must come true when `reviewflow test` plays it: `processes/tests/NAME.yaml`, one document each.",
        "一个应当如约发生的场景，由 `reviewflow test` 演练：`processes/tests/名称.yaml`，每个文档一个。",
    ),
)
