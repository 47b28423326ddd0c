"""Refusals and incidents of the core."""

TEXTS = {
    "act-unknown": {
        "en": "There is no “{act}” in “{state}”. Possible here: {known}. Nearest: {nearest}.",
        "zh": "“{state}”阶段没有“{act}”这一操作。此处可用：{known}。最接近的是：{nearest}。",
    },
    "act-not-now": {
        "en": "“{act}” is not possible now: the review is in “{state}”. It is possible in: {states}.",
        "zh": "现在不能“{act}”：流程正处于“{state}”阶段。可在以下阶段进行：{states}。",
    },
    "actor-unknown": {
        "en": "“{actor}” is not an active person of this organisation.",
        "zh": "“{actor}”不是本组织的在职人员。",
    },
    "not-your-role": {
        "en": "“{act}” is for: {roles}. You hold none of these parts here.",
        "zh": "“{act}”只能由{roles}执行，您在此流程中不担任这些角色。",
    },
    "task-closed": {
        "en": "“{act}” has been done already, or is no longer open.",
        "zh": "“{act}”已经完成，或不再开放。",
    },
    "task-not-yours": {
        "en": "No open task “{task}” is yours here, nor of anybody you stand in for.",
        "zh": "此处没有属于您（或您所代理之人）的待办任务“{task}”。",
    },
    "task-everybodys": {
        "en": "“{task}” is done by everybody for themselves; nobody can be on it for the others.",
        "zh": "“{task}”由每个人各自办理，不能代他人认领。",
    },
    "task-claimed": {
        "en": "{name} ({person}) is on it, until {until} at the latest.",
        "zh": "{name}（{person}）已认领，最迟保留至 {until}。",
    },
    "not-your-task": {"en": "“{act}” is not a task of yours.", "zh": "“{act}”不是您的任务。"},
    "not-independent": {
        "en": "“{act}” needs somebody independent: you have taken part already ({of}).",
        "zh": "“{act}”须由独立人员执行：您此前已参与（{of}）。",
    },
    "records-gone": {
        "en": "The records of this “{process}” have been deleted, for their time has run; nothing can be done now.",
        "zh": "此“{process}”的记录已过保留期并被删除，不能再进行任何操作。",
    },
    "not-above": {
        "en": "“{act}” is for somebody above {person} in the line ({of}).",
        "zh": "“{act}”须由{person}的上级（直接或间接）执行（{of}）。",
    },
    "nobody-below": {
        "en": "“{act}” is for somebody above whoever is “{of}”, and nobody is yet.",
        "zh": "“{act}”须由“{of}”相关人员的上级执行，而目前尚无此类人员。",
    },
    "named-not-independent": {
        "en": "{found} cannot be “{title}”: independence is needed, and they have taken part already ({of}).",
        "zh": "{found} 不能担任“{title}”：须为独立人员，而其此前已参与（{of}）。",
    },
    "named-not-above": {
        "en": "{found} cannot be “{title}”: that takes somebody above those who are “{of}”.",
        "zh": "{found} 不能担任“{title}”：须为以“{of}”身份参与者的（直接或间接）上级。",
    },
    "named-nobody-below": {
        "en": "{found} cannot be “{title}”: that takes somebody above those who are “{of}”, and nobody is yet.",
        "zh": "{found} 不能担任“{title}”：须为“{of}”相关人员的上级，而目前尚无此类人员。",
    },
    "named-excepted": {
        "en": "{found} cannot be “{title}”: the rules of this process except them.",
        "zh": "{found} 不能担任“{title}”：流程规则将其排除。",
    },
    "for-whom": {
        "en": "You act for several people who may do “{act}”: {names}. Say for whom.",
        "zh": "您同时代理多位可执行“{act}”的人：{names}。请注明代理谁。",
    },
    "not-delegate": {
        "en": "You are no delegate of “{found}” in this process today.",
        "zh": "您今天在此流程中不是“{found}”的代理人。",
    },
    "own-case": {
        "en": "“{act}” is not possible through a delegate here: nobody acts on themselves, as delegate or through one.",
        "zh": "此处不能通过代理执行“{act}”：任何人不得以代理人身份或通过代理人处理自己的事项。",
    },
    "role-empty": {
        "en": "Nobody holds the part that may do “{act}” ({role}).",
        "zh": "没有人担任可执行“{act}”的角色（{role}）。",
    },
    "too-early": {"en": "“{act}” opens on {at}.", "zh": "“{act}”将于 {at} 开放。"},
    "too-late": {"en": "“{act}” was possible until {at}.", "zh": "“{act}”的截止时间为 {at}，现已逾期。"},
    "too-often": {"en": "“{act}” is possible {limit} times only.", "zh": "“{act}”最多只能进行 {limit} 次。"},
    "date-not-known": {
        "en": "“{act}” waits for a date that is not known yet: {moment}.",
        "zh": "“{act}”所依据的日期尚未确定：{moment}。",
    },
    "clock-stands": {
        "en": "“{act}” waits for a moment that is not reached while the clock stands: {moment}.",
        "zh": "计时已暂停，尚未到可以执行“{act}”的时刻：{moment}。",
    },
    "reason-missing": {
        "en": "“{act}” needs a reason. Possible: {known}.",
        "zh": "“{act}”须说明理由。可选：{known}。",
    },
    "reason-unknown": {
        "en": "“{found}” is no reason that counts here. Possible: {known}. Nearest: {nearest}.",
        "zh": "“{found}”不是此处认可的理由。可选：{known}。最接近的是：{nearest}。",
    },
    "amount-missing": {
        "en": "“{act}” needs an amount, such as “2 business days”; at most {most} in all.",
        "zh": "“{act}”须注明延长多久，例如“2 business days”；累计不得超过 {most}。",
    },
    "amount-unreadable": {
        "en": "“{found}” is no amount of time. Write it like “2 business days”; at most {most} in all.",
        "zh": "“{found}”不是有效的时长。写法如“2 business days”；累计不得超过 {most}。",
    },
    "amount-too-large": {
        "en": "“{found}” is more than may be granted: at most {most} in all, counted in the same unit.",
        "zh": "“{found}”超出可延长的范围：累计不得超过 {most}，并须使用相同单位。",
    },
    "amount-differs": {
        "en": "“{found}” is not what was asked for: {asked}. Consent to that, with the same amount or none.",
        "zh": "“{found}”与已提出的 {asked} 不同。如同意，请填写相同的时长或不填。",
    },
    "condition-not-met": {
        "en": "“{act}” is possible only while this holds: {when}.",
        "zh": "“{act}”仅在以下条件成立时可以执行：{when}。",
    },
    "no-alternative": {
        "en": "None of the alternatives of “{act}” applies now.",
        "zh": "“{act}”的各分支条件目前均不成立。",
    },
    "required": {"en": "{text}", "zh": "{text}"},
    "required-in-row": {"en": "Row {row}: {text}", "zh": "第 {row} 行：{text}"},
    "require-missing": {
        "en": "This cannot be judged yet, because “{what}” is not filled in. {text}",
        "zh": "由于“{what}”尚未填写，暂时无法判断。{text}",
    },
    "require-missing-in-row": {
        "en": "Row {row}: “{what}” is not filled in. {text}",
        "zh": "第 {row} 行：“{what}”尚未填写。{text}",
    },
    "require-failed": {
        "en": "A rule of this process could not be worked out, so the act was not let through: {what}",
        "zh": "流程中的一条规则无法计算，因此未予放行：{what}",
    },
    "require-failed-in-row": {
        "en": "Row {row}: a rule could not be worked out, so the act was not let through: {what}",
        "zh": "第 {row} 行：规则无法计算，因此未予放行：{what}",
    },
    "together-refused": {
        "en": "{name}: {text}",
        "zh": "{name}：{text}",
    },
    "limit-breached": {
        "en": "{text} (group: {group}; rule: {why})",
        "zh": "{text}（范围：{group}；规则：{why}）",
    },
    "turn-passed-over": {
        "en": "The turn “{cycle}” was due while nothing ran, and the next one is due already: it was not opened. "
        "Launch it by hand if it is still wanted.",
        "zh": "“{cycle}”应开启时系统未运行，而下一期也已到期，因此未开启。如仍需要，请手动启动。",
    },
    "migration-forgets-state": {
        "en": "{instance} is in “{state}”, which version {version} does not know. Say there which state “was” "
        "called so, or let it finish under its own version.",
        "zh": "{instance} 处于“{state}”，而版本 {version} 没有该阶段。"
        "请在新版本中用 was 写明由哪个阶段承接，或让其按原版本结束。",
    },
    "migration-nothing": {
        "en": "Nothing of “{process}” runs under another version than {version}.",
        "zh": "“{process}”没有按其他版本运行的实例（当前版本 {version}）。",
    },
    "migration-not-running": {
        "en": "{instance} is no running instance of “{process}” under another version than {version}.",
        "zh": "{instance} 不是“{process}”按其他版本运行中的实例（当前版本 {version}）。",
    },
    "limit-exceeded": {
        "en": "Nobody's act, but time or another event, broke a rule across people: {text} (group: {group}; "
        "rule: {why}; last: {instance}). It counts all the same; correct somebody's value, or take note of it.",
        "zh": "无人操作，因到期或其他事件超出跨人员限制：{text}（范围：{group}；规则：{why}；最近一例：{instance}）。"
        "该结果照常计入；请更正某人的取值，或知悉即可。",
    },
    "form-unknown-field": {
        "en": "“{field}” is not part of this form. Known: {known}. Nearest: {nearest}.",
        "zh": "“{field}”不属于此表单。可填：{known}。最接近的是：{nearest}。",
    },
    "form-missing": {"en": "“{title}” ({field}) must be filled in.", "zh": "“{title}”（{field}）必须填写。"},
    "moment-filled-in": {
        "en": "a day and an hour, such as 2027-04-08 14:00 (or with a zone, 2027-04-08T14:00+02:00)",
        "zh": "日期和时刻，例如 2027-04-08 14:00（或带时区，2027-04-08T14:00+02:00）",
    },
    "form-kind": {
        "en": "“{field}”: expected {expected}, found {found}.",
        "zh": "“{field}”：应为 {expected}，实际为 {found}。",
    },
    "form-file-ending": {
        "en": "“{field}” takes files of these kinds: {known}; “{found}” is none of them.",
        "zh": "“{field}”只接受以下类型的文件：{known}；“{found}”不符合。",
    },
    "form-rows": {
        "en": "“{field}”: expected one value for each of the {expected} rows, found {found}.",
        "zh": "“{field}”：共 {expected} 行，每行须有一个值，实际为 {found} 个。",
    },
    "form-too-long": {
        "en": "“{field}” may hold {limit} characters; found {found}.",
        "zh": "“{field}”最多 {limit} 个字符，实际 {found} 个。",
    },
    "form-characters": {
        "en": "“{field}” holds characters that cannot be stored (control signs).",
        "zh": "“{field}”含有无法保存的控制字符。",
    },
    "form-decimals": {
        "en": "“{field}” takes at most {limit} decimals; found {found}.",
        "zh": "“{field}”最多保留 {limit} 位小数，实际为 {found}。",
    },
    "form-too-small": {
        "en": "“{field}” must be at least {limit}; found {found}.",
        "zh": "“{field}”不得小于 {limit}，实际为 {found}。",
    },
    "form-too-large": {
        "en": "“{field}” must be at most {limit}; found {found}.",
        "zh": "“{field}”不得大于 {limit}，实际为 {found}。",
    },
    "form-choice": {
        "en": "“{field}” takes one of: {known}; found “{found}”. Nearest: {nearest}.",
        "zh": "“{field}”可选：{known}；实际为“{found}”。最接近的是：{nearest}。",
    },
    "form-unit": {
        "en": "“{field}”: “{found}” is no unit of this organisation that exists today.",
        "zh": "“{field}”：“{found}”不是本组织现有的单元。",
    },
    "form-person": {
        "en": "“{field}”: “{found}” is not an active person of this organisation.",
        "zh": "“{field}”：“{found}”不是本组织的在职人员。",
    },
    "form-not-among": {
        "en": "“{title}” ({field}): {found} cannot be chosen here.",
        "zh": "“{title}”（{field}）：不能选择{found}。",
    },
    "form-alike": {"en": "“{field}”: “{found}” stands in two rows.", "zh": "“{field}”：“{found}”出现在两行中。"},
    "form-fixed": {
        "en": "“{title}” has {expected} rows, which stay as they are; found {found}.",
        "zh": "“{title}”共有 {expected} 行，不得增减；收到 {found} 行。",
    },
    "form-given": {
        "en": "“{field}” ({title}) is given beforehand and is “{stands}”; leave it out.",
        "zh": "“{field}”（{title}）已预先给定，为“{stands}”，无需填写。",
    },
    "form-twice": {"en": "“{field}” names somebody twice.", "zh": "“{field}”中有人重复出现。"},
    "form-indicator": {
        "en": "“{field}”: there is no indicator “{found}”. Meant for this person: {known}. Nearest: {nearest}.",
        "zh": "“{field}”：没有指标“{found}”。适用于该员工的指标：{known}。最接近：{nearest}。",
    },
    "form-measured": {
        "en": "“{field}” ({title}) comes from the indicator and is {stands}; leave it out.",
        "zh": "“{field}”（{title}）取自指标，为 {stands}，无需填写。",
    },
    "form-too-few": {
        "en": "“{field}” needs at least {limit} rows; found {found}.",
        "zh": "“{field}”至少需要 {limit} 项，实际为 {found} 项。",
    },
    "form-too-many": {
        "en": "“{field}” takes at most {limit} rows; found {found}.",
        "zh": "“{field}”最多 {limit} 项，实际为 {found} 项。",
    },
    "only-in-limits": {
        "en": "Sums across people are known only in a cycle's limits.",
        "zh": "跨人员的合计只能用于周期的 limits。",
    },
    "nobody-holds-role": {
        "en": "Nobody valid holds “{role}”, so this task has no owner. "
        "Name somebody in the organisation, then it goes on.",
        "zh": "没有符合条件的人担任“{role}”，任务无人负责。请在组织信息中指定人员，流程随后自动继续。",
    },
    "quorum-too-small": {
        "en": "{quorum} answers are needed, but only {found} people may answer.",
        "zh": "需要 {quorum} 份评价，但只有 {found} 人可以评价。",
    },
    "expression-failed": {
        "en": "A rule could not be worked out: {reason}",
        "zh": "规则无法计算：{reason}",
    },
    "chain-too-long": {
        "en": "More than {limit} steps followed from one event; the definition goes in a circle.",
        "zh": "一个事件引发了超过 {limit} 个连续步骤，流程定义存在循环。",
    },
    "signals-too-deep": {
        "en": "More than {limit} processes started or told each other in a row; the definitions go in a circle.",
        "zh": "流程之间连续触发超过 {limit} 层，定义之间存在循环。",
    },
    "process-gone": {
        "en": "The files hold no process “{process}” any more.",
        "zh": "文件中已没有流程“{process}”。",
    },
    "no-calendar": {
        "en": "There is no calendar “{calendar}” any more, though a limit is counted by it. Add its file again.",
        "zh": "期限所依据的日历“{calendar}”已不存在。请恢复该日历文件。",
    },
    "no-sites": {
        "en": "The organisation names no site, so nobody has a calendar or a clock. Add one under “sites”.",
        "zh": "组织信息未列出任何工作地点，因此没有日历和时区。请在 sites 下添加。",
    },
    "start-not-by-hand": {
        "en": "“{process}” is not opened by hand; a cycle or another process starts it.",
        "zh": "“{process}”不能手工发起，由周期或其他流程启动。",
    },
    "start-not-yours": {
        "en": "“{process}” may be opened by: {roles}. You hold none of these parts for this person.",
        "zh": "“{process}”只能由以下角色发起：{roles}。您对此人不担任这些角色。",
    },
    "start-running": {
        "en": "“{process}” is running already for this person, and only one may run at a time.",
        "zh": "此人已有进行中的“{process}”，同一时间只能进行一个。",
    },
}
