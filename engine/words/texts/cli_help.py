"""What `--help` says. A verb's first line stands in the overview, the rest on its own page."""

TEXTS = {
    "help-init": {
        "en": "Set up a folder: processes, calendars, cycles, messages, settings.\n"
        "Copies what is shipped, for you to change. A file that is there already stays as it is.",
        "zh": "建立工作文件夹：流程、日历、周期、消息模板与设置。\n复制随附文件供您修改；已有文件保持不变。",
    },
    "help-init-from": {
        "en": "Start from a published policy of the library instead of the six processes.",
        "zh": "以政策库中某项公开政策为起点，而不用六个自带流程。",
    },
    "help-init-dir": {"en": "The folder; otherwise the present one.", "zh": "文件夹，默认为当前文件夹。"},
    "help-check": {
        "en": "Find every error in the files, with file, line and column.\n"
        "Reads processes, cycles, calendars, the organisation and all messages. Touches no database.",
        "zh": "检查全部文件，给出错误所在的文件、行、列。\n检查流程、周期、日历、组织与全部消息模板，不访问数据库。",
    },
    "help-check-dir": {
        "en": "The folder; otherwise the present one. With a file, only what is found in it is told.",
        "zh": "文件夹，默认为当前文件夹；写文件名则只列出该文件中的问题。",
    },
    "help-test": {
        "en": "Play scenarios on a virtual clock and tell what is not as expected.\n"
        "Without FILES, all of processes/tests. Touches no database.",
        "zh": "在虚拟时钟上运行场景，指出与预期不符之处。\n"
        "不指定文件时运行 processes/tests 下的全部场景，不访问数据库。",
    },
    "help-test-files": {
        "en": "Scenario files, as seen from the present folder; those of the folder with the files unless said.",
        "zh": "场景文件，路径从当前目录算起；不写则为流程文件夹中的全部场景。",
    },
    "help-test-coverage": {
        "en": "Name every way, timer, refusal and message of the processes played that no scenario reaches.",
        "zh": "列出所运行流程中没有场景到达的流转、定时规则、拒绝与消息。",
    },
    "help-test-least": {
        "en": "Fail if less of a process than this percentage is reached.",
        "zh": "任一流程的覆盖率低于此百分比即为不通过。",
    },
    "help-schema": {
        "en": "Print the JSON Schema of a kind of file, for editors.",
        "zh": "输出某类文件的 JSON Schema，供编辑器使用。",
    },
    "help-schema-kind": {
        "en": "process, cycle, family (of indicators), organisation or calendar.",
        "zh": "process（流程）、cycle（周期）、family（指标组）、organisation（组织）或 calendar（日历）。",
    },
    "help-schema-output": {"en": "Write it into this file.", "zh": "写入指定文件。"},
    "help-import": {
        "en": "Take over people, units or measurements from tables (CSV).\n"
        "All rows are checked first; one error, and nobody is taken. Whoever is affected by a change (a new manager, "
        "a leaver) has their reviews adjusted at once. A column `measurement` makes it a table of measurements.",
        "zh": "从表格（CSV）导入人员、单元，或含 measurement 列的度量值。\n"
        "先检查全部行，有任何错误则不导入。人员变动（更换上级、离职等）会立即反映到相关流程。",
    },
    "help-import-file": {
        "en": "People or measurements; the first row names the columns.",
        "zh": "人员表或度量表，首行为列名。",
    },
    "help-import-units": {"en": "A table of departments, teams or products.", "zh": "部门、团队或产品的表格。"},
    "help-import-valid-from": {
        "en": "Since when it is so, or from when on; today unless said. A column valid_from says it line by line.",
        "zh": "自哪天起生效（可为过去或将来）；不写则为今天。也可用 valid_from 列逐行写明。",
    },
    "help-import-dry-run": {
        "en": "Say what would change, and change nothing.",
        "zh": "只说明会有哪些变化，不作任何更改。",
    },
    "help-plan": {
        "en": "Show what moving running instances to the present version would do.\n"
        "Each with its state, fields, tasks, timers and messages; nothing is changed.",
        "zh": "查看将运行中的实例迁移到当前版本会怎样。\n列出各实例的阶段、字段、任务、定时与消息；不作任何更改。",
    },
    "help-migrate": {
        "en": "Move running instances to the present version of their process.\n"
        "Nobody moves while somebody is in a state the version forgets. Interrupted, it goes on when run again.",
        "zh": "将运行中的实例迁移到流程的当前版本。\n"
        "若有实例处于新版本所没有的阶段，则全不迁移并逐一列出。中断后再次运行即可继续。",
    },
    "help-migrate-process": {"en": "The process.", "zh": "流程。"},
    "help-migrate-instance": {"en": "Only these, with commas between.", "zh": "仅这些实例，以逗号分隔。"},
    "help-launch": {
        "en": "Launch a cycle and print its timetable.\n"
        "Everybody included is told what happens when. Processes start on their days, by “run” or “tick”.",
        "zh": "启动一个周期，并给出时间表。\n通知全体参加人员各阶段时间；各流程在其日期由 run 或 tick 命令开始。",
    },
    "help-launch-cycle": {"en": "The turn of a cycle, such as 2026-h2.", "zh": "周期的一期，例如 2026-h2。"},
    "help-retime": {
        "en": "Move a date of a running cycle, for everybody or for some.\n"
        "Limits, reminders and starts that count from it move at once; nothing is sent twice. Look with --dry-run "
        "first.",
        "zh": "为全体或部分人员调整进行中周期的一个日期。\n"
        "以该日期计算的期限、提醒和启动会立即随之调整，消息不会重复发送。请先用 --dry-run 预览。",
    },
    "help-retime-date": {"en": "The date's name, such as results_out.", "zh": "日期名称，例如 results_out。"},
    "help-retime-where": {
        "en": "Only for those of whom this is true, such as \"employee.site == 'Berlin'\".",
        "zh": "仅为符合条件的人员调整，例如“employee.site == 'Berlin'”。",
    },
    "help-retime-new": {
        "en": "The new moment: 2027-02-01, or “1 week after cycle.period.to”.",
        "zh": "新的时刻：2027-02-01，或“1 week after cycle.period.to”。",
    },
    "help-tick": {
        "en": "Do everything that is due now, once: starts, limits, reminders, messages.",
        "zh": "处理一次当前到期的全部事项：启动、期限、提醒、消息。",
    },
    "help-run": {
        "en": "Keep running: wake up when something is due, until stopped.",
        "zh": "持续运行：有事项到期时自动处理，直至停止。",
    },
    "help-resend": {
        "en": "Send undeliverable messages again, once their cause is mended.",
        "zh": "原因排除后，重新发送无法送达的消息。",
    },
    "help-resend-about": {
        "en": "Only those of this template, review or person.",
        "zh": "仅限该模板、实例或人员的消息。",
    },
    "help-intervene": {
        "en": "Step in as an administrator: move, skip, cancel, withdraw, reopen, extend, reassign, suspend, resume.\n"
        "For the reviews named after the verb, or those that --process, --cycle, --state, --person, --unit and --where "
        "find. Always with a reason; on a terminal it first shows what follows, and asks.",
        "zh": "以管理员身份干预：move 转阶段、skip 跳过、cancel 取消、withdraw 撤回答复、reopen 重新开启、extend 延期、"
        "reassign 改派、suspend 暂停、resume 恢复。\n"
        "针对动词之后列出的实例，或由 --process、--cycle、--state、--person、--unit、--where 选出的实例。"
        "必须说明理由；在终端上会先显示后果并要求确认。",
    },
    "help-intervene-words": {
        "en": "What to do, then the reviews: extend goal_setting/2026-h2/E0123.",
        "zh": "先写干预方式，再写实例，例如 extend goal_setting/2026-h2/E0123。",
    },
    "help-intervene-reason": {"en": "Why; it stays in the history.", "zh": "理由，会写入历史记录。"},
    "help-intervene-to": {
        "en": "The state to move or reopen to; the person to reassign to.",
        "zh": "要转到的阶段；或改派给谁。",
    },
    "help-intervene-task": {"en": "The task that is skipped or withdrawn.", "zh": "要跳过或撤回的任务。"},
    "help-intervene-role": {"en": "The role that is reassigned.", "zh": "要改派的角色。"},
    "help-intervene-of": {
        "en": "Only this person's task, answer or part; otherwise everybody's.",
        "zh": "仅限此人的任务、答复或角色，默认为所有人。",
    },
    "help-intervene-cycle": {"en": "All reviews of this cycle …", "zh": "该周期的所有实例……"},
    "help-intervene-process": {"en": "… of this process,", "zh": "……且属于该流程，"},
    "help-intervene-state": {"en": "… in this state,", "zh": "……且处于该阶段，"},
    "help-intervene-person": {"en": "… about this person,", "zh": "……且对象为此人，"},
    "help-intervene-unit": {"en": "… about people of this department,", "zh": "……且对象属于该部门，"},
    "help-intervene-where": {
        "en": '… for which this is true: "employee.level >= 5".',
        "zh": '……且满足该条件，例如 "employee.level >= 5"。',
    },
    "help-intervene-dry-run": {"en": "Only say what would follow.", "zh": "只显示后果，不作任何更改。"},
    "help-intervene-yes": {"en": "Do not ask.", "zh": "不再询问确认。"},
    "help-inbox": {
        "en": "Show what a person has to do, until when, and how.",
        "zh": "查看某人的待办：事项、期限与办理命令。",
    },
    "help-inbox-person": {"en": "The person's id.", "zh": "人员编号。"},
    "help-form": {
        "en": "Print the form of an act as YAML, to be filled in.\n"
        "What is there already is filled in. Save it, edit it, give it to “trigger --form”.",
        "zh": "以 YAML 输出某项操作的表单，供填写。\n已有内容会预先填入。保存并填写后，用 trigger --form 提交。",
    },
    "help-form-act": {"en": "The act, such as propose.", "zh": "操作名，例如 propose。"},
    "help-form-as": {"en": "Fill in only what this person may see.", "zh": "只预填此人可见的内容。"},
    "help-trigger": {
        "en": "Do an act as a person, for one review or for many.\n"
        "Name the reviews before the act, or let --process with --where find them; each is done or refused on its own.",
        "zh": "以某人的身份执行操作，可同时针对多个实例。\n"
        "在操作名前列出实例，或用 --process 与 --where 选出；各实例独立执行，互不影响。",
    },
    "help-start": {
        "en": "Open a process by hand for a person, where its file allows it.\n"
        "What is filled in goes with --with or --form, as for trigger.",
        "zh": "为某人手工发起流程（须由流程文件允许）。\n填写内容用 --with 或 --form 提供，与 trigger 相同。",
    },
    "help-start-process": {"en": "The process to open.", "zh": "要发起的流程。"},
    "help-start-person": {"en": "The id of the person it is about.", "zh": "流程所涉人员的编号。"},
    "help-trigger-words": {
        "en": "The reviews, and last the act: goal_setting/2026-h2/E0123 agree.",
        "zh": "先写实例，最后写操作，例如 goal_setting/2026-h2/E0123 agree。",
    },
    "help-trigger-as": {"en": "The id of the person who does it.", "zh": "执行人的编号。"},
    "help-trigger-for": {
        "en": "For whom they do it, as a delegate; needed only where that is not clear.",
        "zh": "以代理人身份为谁执行；不明确时才需填写。",
    },
    "help-claim": {
        "en": "Say that somebody is on a task that several may do. It lasts a day, and the others may still do it.",
        "zh": "认领一项可由多人办理的任务。保留一天，其他人仍可办理。",
    },
    "help-claim-instance": {"en": "Its id, as `inbox` shows it.", "zh": "流程实例编号，见 `inbox`。"},
    "help-claim-task": {"en": "The task’s name.", "zh": "任务名。"},
    "help-claim-as": {"en": "Who is on it.", "zh": "由谁认领。"},
    "help-claim-release": {"en": "Take it back.", "zh": "取消认领。"},
    "help-delegate": {
        "en": "Let somebody do another's tasks for a time, those open already too; without TO list what is in force.\n"
        "Nobody acts on themselves through a delegate, and a delegate's delegate is nobody.",
        "zh": "在一段时间内由他人代办某人的任务（包括已有的待办）；不写 TO 则列出现有代理。\n"
        "任何人不得通过代理处理自己的事项，代理人也不能再转代理。",
    },
    "help-delegate-person": {"en": "Whose tasks they are.", "zh": "被代理人的编号。"},
    "help-delegate-to": {"en": "Who does them.", "zh": "代理人的编号。"},
    "help-delegate-from": {"en": "The first day; today unless said.", "zh": "第一天；不写则为今天。"},
    "help-delegate-until": {
        "en": "The last day, included; until revoked unless said.",
        "zh": "最后一天（含当天）；不写则直到撤销。",
    },
    "help-serve": {
        "en": "Serve the HTTP API, and the pages that messages open, until told to stop.",
        "zh": "启动 HTTP 接口以及消息链接所打开的页面，直至收到停止信号。",
    },
    "help-token": {
        "en": "Make, list or revoke keys to the HTTP API. A key is shown once.\n"
        "Without NAME list them; the scopes are in the integrations' guide.",
        "zh": "创建、列出或吊销 HTTP 接口的密钥。密钥仅显示一次。\n不写 NAME 则列出全部；权限说明见集成指南。",
    },
    "help-delegate-process": {"en": "Only in this process.", "zh": "仅限此流程。"},
    "help-delegate-revoke": {"en": "End it at once.", "zh": "立即撤销。"},
    "help-trigger-with": {
        "en": "A field of the form; may be repeated. A column takes one value a row: goals.score=90,85.",
        "zh": "表单中的一个字段，可重复使用。列表的某一列按行逐个填写：goals.score=90,85。",
    },
    "help-trigger-form": {
        "en": "The form as YAML or JSON; “-” reads the standard input.",
        "zh": "YAML 或 JSON 表单文件；“-”表示标准输入。",
    },
    "help-attach": {
        "en": "Hand in a file for a field of the form; repeat for more.",
        "zh": "为表单字段提交一个文件；可重复。",
    },
    "help-trigger-reason": {"en": "The reason, where the act asks for one.", "zh": "理由（操作要求时填写）。"},
    "help-trigger-amount": {
        "en": "For an extension: how much, such as “2 business days”.",
        "zh": "延长的时长，例如“2 business days”（两个工作日）。",
    },
    "help-trigger-key": {
        "en": "A key of your own: the same request twice is done once.",
        "zh": "自定的幂等键：相同请求重复提交只执行一次。",
    },
    "help-trigger-draft": {
        "en": "Only keep what was filled in so far; “form” shows it again.",
        "zh": "只保存已填写的内容，不提交；再用 form 查看时会预先填入。",
    },
    "help-trigger-dry-run": {"en": "Only list the reviews meant.", "zh": "只列出所涉及的实例。"},
    "help-indicators": {
        "en": "The library of indicators; one of them; or what one says of somebody, and how that came about.",
        "zh": "指标库；单个指标；或某指标对某人的取值及其由来。",
    },
    "help-indicators-name": {"en": "The indicator; otherwise all of them.", "zh": "指标名称，默认列出全部。"},
    "help-indicators-for": {
        "en": "A person's id, a department or a product; without an indicator: those meant for the person.",
        "zh": "人员编号、部门或产品；未写指标时列出适用于该员工的指标。",
    },
    "help-indicators-level": {
        "en": "person, department, product or company, where that is not plain.",
        "zh": "person（个人）、department（部门）、product（产品）或 company（公司），必要时说明。",
    },
    "help-indicators-adopt": {
        "en": "Let a cycle that runs read the indicators as the files have them now; otherwise it keeps those it was "
        "launched with.",
        "zh": "让进行中的周期改用文件中现有的指标定义；否则沿用启动时的定义。",
    },
    "help-indicators-period": {
        "en": "2026, 2026-h2, 2026-q3, 2026-07 or 2026-07-15; this year without it.",
        "zh": "2026、2026-h2、2026-q3、2026-07 或 2026-07-15；默认为本年。",
    },
    "help-status": {
        "en": "Show a cycle in numbers: states, overdue, messages, incidents, versions.",
        "zh": "查看周期概况：各阶段人数、逾期、消息、异常与版本。",
    },
    "help-status-cycle": {"en": "The cycle; otherwise all of them.", "zh": "周期，默认为全部。"},
    "help-why": {
        "en": "Explain where a review is, what may happen next, and what blocks the rest.",
        "zh": "说明某实例处于何处、接下来可以做什么、其余为何受阻。",
    },
    "help-why-as": {"en": "Only what this person may do.", "zh": "只显示此人可以做什么。"},
    "help-history": {"en": "Show what happened to a review.", "zh": "查看某实例的历史记录。"},
    "help-history-as": {
        "en": "Only what this person may see; otherwise everything.",
        "zh": "只显示此人可见的内容，默认显示全部。",
    },
    "help-show": {
        "en": "Show what stands in a review: roles, fields, answers.",
        "zh": "查看某实例的内容：角色、字段与评价。",
    },
    "help-show-as": {
        "en": "Only what this person may see; otherwise everything.",
        "zh": "只显示此人可见的内容，默认显示全部。",
    },
    "help-diagram": {
        "en": "Draw a process, or where a review stands on it.\n"
        "As Mermaid text, as an SVG file, or as a page that opens offline and prints. For a review: where it is, how "
        "it came there, what comes next and when.",
        "zh": "绘制流程图，或某实例在流程中的位置。\n"
        "可输出为 Mermaid 文本、SVG 文件，或可离线打开并打印的网页。实例图显示当前阶段、已走路径、后续步骤与时间。",
    },
    "help-diagram-what": {
        "en": "A process such as evaluation, or a review such as evaluation/2026-h2/E0123.",
        "zh": "流程（如 evaluation）或实例（如 evaluation/2026-h2/E0123）。",
    },
    "help-diagram-as": {
        "en": "Only what this person may see of the review; otherwise everything.",
        "zh": "只显示此人可见的内容，默认显示全部。",
    },
    "help-diagram-format": {
        "en": "mermaid, svg, html or scxml; otherwise as the file's name says, else mermaid.",
        "zh": "mermaid、svg、html 或 scxml；默认按文件扩展名判断，否则为 mermaid。",
    },
    "help-diagram-output": {
        "en": "Write it into this file instead of showing it.",
        "zh": "写入该文件，不在屏幕上显示。",
    },
    "help-incidents": {
        "en": "List what stands still until somebody mends it; one incident for each cause.\n"
        "With a number: all about it. “retry” tries again what was mended; “dismiss” closes what nobody will mend.",
        "zh": "列出须人工处理的异常，同一原因合为一项。\n"
        "写出编号可查看详情；retry 在排除原因后重试，dismiss 关闭无须处理的异常。",
    },
    "help-incidents-words": {
        "en": "Nothing for the list, numbers for details, or what to do with them.",
        "zh": "不写则列出全部；写编号查看详情，或写明如何处理。",
    },
    "help-incidents-all": {"en": "All of them.", "zh": "全部异常。"},
    "help-incidents-as": {"en": "Who dismisses: one of the admins.", "zh": "由谁忽略：须为管理员。"},
    "help-incidents-reason": {"en": "Why it is dismissed; it is kept.", "zh": "忽略的理由，会一并保存。"},
    "help-replay": {
        "en": "Decide every history anew under the definition it ran under, and compare with what is stored.\n"
        "Also verifies the chain of hashes. Reviews whose payloads were erased are named, their hashes verified.",
        "zh": "按各实例当时的流程定义重放其历史记录，并与所存内容比较。\n"
        "同时验证哈希链。内容已删除的实例会被列出，只验证哈希。",
    },
    "help-replay-instances": {"en": "Only these; otherwise all.", "zh": "仅限这些实例，默认为全部。"},
    "help-demo": {
        "en": "See a company play a whole cycle on a virtual clock.\n"
        "Leaves its database and messages in the folder, to be looked at; without --home in reviewflow-demo.",
        "zh": "演示：一家公司在虚拟时钟下完成整个周期。\n"
        "数据库与消息保留在文件夹中供查看；不指定 --home 时为 reviewflow-demo。",
    },
    "help-demo-people": {"en": "How many people (300).", "zh": "人数（默认 300）。"},
    "help-demo-seed": {
        "en": "Another number, another story (7).",
        "zh": "随机种子，不同数字对应不同的演示（默认 7）。",
    },
    "help-demo-until": {"en": "Stop on this day.", "zh": "演示到此日为止。"},
    "help-version": {"en": "Show the version.", "zh": "显示版本。"},
}
