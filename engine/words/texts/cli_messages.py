"""What `messages` and `prefer` say: what became of a message, and how somebody wants to be reached."""

TEXTS = {
    "help-messages": {
        "en": "List messages: what waits until when and why, what went out, into which letter, what was not sent.",
        "zh": "列出消息：待发送的时间与原因、已发送的、并入哪封汇总、未发送的原因。",
    },
    "help-messages-kind": {
        "en": "waiting, sent, merged (in a digest), suppressed or dead; all unless said.",
        "zh": "waiting（待发送）、sent（已发送）、merged（并入汇总）、suppressed（无须发送）、dead（无法送达）；"
        "不写则全部列出。",
    },
    "help-messages-of": {"en": "Only those to this person.", "zh": "仅限发给此人的消息。"},
    "help-messages-about": {"en": "Only those about this review.", "zh": "仅限与该实例有关的消息。"},
    "help-messages-limit": {"en": "At most so many, the latest (50).", "zh": "最多列出多少条，从最近的开始（50）。"},
    "help-prefer": {
        "en": "Show or change when, how often and in which language messages reach somebody.\n"
        "“usual” as a value goes back to what the organisation says.",
        "zh": "查看或修改某人接收消息的时间、频率与语言。\n取值 usual 表示恢复组织的默认设置。",
    },
    "help-prefer-person": {"en": "Whose.", "zh": "人员编号。"},
    "help-prefer-digest": {
        "en": "each (a letter each), together (what is due at once in one) or daily (one a day).",
        "zh": "each（逐条发送）、together（同时到期的合并）或 daily（每天一封）。",
    },
    "help-prefer-work-hours": {
        "en": "When messages may arrive, as 07:00-15:00.",
        "zh": "可接收消息的时段，例如 07:00-15:00。",
    },
    "help-prefer-quiet-hours": {
        "en": "When none may arrive, as 12:00-14:00 or 22:00-07:00.",
        "zh": "免打扰时段，例如 12:00-14:00 或 22:00-07:00。",
    },
    "help-prefer-time-zone": {
        "en": "Where they are, as Europe/Madrid; their limits end at midnight there.",
        "zh": "所在时区，例如 Europe/Madrid；其期限在当地零点截止。",
    },
    "help-prefer-language": {"en": "en or zh.", "zh": "en 或 zh。"},
    "help-calendars": {
        "en": "Show which years the calendars cover, and what a change of them would move; the next tick moves it.",
        "zh": "显示各日历覆盖的年份，以及日历变动将调整哪些期限；下一次 tick 时生效。",
    },
    "calendars-provisional": {"en": "{years} provisional", "zh": "{years} 年为暂定"},
    "calendars-unpublished": {"en": "{years} not published yet", "zh": "{years} 年尚未公布"},
    "calendars-changed": {"en": "changed since limits were last worked out", "zh": "上次计算期限后有变动"},
    "calendars-would": {
        "en": "Open reviews the next tick looks at: {instances}; limits that move: {moved}; "
        "messages that say so: {messages}.",
        "zh": "下一次 tick 将检查 {instances} 个进行中的实例：{moved} 个期限变动，发送 {messages} 条通知。",
    },
    "prefer-whose": {"en": "How messages reach {name} ({person}):", "zh": "{name}（{person}）接收消息的方式："},
    "prefer-usual": {"en": "(as usual)", "zh": "（默认）"},
    "prefer-none": {"en": "none", "zh": "无"},
    "messages-none": {"en": "No such messages.", "zh": "没有符合条件的消息。"},
    "messages-more": {
        "en": "{count} earlier ones are not shown; --limit shows more.",
        "zh": "另有 {count} 条较早的消息未列出；用 --limit 可多列。",
    },
    "messages-kind": {
        "en": "“{found}” is no kind of message. Known: {known}.",
        "zh": "没有“{found}”这类消息。可用：{known}。",
    },
    "head-message": {"en": "Message", "zh": "消息"},
    "head-to": {"en": "To", "zh": "收件人"},
    "head-became": {"en": "What became of it", "zh": "处理情况"},
    "message-digest-at": {"en": "sent {at}", "zh": "{at} 发送"},
    "message-stands-for": {"en": "stands for {count} notices", "zh": "包含 {count} 条通知"},
    "why-messages": {"en": "Messages that wait:", "zh": "待发送的消息："},
    "why-message-definition-lost": {
        "en": "for its definition, which cannot be read (see: reviewflow doctor)",
        "zh": "所属流程的定义无法读取（见 reviewflow doctor）",
    },
    "why-message-outside-hours": {"en": "for the reader's working hours", "zh": "等待收件人的工作时间"},
    "why-message-quiet-hours": {"en": "for the end of the reader's quiet hours", "zh": "等待收件人的免打扰时段结束"},
    "why-message-daily-digest": {"en": "for the reader's letter of the day", "zh": "等待收件人的每日汇总"},
    "why-message-enough-today": {
        "en": "for tomorrow; the reader had enough letters today",
        "zh": "收件人今日邮件已达上限，改日发送",
    },
    "why-message-overtaken": {"en": "a later reminder took its place", "zh": "已由更晚的提醒代替"},
    "why-message-state-left": {"en": "the state was left before", "zh": "此前已离开该阶段"},
    "why-message-task-closed": {"en": "the task was done before", "zh": "任务此前已完成"},
    "why-message-expired": {"en": "too old a reminder to help anybody", "zh": "提醒已过时"},
    "why-message-nothing-left": {"en": "nothing in it was still needed", "zh": "其中各项均已无须通知"},
    "why-message-recipient-left": {"en": "the reader has left", "zh": "收件人已离职"},
    "why-message-recipient-unknown": {"en": "nobody knows the reader", "zh": "收件人不存在"},
    "why-message-no-address": {"en": "the reader has no address", "zh": "收件人没有地址"},
    "why-message-instance-unknown": {"en": "the review is gone", "zh": "实例已不存在"},
}
