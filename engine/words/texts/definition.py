"""What is wrong with a file as a definition: its form first, then what it says."""

FOUND = {
    "map": {"en": "a map (key: value)", "zh": "映射（键: 值）"},
    "list": {"en": "a list", "zh": "列表"},
    "nothing": {"en": "nothing", "zh": "空值"},
    "text": {"en": "the text “{text}”", "zh": "文本“{text}”"},
    "flag": {"en": "“{text}”", "zh": "“{text}”"},
    "number": {"en": "the number {text}", "zh": "数字 {text}"},
}

WORDS = {
    "text": {"en": "a text", "zh": "文本"},
    "translated": {"en": "a text in en and zh", "zh": "含 en 和 zh 的文本"},
    "number": {"en": "a number", "zh": "数字"},
    "whole": {"en": "a whole number", "zh": "整数"},
    "whole-from-0": {"en": "a whole number from 0 on", "zh": "不小于 0 的整数"},
    "whole-positive": {"en": "a whole number from 1 on", "zh": "不小于 1 的整数"},
    "flag": {"en": "yes or no", "zh": "yes 或 no"},
    "one-of": {"en": "one of: {choices}", "zh": "以下之一：{choices}"},
    "map": {"en": "a map that describes {title}", "zh": "描述{title}的映射"},
    "map-of": {"en": "a map of {of} by name", "zh": "按名称列出{of}的映射"},
    "list": {"en": "a list of: {item}", "zh": "列表，每项为{item}"},
    "or": {"en": ", or ", "zh": "，或"},
    "literal": {"en": "a text, a number, yes or no", "zh": "文本、数字、yes 或 no"},
    "expression": {"en": "an expression", "zh": "表达式"},
    "moment": {"en": "a moment, such as “10 business days”", "zh": "时刻，例如“10 business days”"},
    "duration": {"en": "a duration, such as “5 business days”", "zh": "时长，例如“5 business days”"},
    "period": {"en": "a period, such as “every 2 business days”", "zh": "间隔，例如“every 2 business days”"},
    "name": {
        "en": "a name (letters without accents, digits, _; no word of the expressions)",
        "zh": "名称（英文字母、数字、下划线；不能是表达式的保留词）",
    },
    "code": {"en": "a name (letters, digits, blanks, - and _)", "zh": "名称（字母、数字、空格、- 和 _）"},
    "reference": {"en": "a name", "zh": "名称"},
    "percent": {"en": "a share, such as “30%”", "zh": "百分比，例如“30%”"},
    "date": {"en": "a date, such as 2026-07-01", "zh": "日期，例如 2026-07-01"},
    "hours": {"en": "working hours, such as “09:00-18:00”", "zh": "工作时间，例如“09:00-18:00”"},
    "zone": {"en": "a time zone, such as Asia/Shanghai", "zh": "时区，例如 Asia/Shanghai"},
    "source": {
        "en": "a field of another process, such as “goal_setting.goals”",
        "zh": "另一流程的字段，例如“goal_setting.goals”",
    },
    "answer": {
        "en": "a field of a task, such as “peer_review.rating”",
        "zh": "任务的字段，例如“peer_review.rating”",
    },
}

TITLES = {
    "process": {"en": "a process", "zh": "流程"},
    "setting": {"en": "a setting", "zh": "设置"},
    "settings": {"en": "settings", "zh": "设置"},
    "role": {"en": "a role", "zh": "角色"},
    "roles": {"en": "roles", "zh": "角色"},
    "field": {"en": "a field", "zh": "字段"},
    "fields": {"en": "fields", "zh": "字段"},
    "column": {"en": "a column", "zh": "列"},
    "columns": {"en": "columns", "zh": "列"},
    "options": {"en": "options", "zh": "选项"},
    "answers": {"en": "answers of tasks", "zh": "任务答案"},
    "conditions": {"en": "conditions", "zh": "条件"},
    "visible": {"en": "a line of visibility", "zh": "可见性规则"},
    "visibles": {"en": "fields and tasks", "zh": "字段和任务"},
    "start_by_hand": {"en": "opening by hand", "zh": "手动发起"},
    "states": {"en": "states", "zh": "状态"},
    "state": {"en": "a state", "zh": "状态"},
    "task": {"en": "a task", "zh": "任务"},
    "tasks": {"en": "tasks", "zh": "任务"},
    "reminder": {"en": "a reminder", "zh": "提醒"},
    "after": {"en": "a rule under “after”", "zh": "after 规则"},
    "requirement": {"en": "a requirement", "zh": "条件要求"},
    "message": {"en": "a message", "zh": "消息"},
    "child": {"en": "a process to open", "zh": "子流程"},
    "values": {"en": "values", "zh": "值"},
    "choice": {"en": "an alternative", "zh": "分支"},
    "act": {"en": "an act", "zh": "动作"},
    "acts": {"en": "acts", "zh": "动作"},
    "cycle": {"en": "a cycle", "zh": "周期"},
    "cycle_date": {"en": "a date of a cycle", "zh": "周期日期"},
    "cycle_period": {"en": "the period of a cycle", "zh": "考核期间"},
    "cycle_people": {"en": "the people of a cycle", "zh": "参加人员"},
    "cycle_start": {"en": "a start", "zh": "启动项"},
    "cycle_limit": {"en": "a limit across people", "zh": "跨人员限制"},
    "dates": {"en": "dates", "zh": "日期"},
    "site": {"en": "a site", "zh": "地点"},
    "sites": {"en": "sites", "zh": "地点"},
    "organisation": {"en": "an organisation", "zh": "组织"},
    "facts": {"en": "facts of a person", "zh": "人员属性"},
    "groups": {"en": "groups", "zh": "群组"},
    "days": {"en": "days", "zh": "日期"},
    "calendar": {"en": "a calendar", "zh": "日历"},
}

THINGS = {
    "state": {"en": "state", "zh": "状态"},
    "role": {"en": "role", "zh": "角色"},
    "act": {"en": "act", "zh": "动作"},
    "act-here": {"en": "act of this state called", "zh": "此状态的动作"},
    "task": {"en": "task", "zh": "任务"},
    "field": {"en": "field", "zh": "字段"},
    "column": {"en": "column", "zh": "列"},
    "field-of-task": {"en": "field of that task called", "zh": "该任务的字段"},
    "field-of-process": {"en": "field of that process called", "zh": "该流程的字段"},
    "act-or-event": {"en": "act or event", "zh": "动作或事件"},
    "act-or-role": {"en": "act or role", "zh": "动作或角色"},
    "field-or-task": {"en": "field or task", "zh": "字段或任务"},
    "process": {"en": "process", "zh": "流程"},
    "event": {"en": "event of that process called", "zh": "该流程的事件"},
    "fact": {"en": "fact of a person called", "zh": "人员属性"},
    "setting": {"en": "setting", "zh": "设置"},
    "cycle-date": {"en": "date of the cycle called", "zh": "周期日期"},
    "group": {"en": "group", "zh": "群组"},
    "calendar": {"en": "calendar", "zh": "日历"},
    "template": {"en": "message template", "zh": "消息模板"},
}

TEXTS: dict[str, dict[str, str]] = {
    "expected": {"en": "Expected {expected}; found {found}.", "zh": "此处应为：{expected}；实际写的是：{found}。"},
    "expected-text": {
        "en": "Expected {expected}; found {found}. Put it in quotes if the text is meant.",
        "zh": "此处应为：{expected}；实际写的是：{found}。如果确实是文本，请加引号。",
    },
    "unknown-word": {
        "en": "“{found}” is unknown here. Expected {expected}.",
        "zh": "未知的词“{found}”。应为{expected}。",
    },
    "unknown-word-near": {
        "en": "“{found}” is unknown here. Did you mean “{near}”? Expected {expected}.",
        "zh": "未知的词“{found}”。是否想写“{near}”？应为{expected}。",
    },
    "unknown-key": {
        "en": "“{found}” is not a key of {where}. Known: {known}.",
        "zh": "{where}没有键“{found}”。可用的键：{known}。",
    },
    "unknown-key-near": {
        "en": "“{found}” is not a key of {where}. Did you mean “{near}”?",
        "zh": "{where}没有键“{found}”。是否想写“{near}”？",
    },
    "not-such-a-file": {
        "en": "Nothing here belongs to {title}. Its keys: {known}.",
        "zh": "这里没有任何{title}的内容。可用的键：{known}。",
    },
    "missing-key": {
        "en": "“{key}” is missing: {where} needs it.",
        "zh": "缺少“{key}”：{where}必须有这个键。",
    },
    "missing-translation": {
        "en": "The text in “{language}” is missing.",
        "zh": "缺少语言“{language}”的文本。",
    },
    "unknown-language": {
        "en": "“{found}” is no language of this engine. Known: {known}.",
        "zh": "不支持语言“{found}”。可用：{known}。",
    },
    "missing-title": {
        "en": "“{name}” needs a title in en and zh; the engine ships none of that name.",
        "zh": "“{name}”需要 en 和 zh 的 title；引擎没有自带这个名称的标题。",
    },
    "choice-without-options": {
        "en": "“{field}” is a choice but has no options.",
        "zh": "“{field}”是选择字段，但没有 options。",
    },
    "weights-not-100": {
        "en": "The weights must add up to 100%; they are {total}%.",
        "zh": "权重之和必须为 100%，目前为 {total}%。",
    },
    "computed-circle": {
        "en": "These fields are computed from each other: {circle}.",
        "zh": "这些字段互相计算，形成循环：{circle}。",
    },
    "with-without-start": {
        "en": "“with” needs exactly one process under “start” beside it.",
        "zh": "使用“with”时，同级的“start”必须正好是一个流程。",
    },
    "same-id": {"en": "The id “{id}” is already taken here.", "zh": "此处已有标识“{id}”。"},
    "same-rule": {
        "en": "This rule is called “{id}” like the one in line {line}; give one of them an “id”.",
        "zh": "此规则与第 {line} 行的规则同名（“{id}”）；请为其中一个写上“id”。",
    },
    "event-takes-no-key": {
        "en": "“{event}” is raised by the engine, so “{key}” cannot stand here.",
        "zh": "“{event}”由引擎触发，此处不能写“{key}”。",
    },
    "list-needs-choose": {
        "en": "Only events take a list. Write “by” and the like once, and the alternatives of “{act}” under “choose”.",
        "zh": "只有事件可以直接写成列表。请把“by”等写一次，并把“{act}”的各分支写在“choose”下。",
    },
    "beside-choose": {
        "en": "“{key}” cannot stand beside “choose”; put it into the alternatives.",
        "zh": "“{key}”不能与“choose”并列；请写到各个分支里。",
    },
    "nobody-may": {
        "en": "Nobody may do “{act}”: say “by” which role.",
        "zh": "没有人可以执行“{act}”：请用“by”写明角色。",
    },
    "two-moments": {
        "en": "A rule has one moment: “past” or “at”, not both.",
        "zh": "一条规则只能有一个时刻：“past”或“at”，不能同时使用。",
    },
    "no-moment": {
        "en": "The rule needs a moment: “past” or “at”.",
        "zh": "规则缺少时刻：请写“past”或“at”。",
    },
    "role-one-way": {
        "en": "The role “{role}” needs exactly one of: is, first_of, chosen_by.",
        "zh": "角色“{role}”必须且只能写以下之一：is、first_of、chosen_by。",
    },
    "chosen-without-among": {
        "en": "The role “{role}” is chosen, but “among” does not say from whom.",
        "zh": "角色“{role}”由人选定，但没有用“among”说明可选范围。",
    },
    "hours-end-first": {"en": "The hours end before they begin.", "zh": "结束时间早于开始时间。"},
    "no-such-day": {"en": "{found} is not a day of the calendar.", "zh": "{found} 不是有效的日期。"},
    "day-outside-years": {
        "en": "{found} lies outside the years {first} to {last} of this calendar.",
        "zh": "{found} 不在此日历的 {first} 年至 {last} 年范围内。",
    },
    "unknown-place": {
        "en": "“{found}” is no place of a turn's name. Known: {known}.",
        "zh": "期次名称中没有占位“{found}”。可用：{known}。",
    },
    "name-is-not-file": {
        "en": "The file is called “{file}” but says it is “{name}”; both must be the same.",
        "zh": "文件名为“{file}”，但内容写的是“{name}”；两者必须一致。",
    },
    "no-such-name": {
        "en": "There is no {thing} “{name}”. Known: {known}.",
        "zh": "没有名为“{name}”的{thing}。可用：{known}。",
    },
    "no-such-name-near": {
        "en": "There is no {thing} “{name}”. Did you mean “{near}”?",
        "zh": "没有名为“{name}”的{thing}。是否想写“{near}”？",
    },
    "no-such-part": {
        "en": "“{owner}” has no “{name}”. Known: {known}.",
        "zh": "“{owner}”没有“{name}”。可用：{known}。",
    },
    "no-such-part-near": {
        "en": "“{owner}” has no “{name}”. Did you mean “{near}”?",
        "zh": "“{owner}”没有“{name}”。是否想写“{near}”？",
    },
    "no-such-variable": {
        "en": "“{name}” means nothing here. Known: {known}.",
        "zh": "此处没有“{name}”可用。可用：{known}。",
    },
    "no-such-variable-near": {
        "en": "“{name}” means nothing here. Did you mean “{near}”?",
        "zh": "此处没有“{name}”可用。是否想写“{near}”？",
    },
    "no-such-anchor": {
        "en": "“{name}” is no day to count from. Known: {known}.",
        "zh": "“{name}”不是可作为起算点的日期。可用：{known}。",
    },
    "no-such-anchor-near": {
        "en": "“{name}” is no day to count from. Did you mean “{near}”?",
        "zh": "“{name}”不是可作为起算点的日期。是否想写“{near}”？",
    },
    "no-such-fact": {
        "en": "A person has no fact “{name}”. Known: {known}.",
        "zh": "人员没有属性“{name}”。可用：{known}。",
    },
    "no-such-fact-near": {
        "en": "A person has no fact “{name}”. Did you mean “{near}”?",
        "zh": "人员没有属性“{name}”。是否想写“{near}”？",
    },
    "value-without-parts": {
        "en": "“{owner}” is a single value; it has no “{part}”.",
        "zh": "“{owner}”是单个值，没有“{part}”。",
    },
    "no-such-option": {
        "en": "“{field}” can never be “{found}”. Its options: {options}.",
        "zh": "“{field}”不可能是“{found}”。可选值：{options}。",
    },
    "no-such-option-near": {
        "en": "“{field}” can never be “{found}”. Did you mean “{near}”?",
        "zh": "“{field}”不可能是“{found}”。是否想写“{near}”？",
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
    "computed-not-written": {
        "en": "“{field}” is computed; only what its “corrected_by” names may write it.",
        "zh": "“{field}”是计算字段，只有其“corrected_by”列出的动作或事件可以写入。",
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
    "cycle-lacks-date": {
        "en": "The cycle “{cycle}” starts this process but has no date “{date}”; there this moment never comes.",
        "zh": "周期“{cycle}”会启动此流程，但没有日期“{date}”；在该周期中这个时刻永远不会到来。",
    },
    "unreachable-state": {"en": "Nothing leads to “{state}”.", "zh": "没有任何途径进入“{state}”。"},
    "dead-end": {
        "en": "“{state}” is not final, but nothing leads out of it.",
        "zh": "“{state}”不是终止状态，却没有任何出口。",
    },
    "never-ends": {
        "en": "No way leads to a final state from: {states}.",
        "zh": "从以下状态出发无法到达任何终止状态：{states}。",
    },
    "zero-delay-loop": {
        "en": "These states pass on to each other without delay, for ever: {path}.",
        "zh": "这些状态会立即互相转换，无限循环：{path}。",
    },
    "zero-delay-loop-possible": {
        "en": "These states may pass on to each other without delay: {path}. Are their conditions never true together?",
        "zh": "这些状态可能会立即互相转换：{path}。请确认其条件不会同时成立。",
    },
    "silence": {
        "en": "If nobody acts in “{state}”, nothing ever happens: it has no “due” and no “after”.",
        "zh": "如果“{state}”中无人处理，流程将永远停在那里：它没有“due”，也没有“after”。",
    },
    "final-has": {
        "en": "“{state}” is final, so it cannot have “{key}”.",
        "zh": "“{state}”是终止状态，不能有“{key}”。",
    },
    "keep-not-final": {
        "en": "“keep_for” belongs to final states; “{state}” is not final.",
        "zh": "“keep_for”只用于终止状态；“{state}”不是终止状态。",
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
        "en": "“{field}” has both “compute” and “combine”; one of them must go.",
        "zh": "“{field}”同时写了“compute”和“combine”，只能保留一个。",
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
    "name-of-the-engine": {
        "en": "“{name}” is a word of the engine; choose another name.",
        "zh": "“{name}”是引擎的保留词，请换一个名称。",
    },
    "name-taken": {
        "en": "“{name}” is already the name of a {thing}; expressions could not tell them apart.",
        "zh": "“{name}”已是某个{thing}的名称，表达式无法区分。",
    },
    "date-known-later": {
        "en": "“{name}” is defined further down; a date can count only from those above it.",
        "zh": "“{name}”在后面才定义；日期只能以其上方的日期为起算点。",
    },
    "cycle-outside-calendar": {
        "en": "The cycle starts in {year}, which the calendar “{calendar}” does not cover.",
        "zh": "周期从 {year} 年开始，但日历“{calendar}”不包含该年。",
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
