"""Findings of the runtime: files, settings, launches, imports."""

TEXTS = {
    "retime-without-reason": {
        "en": "“{date}” is moved for everybody: say why, with --reason.",
        "zh": "将为全体人员调整“{date}”：请用 --reason 说明理由。",
    },
    "cycle-not-running": {
        "en": "The cycle “{cycle}” does not run ({status}); its dates cannot move any more.",
        "zh": "周期“{cycle}”未在进行中（{status}），不能再调整日期。",
    },
    "cycle-no-such-date": {
        "en": "The cycle “{cycle}” has no date “{date}”. Nearest: {nearest}.",
        "zh": "周期“{cycle}”没有日期“{date}”。最接近的是：{nearest}。",
    },
    "retime-anchor": {
        "en": "A date of a cycle cannot count from “{found}”. Known: {known}.",
        "zh": "周期的日期不能以“{found}”为起算点。可用：{known}。",
    },
    "file-not-utf8": {
        "en": "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8.",
        "zh": "{file} 不是 UTF-8 文本（第 {byte} 字节）。请另存为 UTF-8。",
    },
    "file-unreadable": {"en": "{file} cannot be read: {why}.", "zh": "无法读取 {file}：{why}。"},
    "settings-unreadable": {
        "en": "The settings cannot be read. Expected lines such as “database: sqlite:///reviewflow.db”.",
        "zh": "无法读取设置。应为类似“database: sqlite:///reviewflow.db”的行。",
    },
    "settings-unknown": {
        "en": "Unknown setting “{key}”. Known: {known}. Nearest: {nearest}.",
        "zh": "未知的设置项“{key}”。可用：{known}。最接近的是：{nearest}。",
    },
    "settings-channels": {
        "en": "“channels” must hold one block of settings for each channel, by its name.",
        "zh": "“channels”须按渠道名称逐一列出各自的设置。",
    },
    "settings-yes-no": {
        "en": "“shipped_processes” is yes or no: whether the six shipped processes lie beneath those of this folder.",
        "zh": "“shipped_processes”须为 yes 或 no：六个自带流程是否衬在本文件夹的流程之下。",
    },
    "settings-days": {
        "en": "“keep_messages” is a whole number of days, from 1 on: how long the text of sent messages is kept.",
        "zh": "“keep_messages”须为不小于 1 的整数天数：已发消息正文的保留时间。",
    },
    "settings-link-days": {
        "en": "“link_days” is a whole number of days from 1 to 366: how long a link in a message works.",
        "zh": "“link_days”须为 1 至 366 的整数天数：消息中链接的有效期。",
    },
    "settings-public-url": {
        "en": "“public_url” is the address people reach the pages at, such as https://reviews.example.com.",
        "zh": "“public_url”须为员工访问页面的网址，例如 https://reviews.example.com。",
    },
    "settings-link-key": {
        "en": "Pages at “public_url” need a “link_key” of at least {least} characters that nobody can guess; "
        "found {found}. "
        'Make one: python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
        "zh": "启用“public_url”页面须设置“link_key”：至少 {least} 个字符且无法猜测，目前为 {found} 个。"
        '生成方法：python3 -c "import secrets; print(secrets.token_urlsafe(32))"',
    },
    "settings-two-links": {
        "en": "Either “link”, a place of your own where people answer, or “public_url”, our own pages; not both.",
        "zh": "“link”（您自己的办理地址）与“public_url”（reviewflow 自带页面）只能设置其一。",
    },
    "link-invalid": {
        "en": "This link opens nothing. Perhaps a part of it is missing: take the whole line from the message.",
        "zh": "此链接无效，可能不完整：请从消息中完整复制整行链接。",
    },
    "link-over": {
        "en": "This link was valid until {until}. Take one from a later message, or ask whoever runs the reviews.",
        "zh": "此链接的有效期至 {until}。请使用后续消息中的链接，或向绩效管理员索取新链接。",
    },
    "link-not-set": {
        "en": "There are no pages before “public_url” and “link_key” are set in reviewflow.yaml.",
        "zh": "尚未启用页面：请先在 reviewflow.yaml 中设置“public_url”和“link_key”。",
    },
    "definition-lost": {
        "en": "What the database keeps of “{process}”, version {version}, cannot be read any more: {why}",
        "zh": "数据库中保存的流程“{process}”第 {version} 版已无法读取：{why}",
    },
    "policy-unknown": {
        "en": "There is no policy “{policy}” in the library. Known: {known}. Nearest: {nearest}.",
        "zh": "政策库中没有“{policy}”。可用：{known}。最接近的是：{nearest}。",
    },
    "settings-variable": {
        "en": "The settings name the environment variable {name}, which is not set.",
        "zh": "设置引用了环境变量 {name}，但该变量未设置。",
    },
    "version-unchanged": {
        "en": "The content differs from version {version} of “{process}”, under which reviews have begun. "
        "Raise “version” to {next}.",
        "zh": "内容与流程“{process}”的第 {version} 版不同，而该版本已有考核在执行。请将 version 提升为 {next}。",
    },
    "cycle-not-found": {
        "en": "There is no cycle “{cycle}”. Known: {known}. Nearest: {nearest}.",
        "zh": "没有名为“{cycle}”的周期。已有：{known}。最接近的是：{nearest}。",
    },
    "decision-failed": {
        "en": "It could not be decided what comes next ({why}).",
        "zh": "无法判定下一步（{why}）。",
    },
    "cycle-launched": {"en": "The cycle “{cycle}” has been launched already.", "zh": "周期“{cycle}”已经启动。"},
    "no-scenarios": {
        "en": "There are no scenarios in {folder}. Name files, or put some there.",
        "zh": "{folder} 中没有场景文件。请指定文件，或在其中添加。",
    },
    "nobody-included": {
        "en": "The cycle “{cycle}” includes nobody: check “people” and import people first.",
        "zh": "周期“{cycle}”未包含任何人：请检查 people 条件，并先导入人员。",
    },
    "process-unknown": {
        "en": "There is no process “{process}”. Nearest: {nearest}.",
        "zh": "没有流程“{process}”。最接近的是：{nearest}。",
    },
}
