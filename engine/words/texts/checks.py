"""What is wrong with a definition that is well formed: names, expressions, moments, states, cycles."""

TEXTS = {
    "no-admins": {
        "en": "“admins” is nobody: organisation.yaml names no group under “admins”.",
        "zh": "“admins”不指任何人：organisation.yaml 未在 admins 下指定群组。",
    },
    "fact-in-quotes": {
        "en": "{name} needs the name of a fact in quotes, such as 'manager'.",
        "zh": "{name} 需要用引号写出人员属性的名称，例如 'manager'。",
    },
    "at-least-without-total": {
        "en": "`at_least` says from how many answers up a total is shown; write `as: total` beside it.",
        "zh": "at_least 表示答复达到多少份才显示合计；请同时写 as: total。",
    },
    "total-of-no-answers": {
        "en": "“{name}” has no total: only of a task that each holder answers (`each: yes`) there is one.",
        "zh": "“{name}”没有合计：只有每人各自答复（each: yes）的任务才有。",
    },
    "never-approved": {
        "en": "Nobody confirms who is “{role}”: an act or task by “{by}” must have “{role}” in its form.",
        "zh": "无人确认“{role}”的人选：须有由“{by}”执行、表单中包含“{role}”的操作或任务。",
    },
    "approved-without-chosen": {
        "en": "“{role}” is approved but not chosen: `approved_by` goes with `chosen_by` and `among`.",
        "zh": "“{role}”写了 approved_by 却没有指定方式：approved_by 须与 chosen_by、among 同用。",
    },
    "number-against-text": {
        "en": "“{field}” is a number; it is compared with the text “{found}”.",
        "zh": "“{field}”是数字，却与文本“{found}”比较。",
    },
    "text-against-number": {
        "en": "“{field}” is not a number; it is compared with {found}.",
        "zh": "“{field}”不是数字，却与 {found} 比较。",
    },
    "no-clock-in-compute": {
        "en": "A computed field cannot depend on “{name}”, or it would change by itself.",
        "zh": "计算字段不能依赖“{name}”，否则它会自行变化。",
    },
    "function-elsewhere": {
        "en": "“{name}” cannot be asked here.",
        "zh": "此处不能使用“{name}”。",
    },
    "history-is-values": {
        "en": "“{name}” asks for a field of rows, and “history” gives mere values. Ask `'A' in history(…)`, or take "
        "the max, min or mean of them as they are.",
        "zh": "“{name}”要求有字段的行，而 history 给出的是值本身。请写 'A' in history(…)，或直接取其 max、min、mean。",
    },
    "form-without-columns": {
        "en": "Nobody can fill in “{field}”: the columns a form writes must stand under its own “item”.",
        "zh": "“{field}”无法填写：表单要写入的列必须写在它自己的“item”下。",
    },
    "computed-not-written": {
        "en": "“{field}” is computed; only what its “corrected_by” names may write it.",
        "zh": "“{field}”是计算字段，只有其“corrected_by”列出的操作或事件可以写入。",
    },
    "done-without-tasks": {
        "en": "“{state}” has no tasks, so “done” never comes.",
        "zh": "“{state}”没有任务，“done”永远不会发生。",
    },
    "event-never-comes": {
        "en": "“{event}” never comes: this process does not start “{process}”.",
        "zh": "“{event}”永远不会发生：此流程没有启动“{process}”。",
    },
    "due-of-itself": {"en": "A limit cannot be counted from itself.", "zh": "期限不能以自身为起算点。"},
    "no-due-here": {"en": "“{state}” has no “due” to count from.", "zh": "“{state}”没有可作为起算点的“due”。"},
    "not-a-day": {
        "en": "“{name}” is neither a day nor a length of time; nothing can be counted from it.",
        "zh": "“{name}”既不是日期也不是时长，不能作为起算点。",
    },
    "not-a-length": {
        "en": "“{name}” says how many, so it must be a field, a setting or a fact that is a number.",
        "zh": "“{name}”表示数量，须为数值类型的字段、设置或人员信息项。",
    },
    "cycle-lacks-date": {
        "en": "The cycle “{cycle}” starts this process but has no date “{date}”; there this moment never comes.",
        "zh": "周期“{cycle}”会启动此流程，但没有日期“{date}”；在该周期中这个时刻永远不会到来。",
    },
    "unreachable-state": {"en": "Nothing leads to “{state}”.", "zh": "没有任何途径进入“{state}”。"},
    "dead-end": {
        "en": "“{state}” is not final, but nothing leads out of it.",
        "zh": "“{state}”不是结束阶段，却没有任何出口。",
    },
    "never-ends": {
        "en": "No way leads to a final state from: {states}.",
        "zh": "从以下阶段出发无法到达任何结束阶段：{states}。",
    },
    "zero-delay-loop": {
        "en": "These states pass on to each other without delay, for ever: {path}.",
        "zh": "这些阶段会立即互相转换，无限循环：{path}。",
    },
    "zero-delay-loop-possible": {
        "en": "These states may pass on to each other without delay: {path}. Are their conditions never true together?",
        "zh": "这些阶段可能会立即互相转换：{path}。请确认其条件不会同时成立。",
    },
    "silence": {
        "en": "If nobody acts in “{state}”, nothing ever happens: it has no “due” and no “after”.",
        "zh": "如果“{state}”中无人处理，流程将永远停在那里：它没有“due”，也没有“after”。",
    },
    "final-has": {
        "en": "“{state}” is final, so it cannot have “{key}”.",
        "zh": "“{state}”是结束阶段，不能有“{key}”。",
    },
    "keep-not-final": {
        "en": "“keep_for” belongs to states in which the process ends; in “{state}” it does not.",
        "zh": "“keep_for”只用于流程在其中结束的阶段；“{state}”不是。",
    },
    "follows-circle": {
        "en": "“{task}” waits for itself: the tasks it follows lead back to it, so it never opens.",
        "zh": "“{task}”在等待自身：它所跟随的任务又回到它，因此永远不会产生。",
    },
    "kept-only-answers": {
        "en": "“{task}” may be answered after the state was left, so nothing can follow from it: use “done” instead.",
        "zh": "“{task}”可以在离开此阶段后答复，因此不能带有后续；请改用 done。",
    },
    "scale-of-numbers": {
        "en": "The points of the scale “{field}” must be numbers; the words for each are its title.",
        "zh": "量表“{field}”的各个分值必须是数字；文字说明写作其名称。",
    },
    "hidden-no-person": {
        "en": "The process is about a {about}, so there is nobody to hide it from.",
        "zh": "该流程的对象是 {about}，没有可对其隐藏的本人。",
    },
    "hidden-from-them": {
        "en": "“{what}” needs {role}, for whom the process does not exist yet (“hidden_from_subject”).",
        "zh": "“{what}”需要“{role}”参与，但此时流程对其隐藏（hidden_from_subject）。",
    },
    "outside-not-chosen": {
        "en": "“{role}” follows a rule, which nobody from outside meets: let somebody name them (“chosen_by”).",
        "zh": "“{role}”由规则确定，外部人员不可能符合：请改为由人指定（chosen_by）。",
    },
    "together-one-way": {
        "en": "Several decide as one either as “all” or as “majority”: write exactly one of them.",
        "zh": "共同决定只能是 all 或 majority 之一，且必须写一个。",
    },
    "party-one-way": {
        "en": "A party is “all” of a role, or “any” of it with a “count”: write exactly one of them.",
        "zh": "一方可以是某角色的全体（all），或其中若干人（any 加 count）：必须写且只能写其中一种。",
    },
    "together-needs": {
        "en": "“{key}” means nothing without “{needs}” beside it.",
        "zh": "“{key}”须与“{needs}”同时使用。",
    },
    "agree-beside-for": {
        "en": "A task has “for” or “agree”, not both: “agree” already says who owes it.",
        "zh": "任务只能写 for 或 agree 之一：agree 已说明由谁完成。",
    },
    "vote-not-choice": {
        "en": "People can only vote on a choice; “{field}” is none.",
        "zh": "只能对 choice 类型的字段表决；“{field}”不是。",
    },
    "states-and-regions": {
        "en": "“{state}” has both “states” and “regions”; one of them must go.",
        "zh": "“{state}”同时写了“states”和“regions”，只能保留一个。",
    },
    "states-without-initial": {
        "en": "“initial” must say which of the states within “{state}” is entered first.",
        "zh": "请用“initial”写明进入“{state}”时最先进入哪个子阶段。",
    },
    "initial-without-states": {
        "en": "“initial” belongs to “states”; “{state}” has none.",
        "zh": "“initial”须与“states”一起使用；“{state}”没有“states”。",
    },
    "tasks-outside": {
        "en": "States stand within “{state}”, so its tasks belong into those.",
        "zh": "“{state}”包含子阶段，任务应写在子阶段里。",
    },
    "in-two-regions": {
        "en": "“{name}” stands in the region “{region}” too. They run side by side, so give this one another name.",
        "zh": "区域“{region}”中也有“{name}”。各区域并行推进，请换一个名称。",
    },
    "to-other-region": {
        "en": "“{state}” stands in another region of “{around}”, and each moves by itself. "
        "Write the rule into “{around}” or into that region.",
        "zh": "“{state}”在“{around}”的另一个区域中，各区域只能各自推进。请把此规则写在“{around}”或那个区域里。",
    },
    "done-without-final": {
        "en": "No state directly within “{state}” is final (in each of its regions), so “done” never comes.",
        "zh": "“{state}”的直接子阶段中没有结束阶段（每个区域都要有），“done”永远不会发生。",
    },
    "needs-each": {
        "en": "“{key}” counts answers, so the task needs “each: yes”.",
        "zh": "“{key}”统计答复人数，任务需要写“each: yes”。",
    },
    "at-most-without-extends": {
        "en": "“at_most” bounds an extension; “extends: due” is missing.",
        "zh": "“at_most”用于限制延期；缺少“extends: due”。",
    },
    "list-without-item": {
        "en": "The list “{field}” has no columns: write “item”, or “from” another process.",
        "zh": "列表“{field}”没有列：请写“item”，或用“from”取自其他流程。",
    },
    "computed-twice": {
        "en": "“{field}” is worked out twice: write one of “compute”, “combine” and “matrix”.",
        "zh": "“{field}”有多种算法：compute、combine 和 matrix 只能写一个。",
    },
    "several-equated": {
        "en": "“{field}” may hold several options, so it never equals one of them: write “'{found}' in {field}”.",
        "zh": "“{field}”可同时含多个选项，不会等于其中之一：请写“'{found}' in {field}”。",
    },
    "matrix-hole": {
        "en": "The table of “{field}” has no value for: {holes}. Write them, or “else”.",
        "zh": "“{field}”的对照表中以下情况没有值：{holes}。请补上，或写 else。",
    },
    "matrix-open": {
        "en": "“{by}” may be anything, so the table of “{field}” needs an “else”.",
        "zh": "“{by}”的取值没有限定，“{field}”的对照表需要写 else。",
    },
    "matrix-columns": {
        "en": "The table of “{field}” has columns: write a value for each of them.",
        "zh": "“{field}”的对照表有列：请为每一列写出值。",
    },
    "matrix-no-columns": {
        "en": "The table of “{field}” has no columns: write one value for each row, or name the “columns”.",
        "zh": "“{field}”的对照表没有列：每一行写一个值，或写明 columns。",
    },
    "only-for-type": {"en": "“{key}” is only for the type {type}.", "zh": "“{key}”只用于类型 {type}。"},
    "min-over-max": {"en": "“{least}” is greater than “{most}”.", "zh": "“{least}”大于“{most}”。"},
    "never-chosen": {
        "en": "No form asks for “{role}”, so nobody ever chooses them.",
        "zh": "没有任何表单要求填写“{role}”，因此永远不会有人选定。",
    },
    "role-circle": {
        "en": "These roles stand in for each other: {path}.",
        "zh": "这些角色互相替代，形成循环：{path}。",
    },
    "date-known-later": {
        "en": "“{name}” is defined further down; a date can count only from those above it.",
        "zh": "“{name}”在后面才定义；日期只能以其上方的日期为起算点。",
    },
    "turn-named-twice": {
        "en": "“{found}” names two turns, one here and one of the cycle “{other}”; turns launch by name. Say another.",
        "zh": "“{found}”同时是本周期与周期“{other}”中一期的名称；各期按名称启动，请改写 `name`。",
    },
    "cycle-outside-calendar": {
        "en": "The first turn reaches into {year}, which the calendar “{calendar}” does not cover.",
        "zh": "第一期涉及 {year} 年，但日历“{calendar}”不包含该年。",
    },
    "calculated-date": {
        "en": "“{name}” is a day, and days take no part in sums: write moment('5 days after {name}') or "
        "days_between({name}, today).",
        "zh": "“{name}”是日期，不能参与加减：请写 moment('5 days after {name}') 或 days_between({name}, today)。",
    },
    "calculated-otherwise": {
        "en": "“{name}” is no number, so nothing can be worked out with it.",
        "zh": "“{name}”不是数字，不能参与计算。",
    },
    "tie-never-votes": {
        "en": "“{role}” has no vote here, so a draw would stay open: let it vote too, or name the outcome of a draw.",
        "zh": "“{role}”在此没有表决权，票数相同时将没有结果：请让其参加表决，或写明票数相同时的结果。",
    },
    "tie-never": {
        "en": "A draw has not the votes that `needs` asks for, so `else` says what follows and `tie` is never asked.",
        "zh": "票数相同时达不到 needs 所需的票数，结果由 else 决定，tie 不会生效。",
    },
    "sum-of-no-number": {
        "en": "“{name}” adds up numbers, and “{field}” is no number.",
        "zh": "“{name}”只能合计数字，而“{field}”不是数字。",
    },
    "members-of-person": {
        "en": "Whose? This process is about a person: members('evaluation', employee.reports). Without people it is "
        "for processes about a unit or a cycle.",
        "zh": "须写明是谁的实例：本流程的对象是人员，例如 members('evaluation', employee.reports)；"
        "不写人员仅适用于以单元或周期为对象的流程。",
    },
    "cycle-without-units": {
        "en": "“{process}” is about units, but the cycle does not say which units take part (`units`).",
        "zh": "“{process}”以单元为对象，但周期未说明哪些单元参加（`units`）。",
    },
    "no-organisation": {
        "en": "The file organisation.yaml is missing; it says what is known of people and places.",
        "zh": "缺少文件 organisation.yaml；它说明人员和地点的信息。",
    },
    "calendar-unpublished": {
        "en": "The worked weekends of {years} are not published yet in “{calendar}”; list them under "
        "“provisional” to accept that.",
        "zh": "日历“{calendar}”中 {years} 年的调休安排尚未公布；如可接受，请列入“provisional”。",
    },
    "unknown-zone": {"en": "There is no time zone “{found}”.", "zh": "没有时区“{found}”。"},
}
