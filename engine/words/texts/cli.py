"""What the command line says: answers, headings, and what went wrong before anything was asked."""

TEXTS = {
    # how a command ends
    "refused-heading": {"en": "Refused:", "zh": "操作被拒绝："},
    "internal-error": {
        "en": "Something went wrong inside reviewflow: {what}. REVIEWFLOW_DEBUG=1 shows the details.",
        "zh": "reviewflow 内部出错：{what}。设置 REVIEWFLOW_DEBUG=1 可查看详情。",
    },
    "misuse-hint": {"en": "See “{command}”.", "zh": "请查看“{command}”。"},
    "misuse-missing": {"en": "{name} is missing.", "zh": "缺少 {name}。"},
    "misuse-no-option": {
        "en": "There is no option {name}. Nearest: {nearest}.",
        "zh": "没有选项 {name}。最接近的是：{nearest}。",
    },
    "misuse-option-value": {"en": "{name} needs a value.", "zh": "{name} 需要一个值。"},
    "misuse-import-nothing": {
        "en": "Say which table to take over: PEOPLE.CSV, or --units UNITS.CSV, or both.",
        "zh": "请指明要导入的表格：PEOPLE.CSV、--units UNITS.CSV，或两者。",
    },
    "misuse-import-valid-from": {
        "en": "--valid-from is for people; measurements name their own days.",
        "zh": "--valid-from 只用于人员；度量各有自己的日期。",
    },
    "misuse-value": {"en": "{name}: this value cannot be used: {why}", "zh": "{name} 的值无法使用：{why}"},
    "misuse-other": {"en": "This command cannot be understood: {why}.", "zh": "无法理解该命令：{why}。"},
    "misuse-no-verb": {
        "en": "There is no command “{name}”. Nearest: {nearest}.",
        "zh": "没有命令“{name}”。最接近的是：{nearest}。",
    },
    "misuse-too-many": {"en": "Too much on the line: {found}.", "zh": "多余的参数：{found}。"},
    "language-unknown": {
        "en": "“{found}” is not spoken here. Known: {known}.",
        "zh": "不支持语言“{found}”。可用：{known}。",
    },
    "now-unreadable": {
        "en": "“{found}” is no moment. Write 2026-07-01 or 2026-07-01T09:00.",
        "zh": "“{found}”不是有效的时间。写法如 2026-07-01 或 2026-07-01T09:00。",
    },
    "attach-unreadable": {
        "en": "--attach {found} names no file: write --attach field=file.",
        "zh": "--attach {found} 没有指明文件：请写成 --attach 字段=文件。",
    },
    "attach-to-one": {
        "en": "--attach hands in a file to one review: name exactly one.",
        "zh": "--attach 只能向一个评审提交文件：请只指定一个。",
    },
    "evidence-too-large": {
        "en": "{file} is larger than {limit} MB; evidence may not be.",
        "zh": "{file} 超过 {limit} MB，不能作为附件提交。",
    },
    "with-unreadable": {"en": "“{found}” is not of the form field=value.", "zh": "“{found}”不符合“字段=值”的形式。"},
    "with-twice": {"en": "--with gives “{field}” twice.", "zh": "--with 重复给出了“{field}”。"},
    "form-too-large-file": {
        "en": "The form in {file} is larger than {limit} characters.",
        "zh": "{file} 中的表单超过 {limit} 个字符。",
    },
    "form-not-fields": {
        "en": "{file} holds no form: expected one value for each field.",
        "zh": "{file} 不是表单：应为“字段: 值”的形式。",
    },
    "form-unreadable": {"en": "{file} cannot be read as JSON: {why}.", "zh": "{file} 不是有效的 JSON：{why}。"},
    "where-without-process": {
        "en": "--where and --state choose among the reviews of a --process; name it.",
        "zh": "--where 与 --state 须与 --process 一起使用，请指明流程。",
    },
    "where-unreadable": {
        "en": "--where cannot be read, column {column}: {why}",
        "zh": "无法读取 --where，第 {column} 列：{why}",
    },
    "where-unknown-name": {
        "en": "--where names “{name}”, which is not known. Known: {known}. Nearest: {nearest}.",
        "zh": "--where 中的“{name}”未知。可用：{known}。最接近的是：{nearest}。",
    },
    "no-such-process": {
        "en": "There is no process “{process}”. Known: {known}. Nearest: {nearest}.",
        "zh": "没有流程“{process}”。可用：{known}。最接近的是：{nearest}。",
    },
    "person-unknown": {"en": "Nobody has the id “{person}”.", "zh": "没有编号为“{person}”的人员。"},
    "act-not-found": {
        "en": "“{process}” has no act “{act}”. Known: {known}. Nearest: {nearest}.",
        "zh": "“{process}”没有操作“{act}”。可用：{known}。最接近的是：{nearest}。",
    },
    "schema-unknown": {
        "en": "There is no kind of file “{kind}”. Known: {known}. Nearest: {nearest}.",
        "zh": "没有“{kind}”这类文件。可用：{known}。最接近的是：{nearest}。",
    },
    "database-newer": {
        "en": "The database was made by a newer reviewflow (it is at {found}, this one knows up to {known}). "
        "Update reviewflow.",
        "zh": "数据库由更新版本的 reviewflow 建立（数据库为 {found}，当前程序最高支持 {known}）。请升级 reviewflow。",
    },
    "database-created": {"en": "Created the database {database}.", "zh": "已建立数据库 {database}。"},
    "database-upgraded": {
        "en": "Brought the database {database} up to date.",
        "zh": "已将数据库 {database} 升级到当前版本。",
    },
    # findings
    "severity-error": {"en": "error", "zh": "错误"},
    "severity-warning": {"en": "warning", "zh": "警告"},
    "findings-count": {"en": "Errors: {errors}, warnings: {warnings}.", "zh": "{errors} 个错误，{warnings} 个警告。"},
    "test-passed": {"en": "passed", "zh": "通过"},
    "test-failed": {"en": "FAILED", "zh": "未通过"},
    "test-count": {
        "en": "Scenarios: {scenarios}, failed: {failed}.",
        "zh": "共 {scenarios} 个场景，{failed} 个未通过。",
    },
    "coverage-of": {
        "en": "{process}: {percent} % reached: ways {transition}, "
        "timers {timer}, refusals {refusal}, messages {notice}.",
        "zh": "{process}：覆盖 {percent}%：流转 {transition}，定时规则 {timer}，拒绝 {refusal}，消息 {notice}。",
    },
    "check-no-such-folder": {
        "en": "There is no folder or file “{found}”.",
        "zh": "没有文件夹或文件“{found}”。",
    },
    "check-elsewhere": {
        "en": "In other files than {file}: findings {count}. “reviewflow check” without a file names them.",
        "zh": "{file} 以外的文件中另有 {count} 处问题；不写文件名运行 reviewflow check 可查看。",
    },
    "check-sound": {
        "en": "All sound. Processes: {processes}, cycles: {cycles}, calendars: {calendars}, and their messages.",
        "zh": "全部正确：{processes} 个流程、{cycles} 个周期、{calendars} 份日历及其消息模板。",
    },
    "schema-written": {
        "en": "Wrote {file}. In YAML files: # yaml-language-server: $schema={file}",
        "zh": "已写入 {file}。在 YAML 文件首行写：# yaml-language-server: $schema={file}",
    },
    # init
    "init-done": {
        "en": "{home}: {written} files written, {kept} kept as they were.",
        "zh": "{home}：写入 {written} 个文件，保留已有文件 {kept} 个。",
    },
    "init-settings-what": {
        "en": "settings: database, language, sender, channel",
        "zh": "设置：数据库、语言、发件人、渠道",
    },
    "next-steps": {"en": "Next:", "zh": "接下来："},
    "init-next-check": {"en": "after every change: are the files sound?", "zh": "每次修改后，检查文件是否正确"},
    "help-test-store": {
        "en": "Play through a database of its own: each step goes on from what was written and read back.",
        "zh": "通过独立的数据库运行：每一步都从写入后重新读出的内容继续。",
    },
    "help-init-empty": {
        "en": "Start without any process: the organisation, calendars and messages alone.",
        "zh": "不带任何流程：只有组织、日历和消息模板。",
    },
    "init-from-empty": {
        "en": "Either --from a policy or --empty, not both.",
        "zh": "--from 与 --empty 只能写一个。",
    },
    "init-next-write": {
        "en": "once processes/NAME.yaml is written, its name the one in the file",
        "zh": "先写好 processes/名称.yaml（文件名与其中的流程名一致）",
    },
    "init-next-test": {"en": "play its stories", "zh": "运行其中的场景"},
    "init-next-import": {
        "en": "people: id, name, mail, language, site, department, manager, hired_on, groups and the facts of "
        "processes/organisation.yaml",
        "zh": "人员表：id、name、mail、language、site、department、manager、hired_on、groups 以及"
        " processes/organisation.yaml 中声明的信息",
    },
    "init-next-launch": {
        "en": "begin a cycle and tell everybody its timetable",
        "zh": "启动一个周期，并将时间表通知全员",
    },
    "init-next-run": {
        "en": "keep it running: starts, reminders, limits, messages",
        "zh": "持续运行：启动、提醒、期限、消息",
    },
    # import, launch, trigger
    "migrate-planned": {
        "en": "Would move to version {version} of “{process}”: {count}. Nothing was changed.",
        "zh": "“{process}”的 {count} 个实例将迁移到版本 {version}；未作任何更改。",
    },
    "migrate-done": {
        "en": "Moved to version {version} of “{process}”: {count}.",
        "zh": "已将“{process}”的 {count} 个实例迁移到版本 {version}。",
    },
    "migrate-dropped": {"en": "fields left out", "zh": "不再保留的字段"},
    "migrate-opened": {"en": "tasks opened", "zh": "新开任务"},
    "migrate-closed": {"en": "tasks closed", "zh": "关闭任务"},
    "migrate-timers-kept": {"en": "timers kept", "zh": "保留的定时"},
    "migrate-timers-moved": {"en": "timers moved", "zh": "改期的定时"},
    "migrate-timers-new": {"en": "timers new", "zh": "新增的定时"},
    "migrate-timers-gone": {"en": "timers gone", "zh": "取消的定时"},
    "migrate-messages": {"en": "messages: {count}", "zh": "消息：{count}"},
    "import-done": {"en": "Took over {file} ({encoding}):", "zh": "已导入 {file}（编码 {encoding}）："},
    "claim-done": {
        "en": "{person} is on it for a day; the others see it.",
        "zh": "{person} 已认领，保留一天，其他人可见。",
    },
    "claim-released": {"en": "Nobody is on it any more.", "zh": "已取消认领。"},
    "import-rehearsed": {
        "en": "{file} ({encoding}) would change this; nothing was changed:",
        "zh": "导入 {file}（编码 {encoding}）将带来以下变化，目前未作任何更改：",
    },
    "import-joined": {"en": "new: {count}", "zh": "新增：{count}"},
    "import-measured": {
        "en": "Took over the measurements of {file} ({encoding}):",
        "zh": "已导入度量文件 {file}（编码 {encoding}）：",
    },
    "import-added": {"en": "new: {count}", "zh": "新增：{count}"},
    "import-corrected": {"en": "corrected: {count}", "zh": "更正：{count}"},
    "import-changed": {"en": "changed: {count}", "zh": "变更：{count}"},
    "import-left": {"en": "left: {count}", "zh": "离职：{count}"},
    "import-unchanged": {"en": "as before: {count}", "zh": "未变：{count}"},
    "import-later": {"en": "kept for a day to come: {count}", "zh": "待生效：{count}"},
    "import-affected": {"en": "reviews adjusted: {count}", "zh": "随之调整的流程实例：{count}"},
    "launch-done": {
        "en": "Launched {cycle}: {title}. {count} people take part and are being told.",
        "zh": "已启动 {cycle}：{title}。共 {count} 人参加，正在通知。",
    },
    "launch-done-units": {
        "en": "Launched {cycle}: {title}. {count} people and {units} units take part; the people are being told.",
        "zh": "已启动 {cycle}：{title}。共 {count} 人、{units} 个单元参加，正在通知人员。",
    },
    "launch-next": {
        "en": "“reviewflow run” starts each process on its day; “reviewflow tick” does what is due now.",
        "zh": "“reviewflow run”会在各流程的日期自动启动；“reviewflow tick”立即处理到期事项。",
    },
    "trigger-done": {"en": "Done. {instance} is in: {state}", "zh": "已完成。{instance} 现处于：{state}"},
    "trigger-repeated": {
        "en": "This request was done before; nothing was done again.",
        "zh": "该请求此前已执行，本次未重复执行。",
    },
    "trigger-opened": {"en": "now owes “{task}”: {name} ({id})", "zh": "新待办“{task}”：{name}（{id}）"},
    "trigger-started": {"en": "started: {instance}", "zh": "已启动：{instance}"},
    "trigger-messages": {"en": "messages queued: {count}", "zh": "待发送消息：{count} 条"},
    "trigger-kept": {
        "en": "Kept for later: {task} of {instance}. Nothing has been handed in.",
        "zh": "已暂存：{instance} 的 {task}，尚未提交。",
    },
    "trigger-selected": {"en": "Reviews: {count}.", "zh": "共 {count} 个实例。"},
    "trigger-item-done": {"en": "done     {instance} → {state}", "zh": "已完成  {instance} → {state}"},
    "trigger-item-refused": {"en": "refused  {instance}", "zh": "被拒绝  {instance}"},
    "trigger-many": {"en": "{done} done, {refused} refused.", "zh": "完成 {done} 个，拒绝 {refused} 个。"},
    # intervene
    "which-reviews": {
        "en": "Name the reviews, or let --process, --cycle, --state, --person or --unit find them; one of the two.",
        "zh": "请列出实例，或用 --process、--cycle、--state、--person、--unit 选出（二者取一）。",
    },
    "intervene-verb": {
        "en": "“{found}” is no intervention. Known: {known}. Nearest: {nearest}.",
        "zh": "没有名为“{found}”的干预方式。可用：{known}。最接近的是：{nearest}。",
    },
    "many-sure": {"en": "Do this? Reviews reached: {count}.", "zh": "确定对 {count} 个实例执行吗？"},
    "intervene-more": {"en": "… and {count} more.", "zh": "……另有 {count} 个。"},
    "intervene-ahead": {
        "en": "Reviews it would reach: {done}; refused: {refused}. Nothing has been changed.",
        "zh": "将涉及 {done} 个实例，{refused} 个会被拒绝。尚未作任何更改。",
    },
    "intervene-done": {"en": "{done} done, {refused} refused.", "zh": "完成 {done} 个，拒绝 {refused} 个。"},
    "intervene-closed": {
        "en": "no longer with {name} ({id}): {task}",
        "zh": "{name}（{id}）不再办理：{task}",
    },
    "intervene-opened": {"en": "now with {name} ({id}): {task}", "zh": "改由 {name}（{id}）办理：{task}"},
    "intervene-timer": {"en": "then at {at}: {rule}", "zh": "此后 {at}：{rule}"},
    "intervene-message": {"en": "tells “{template}”: {people}", "zh": "发送“{template}”：{people}"},
    "intervene-other": {"en": "changes too: {instance}", "zh": "同时变更：{instance}"},
    # tick, run, resend
    "tick-reviews": {
        "en": "Reviews: {begun} begun, {looked_at} with something due, {changed} changed.",
        "zh": "流程实例：新启动 {begun} 个，到期 {looked_at} 个，有变化 {changed} 个。",
    },
    "tick-messages": {
        "en": "Messages: {sent} sent, {merged} put together in digests, {suppressed} not needed any more, "
        "{waiting} for a better hour, {failed} to try again, {dead} undeliverable.",
        "zh": "消息：已发送 {sent} 条，并入汇总 {merged} 条，无须再发 {suppressed} 条，"
        "待适宜时段 {waiting} 条，稍后重试 {failed} 条，无法送达 {dead} 条。",
    },
    "tick-failed": {
        "en": "Something stands still; “reviewflow incidents” says what.",
        "zh": "有事项无法继续，请用“reviewflow incidents”查看。",
    },
    "tick-next": {"en": "Next at {at} ({zone}).", "zh": "下次到期：{at}（{zone}）。"},
    "tick-nothing-ahead": {"en": "Nothing is ahead.", "zh": "目前没有后续事项。"},
    "run-has-no-now": {
        "en": "“run” lives in the present; --now belongs to “tick”.",
        "zh": "run 按实际时间运行；--now 请与 tick 一起使用。",
    },
    "resend-done": {"en": "Messages queued anew: {count}.", "zh": "已重新排队：{count} 条消息。"},
}
