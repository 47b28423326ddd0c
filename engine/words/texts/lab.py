"""What is found out about definitions before anything runs."""

TEXTS = {
    "notice-leaks": {
        "en": "The message “{template}” shows “{path}”, but “{role}” may not see that in “{state}”. "
        "It is sent at {used}.",
        "zh": "消息“{template}”显示了“{path}”，但“{role}”在“{state}”中无权查看。发送位置：{used}。",
    },
    "uncovered-transition": {"en": "No scenario goes this way: {name}.", "zh": "没有场景走过这一步：{name}。"},
    "uncovered-timer": {
        "en": "In no scenario does time do this: {name}.",
        "zh": "没有场景触发过这一定时规则：{name}。",
    },
    "uncovered-refusal": {"en": "No scenario is refused by this: {name}.", "zh": "没有场景因此被拒绝过：{name}。"},
    "uncovered-notice": {"en": "No scenario sends this: {name}.", "zh": "没有场景发送过这条消息：{name}。"},
    "scenario-unknown": {
        "en": "“{process}” knows no {what} “{found}”. Nearest: {near}.",
        "zh": "“{process}”中没有{what}“{found}”。最接近的是：{near}。",
    },
    "scenario-unknown-at-all": {
        "en": "“{process}” knows no {what} “{found}”.",
        "zh": "“{process}”没有{what}“{found}”。",
    },
    "scenario-role-found": {
        "en": "“{found}” is a role whose rule finds its holder, so nobody is named for it here: name the people the "
        "rule looks at, or say by “facts” who their manager is and what else it asks.",
        "zh": "“{found}”是按规则确定担任者的角色，此处不能直接指定：请写明规则所涉及的人员，"
        "或用 facts 写明其上级及规则所需的其他信息。",
    },
    "scenario-worked-out": {
        "en": "“{found}” is worked out of who is there. Name them in “people” ({found}: […], others: […]), or say of "
        "each who is their manager, department and groups.",
        "zh": "“{found}”由人员关系推算得出。请在 people 中写明有哪些人（{found}: […]、others: […]），"
        "或分别写明其 manager、department、groups。",
    },
    "scenario-name-unit-fact": {"en": "fact of a unit", "zh": "单元信息项"},
    "scenario-name-cycle-fact": {"en": "date of the cycle", "zh": "周期日期"},
    "scenario-name-period-part": {"en": "end of the period", "zh": "期间端点"},
    "scenario-name-told-of": {"en": "field", "zh": "字段"},
    "scenario-name-state": {"en": "state", "zh": "阶段"},
    "scenario-name-role": {"en": "role", "zh": "角色"},
    "scenario-name-who": {"en": "role or person", "zh": "角色或人员"},
    "scenario-name-people": {"en": "part or group", "zh": "人员关系或分组"},
    "scenario-name-act": {"en": "act", "zh": "操作"},
    "scenario-name-task": {"en": "task", "zh": "任务"},
    "scenario-name-field": {"en": "field", "zh": "字段"},
    "scenario-name-seen": {"en": "field or task", "zh": "字段或任务"},
    "scenario-name-template": {"en": "message", "zh": "消息"},
    "scenario-name-measurement": {"en": "measurement", "zh": "度量"},
    "scenario-name-fact": {"en": "fact of a person", "zh": "人员信息项"},
    "scenario-name-site": {"en": "site", "zh": "工作地点"},
    "scenario-name-calendar": {"en": "calendar", "zh": "日历"},
    "scenario-cycle": {
        "en": "There is no cycle “{found}”. Nearest: {near}.",
        "zh": "没有名为“{found}”的周期。最接近：{near}。",
    },
    "scenario-no-subject": {
        "en": "“{found}” is none of this scenario's subjects.",
        "zh": "“{found}”不是本场景的对象。",
    },
    "scenario-process": {
        "en": "There is no process “{found}”. Nearest: {near}.",
        "zh": "没有流程“{found}”。最接近的是：{near}。",
    },
    "scenario-stopped": {
        "en": "The scenario cannot go on ({reason}): {text}",
        "zh": "场景无法继续（{reason}）：{text}",
    },
    "scenario-no-child": {
        "en": "There is no child process “{process}” at this point.",
        "zh": "此时没有子流程“{process}”。",
    },
    "scenario-not-played": {
        "en": "The story is another one by now: the last {count} steps, from here on, were not played.",
        "zh": "场景至此已与预期不同：自此处起的最后 {count} 步未再演练。",
    },
    "scenario-goes-back": {
        "en": "“{found}” lies before “{before}” above it. Time only goes forward: put the steps in order.",
        "zh": "“{found}”早于上文的“{before}”。时间只能向前：请按先后顺序排列各步。",
    },
    "scenario-nobody": {
        "en": "Nobody holds “{role}” at this point, and nobody is called so.",
        "zh": "此时没有人担任“{role}”，也没有叫此名的人。",
    },
    "scenario-not-refused": {
        "en": "“{act}” was expected to be refused ({expected}), but was done.",
        "zh": "“{act}”本应被拒绝（{expected}），实际却执行成功。",
    },
    "scenario-refused": {"en": "“{act}” was refused: {said}", "zh": "“{act}”被拒绝：{said}"},
    "scenario-refused-otherwise": {
        "en": "“{act}” was refused, but with other words.\n  - expected: {expected}\n  + found:    {said}",
        "zh": "“{act}”被拒绝，但理由不同。\n  - 预期：{expected}\n  + 实际：{said}",
    },
    "scenario-differs": {
        "en": "{what} is not as expected.\n  - expected: {expected}\n  + found:    {found}",
        "zh": "{what} 与预期不符。\n  - 预期：{expected}\n  + 实际：{found}",
    },
    "scenario-not-sent": {
        "en": "A message was not sent.\n  - expected: {expected}\n  + found:    {found}",
        "zh": "有消息未发送。\n  - 预期：{expected}\n  + 实际：{found}",
    },
    "scenario-sent-too-much": {
        "en": "More was sent than expected.\n  + found:    {found}",
        "zh": "发送的消息多于预期。\n  + 实际：{found}",
    },
    "scenario-visible": {"en": "“{who}” does not see: {fields}.", "zh": "“{who}”看不到：{fields}。"},
    "scenario-hidden-empty": {
        "en": "Nothing is hidden from “{who}” here, because nothing is filled in: {fields}. "
        "Expect it once there is a value.",
        "zh": "此时以下内容尚未填写，无从验证对“{who}”隐藏：{fields}。请在有值之后再作此预期。",
    },
    "scenario-hidden": {
        "en": "“{who}” sees what should be hidden: {fields}.",
        "zh": "“{who}”能看到本应隐藏的：{fields}。",
    },
}
