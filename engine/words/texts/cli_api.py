"""What the command line says of the HTTP API and its keys."""

TEXTS = {
    "help-serve-host": {
        "en": "The address to listen on; only this machine unless said.",
        "zh": "监听地址，默认仅限本机。",
    },
    "help-serve-port": {"en": "The port.", "zh": "端口。"},
    "help-token-name": {"en": "What the key is for; the history names it.", "zh": "密钥用途，会记入历史。"},
    "help-token-may": {"en": "What it may do; may be repeated.", "zh": "授予的权限，可重复填写。"},
    "help-token-for": {
        "en": "The person it acts for, or “*” for everybody; nobody unless said.",
        "zh": "可代表的人员编号，“*”表示所有人；不写则不代表任何人。",
    },
    "help-token-days": {"en": "How long it is valid.", "zh": "有效天数。"},
    "help-token-revoke": {"en": "The id of a key that is to open nothing any more.", "zh": "要吊销的密钥编号。"},
    "serve-began": {"en": "Listening on {address}; what it takes: {path}", "zh": "已监听 {address}；接口说明：{path}"},
    "serve-pages": {
        "en": "People reach their pages at {address}; `reviewflow link PERSON` gives the way in.",
        "zh": "员工页面网址：{address}；进入链接可用 `reviewflow link 人员编号` 获取。",
    },
    "help-link": {
        "en": "Print the links of a person: to their tasks, and to the calendar of their deadlines.\n"
        "Messages carry them by themselves; this is for whoever has lost theirs.",
        "zh": "显示某人的链接：待办页面，以及截止日期日历。\n消息中已自动附上链接，此命令用于补发。",
    },
    "help-link-person": {"en": "Whose links.", "zh": "人员编号。"},
    "link-pages": {"en": "Tasks, until {until}:", "zh": "待办页面，有效至 {until}："},
    "link-calendar": {"en": "Calendar, until {until}:", "zh": "截止日期日历，有效至 {until}："},
    "link-secret": {
        "en": "Whoever has the first can act as this person; whoever has the second can read their deadlines.",
        "zh": "持有第一个链接即可以此人身份办理，持有第二个即可查看其截止日期，请仅发给本人。",
    },
    "token-made": {
        "en": "Key {token}, valid until {until}. Keep the line above: it is shown only now.",
        "zh": "密钥 {token} 有效至 {until}。请保存上一行，之后不再显示。",
    },
    "token-revoked": {"en": "{token} opens nothing any more.", "zh": "密钥 {token} 已吊销。"},
    "token-none": {"en": "There are no keys.", "zh": "目前没有密钥。"},
    "token-valid": {
        "en": "{token}  {name}: {scopes} · acts for {person} · until {until} · last used {used}",
        "zh": "{token}  {name}：{scopes} · 可代表 {person} · 有效至 {until} · 最近使用 {used}",
    },
    "token-over": {
        "en": "{token}  {name}: over since {until} · last used {used}",
        "zh": "{token}  {name}：已于 {until} 失效 · 最近使用 {used}",
    },
}
