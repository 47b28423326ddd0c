"""What the texts of the checks speak of: kinds of names, whose facts they are, days of the week."""

THINGS = {
    "state": {"en": "state", "zh": "阶段"},
    "state-within": {"en": "state directly within called", "zh": "直接子阶段"},
    "role": {"en": "role", "zh": "角色"},
    "act": {"en": "act", "zh": "操作"},
    "act-here": {"en": "act of this state called", "zh": "此阶段的操作"},
    "task": {"en": "task", "zh": "任务"},
    "field": {"en": "field", "zh": "字段"},
    "column": {"en": "column", "zh": "列"},
    "field-of-task": {"en": "field of that task called", "zh": "该任务的字段"},
    "field-of-process": {"en": "field of that process called", "zh": "该流程的字段"},
    "task-here": {"en": "other task of this state called", "zh": "此阶段的其他任务"},
    "limit-here": {"en": "limit of this state called", "zh": "此阶段的期限"},
    "act-or-event": {"en": "act or event", "zh": "操作或事件"},
    "act-or-role": {"en": "act or role", "zh": "操作或角色"},
    "option": {"en": "option", "zh": "选项"},
    "option-or-role": {"en": "option or role", "zh": "选项或角色"},
    "field-or-task": {"en": "field or task", "zh": "字段或任务"},
    "process": {"en": "process", "zh": "流程"},
    "event": {"en": "event of that process called", "zh": "该流程的事件"},
    "fact": {"en": "fact of a person called", "zh": "人员属性"},
    "event-of-fact": {"en": "event of a fact called", "zh": "人员属性的事件"},
    "dated-fact": {"en": "fact with a past called", "zh": "保留历史的人员属性"},
    "setting": {"en": "setting", "zh": "设置"},
    "cycle-date": {"en": "date of the cycle called", "zh": "周期日期"},
    "role-or-admins": {"en": "role", "zh": "角色"},
    "group": {"en": "group", "zh": "群组"},
    "calendar": {"en": "calendar", "zh": "日历"},
    "template": {"en": "message template", "zh": "消息模板"},
    "measured": {"en": "measurement or indicator", "zh": "度量或指标"},
    "measurement": {"en": "measurement", "zh": "度量"},
    "indicator": {"en": "indicator", "zh": "指标"},
    "indicator-column": {"en": "column of the type indicator called", "zh": "类型为 indicator 的列"},
}

WHOSE = {"person": {"en": "A person", "zh": "人员"}, "unit": {"en": "A unit", "zh": "单元"}}

DAYS = (
    {"en": "Monday", "zh": "星期一"},
    {"en": "Tuesday", "zh": "星期二"},
    {"en": "Wednesday", "zh": "星期三"},
    {"en": "Thursday", "zh": "星期四"},
    {"en": "Friday", "zh": "星期五"},
    {"en": "Saturday", "zh": "星期六"},
    {"en": "Sunday", "zh": "星期日"},
)
