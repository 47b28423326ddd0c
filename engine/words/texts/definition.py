"""What is wrong with a file as a definition: its form, and what its parts lack."""

FOUND = {
    "map": {"en": "a map (key: value)", "zh": "映射（键: 值）"},
    "list": {"en": "a list", "zh": "列表"},
    "nothing": {"en": "nothing", "zh": "空值"},
    "text": {"en": "the text “{text}”", "zh": "文本“{text}”"},
    "flag": {"en": "“{text}”", "zh": "“{text}”"},
    "number": {"en": "the number {text}", "zh": "数字 {text}"},
}

WORDS = {
    "scenario-day": {
        "en": "a day such as 2026-07-01, or 2026-07-01 15:00",
        "zh": "日期，例如 2026-07-01 或 2026-07-01 15:00",
    },
    "scenario-limit": {
        "en": "a day such as 2026-07-01, or 2026-07-01 15:00, or paused",
        "zh": "日期，例如 2026-07-01 或 2026-07-01 15:00，或 paused",
    },
    "text": {"en": "a text", "zh": "文本"},
    "translated": {"en": "a text in en and zh", "zh": "含 en 和 zh 的文本"},
    "number": {"en": "a number", "zh": "数字"},
    "whole": {"en": "a whole number", "zh": "整数"},
    "whole-from-0": {"en": "a whole number from 0 on", "zh": "不小于 0 的整数"},
    "whole-positive": {"en": "a whole number from 1 on", "zh": "不小于 1 的整数"},
    "ending": {"en": "the ending of a file's name, such as pdf", "zh": "文件名后缀，如 pdf"},
    "needed": {
        "en": "a share from a half up, such as “two thirds” or “more than half of all”, or a whole number from 1 on",
        "zh": "不低于一半的比例，如“two thirds”或“more than half of all”，或不小于 1 的整数",
    },
    "often": {
        "en": "a whole number from 1 on, or such as “2 per visit” or “2 per visit of published”",
        "zh": "不小于 1 的整数，或如“2 per visit”、“2 per visit of published”",
    },
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
    "period-of": {"en": "a period, such as 2026-07 or 2026-q3", "zh": "期间，例如 2026-07 或 2026-q3"},
    "band": {
        "en": "a band: “below 60”, “60 to 80”, “over 3 up to 5” or “from 80”",
        "zh": "区间：“below 60”、“60 to 80”、“over 3 up to 5”或“from 80”",
    },
    "date": {"en": "a date, such as 2026-07-01", "zh": "日期，例如 2026-07-01"},
    "hours": {"en": "hours of a day, such as “09:00-18:00”", "zh": "一天中的时段，例如“09:00-18:00”"},
    "zone": {"en": "a time zone, such as Asia/Shanghai", "zh": "时区，例如 Asia/Shanghai"},
    "source": {
        "en": "a field of another process, such as “goal_setting.goals”",
        "zh": "另一流程的字段，例如“goal_setting.goals”",
    },
    "act-of": {
        "en": "an act of a process, such as “evaluation.approve”",
        "zh": "流程的操作，例如“evaluation.approve”",
    },
    "answer": {
        "en": "a field of a task, such as “peer_review.rating”",
        "zh": "任务的字段，例如“peer_review.rating”",
    },
}

TITLES = {
    "scenario": {"en": "a scenario", "zh": "场景"},
    "given": {"en": "the beginning of a scenario", "zh": "场景的初始情况"},
    "given-instance": {"en": "an instance that is there", "zh": "已有的流程实例"},
    "row-given": {"en": "values of a row", "zh": "一行的内容"},
    "row": {"en": "a row of a scenario's table", "zh": "场景表格的一行"},
    "step": {"en": "a step of a scenario", "zh": "场景的步骤"},
    "expect": {"en": "what is expected", "zh": "预期结果"},
    "people": {"en": "people", "zh": "人员"},
    "kinds": {"en": "kinds of unit", "zh": "单元种类"},
    "cycle_units": {"en": "which units take part", "zh": "参加的单元"},
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
    "interventions": {"en": "interventions", "zh": "干预"},
    "start_by_hand": {"en": "opening by hand", "zh": "手动发起"},
    "states": {"en": "states", "zh": "阶段"},
    "state": {"en": "a state", "zh": "阶段"},
    "party": {"en": "several who hold a role", "zh": "某角色的多名成员"},
    "together": {"en": "several who decide as one", "zh": "共同决定的多人"},
    "region": {"en": "a region", "zh": "并行区域"},
    "regions": {"en": "regions", "zh": "并行区域"},
    "task": {"en": "a task", "zh": "任务"},
    "tasks": {"en": "tasks", "zh": "任务"},
    "reminder": {"en": "a reminder", "zh": "提醒"},
    "after": {"en": "a rule under “after”", "zh": "after 规则"},
    "requirement": {"en": "a requirement", "zh": "条件要求"},
    "message": {"en": "a message", "zh": "消息"},
    "child": {"en": "a process to open", "zh": "子流程"},
    "values": {"en": "values", "zh": "值"},
    "choice": {"en": "an alternative", "zh": "分支"},
    "act": {"en": "an act", "zh": "操作"},
    "acts": {"en": "acts", "zh": "操作"},
    "cycle": {"en": "a cycle", "zh": "周期"},
    "cycle_date": {"en": "a date of a cycle", "zh": "周期日期"},
    "cycle_period": {"en": "the period of a cycle", "zh": "考核期间"},
    "cycle_people": {"en": "the people of a cycle", "zh": "参加人员"},
    "cycle_start": {"en": "a start", "zh": "启动项"},
    "cycle_limit": {"en": "a limit across people", "zh": "跨人员限制"},
    "dates": {"en": "dates", "zh": "日期"},
    "site": {"en": "a site", "zh": "地点"},
    "sites": {"en": "sites", "zh": "地点"},
    "messages": {"en": "how messages reach people", "zh": "消息送达方式"},
    "organisation": {"en": "an organisation", "zh": "组织"},
    "facts": {"en": "facts of a person", "zh": "人员属性"},
    "groups": {"en": "groups", "zh": "群组"},
    "days": {"en": "days", "zh": "日期"},
    "units": {"en": "units", "zh": "单元"},
    "pause": {"en": "what stops the clock", "zh": "停止计时的条件"},
    "term": {"en": "a term", "zh": "学期"},
    "terms": {"en": "terms", "zh": "学期"},
    "calendar": {"en": "a calendar", "zh": "日历"},
    "family": {"en": "a family of indicators", "zh": "指标组"},
    "measurement": {"en": "a measurement", "zh": "度量"},
    "measurements": {"en": "measurements", "zh": "度量"},
    "indicator": {"en": "an indicator", "zh": "指标"},
    "indicators": {"en": "indicators", "zh": "指标"},
    "target": {"en": "a target", "zh": "目标值"},
    "scale": {"en": "a scoring scale", "zh": "得分标准"},
    "points": {"en": "points", "zh": "得分"},
    "bands": {"en": "points of bands", "zh": "分段得分"},
}

TEXTS: dict[str, dict[str, str]] = {
    "list-never-filled": {
        "en": "Forms ask for columns of “{field}”, but nobody can ever put a row there: give it rows under “default”, "
        "or ask for “{field}” itself in a form.",
        "zh": "表单要求填写“{field}”的列，但没有任何途径产生行：请在 default 中写明各行，"
        "或在某个表单中填写“{field}”本身。",
    },
    "default-rows": {
        "en": "“{field}” cannot begin so: a list, and nothing else, begins with rows: maps of its columns.",
        "zh": "“{field}”的初始值写法不对：只有列表可以写初始的各行（列名: 值），且列表只能这样写。",
    },
    "value-unfit": {
        "en": "“{found}” is no value for “{column}” ({type}). What is to be worked out begins with “=”.",
        "zh": "“{found}”不是“{column}”（{type}）的有效值。需要计算的内容以“=”开头。",
    },
    "cell-unfit": {
        "en": "“{found}” is no value for the column “{column}” ({type}).",
        "zh": "“{found}”不是“{column}”列（{type}）的有效值。",
    },
    "extends-beside-vote": {
        "en": "This extends the limit whatever the outcome of the vote is. Leave out “vote”: consent alone extends it.",
        "zh": "无论表决结果如何，期限都会延长。请去掉 vote：同意本身即可延长期限。",
    },
    "opens-once": {
        "en": "A cycle without “repeat” has one turn, so none can open by itself.",
        "zh": "没有“repeat”的周期只有一期，不会自动开启下一期。",
    },
    "until-without-repeat": {
        "en": "“until” ends a repetition; this start has no “repeat”.",
        "zh": "“until”用于结束重复，此启动项没有“repeat”。",
    },
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
    "state-twice": {
        "en": "There is a state “{state}” in line {line} already; every state of a process needs a name of its own.",
        "zh": "第 {line} 行已有阶段“{state}”；同一流程中的阶段名称不能重复。",
    },
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
    "term-ends-first": {"en": "The term “{name}” ends before it begins.", "zh": "学期“{name}”的结束日期早于开始日期。"},
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
}
