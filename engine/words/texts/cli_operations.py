"""What the commands of operation say: health, doctor, backup, restore, release; and their help."""

TEXTS = {
    "help-run-metrics": {
        "en": "Serve /metrics and /health at this port of this machine, or at HOST:PORT.",
        "zh": "在本机该端口（或 主机:端口）提供 /metrics 与 /health。",
    },
    "help-run-health-file": {
        "en": "Write the health as JSON into this file every 15 seconds.",
        "zh": "每 15 秒将健康情况以 JSON 写入该文件。",
    },
    "help-run-metrics-file": {
        "en": "Write the metrics into this file, for node_exporter's textfile collector.",
        "zh": "将指标写入该文件，供 node_exporter 的 textfile 收集器读取。",
    },
    "help-run-log-format": {
        "en": "text for people, json for programs: one event a line.",
        "zh": "text 供人阅读；json 供程序处理，每行一个事件。",
    },
    "help-health": {
        "en": "Tell whether the work gets done: last round, lag, backlog, messages given up, incidents, runners.\n"
        "Exit code 1 if somebody is needed now: work is due and nobody does it. Changes nothing.",
        "zh": "查看工作是否正常进行：上次巡检、滞后、积压、放弃的消息、异常、运行器。\n"
        "有事项到期而无人处理时退出码为 1。不作任何更改。",
    },
    "help-health-metrics": {
        "en": "In the text format of Prometheus.",
        "zh": "以 Prometheus 文本格式输出。",
    },
    "health-ok": {"en": "All is well.", "zh": "一切正常。"},
    "health-last": {"en": "Last round: {last} · lag: {lag}", "zh": "上次巡检：{last} · 滞后：{lag}"},
    "health-due": {
        "en": "Due now: timers {timers}, starts {starts}, events {events}, messages {messages}",
        "zh": "当前到期：定时 {timers}，启动 {starts}，内部事件 {events}，消息 {messages}",
    },
    "health-messages": {
        "en": "Messages: for later {waiting}, being sent {claimed}, given up {dead} · open incidents: {incidents}",
        "zh": "消息：待定时发送 {waiting}，发送中 {claimed}，已放弃 {dead} · 待处理异常：{incidents}",
    },
    "health-runner-alive": {"en": "Runner {id}: alive, seen at {seen}", "zh": "运行器 {id}：在线，最近 {seen}"},
    "health-runner-gone": {
        "en": "Runner {id}: gone without a word, last seen at {seen}",
        "zh": "运行器 {id}：已失联，最后出现于 {seen}",
    },
    "health-runner-stopped": {"en": "Runner {id}: stopped at {seen}", "zh": "运行器 {id}：已于 {seen} 停止"},
    "doctor-ok": {"en": "OK     ", "zh": "正常"},
    "doctor-warning": {"en": "warning", "zh": "警告"},
    "doctor-fault": {"en": "FAULT  ", "zh": "故障"},
    "help-backup": {
        "en": "Write everything into one file: all rows, the folder's files, what was handed in; no secrets.\n"
        "Disturbs nobody who works meanwhile. The file goes into a database of either kind, of this version or a later "
        "one.",
        "zh": "将全部内容写入一个文件：所有数据行、文件夹中的文件、已提交的附件；不含任何密码。\n"
        "不影响正在进行的工作。该文件可恢复到任一种数据库，可用于当前或更新的版本。",
    },
    "help-backup-file": {"en": "The file to write; it must not exist yet.", "zh": "要写入的文件，不得已存在。"},
    "backup-done": {
        "en": "{file}: {rows} rows, {files} files, {size} MB.",
        "zh": "{file}：{rows} 行数据，{files} 个文件，{size} MB。",
    },
    "help-restore": {
        "en": "Take a backup over into an empty database, and hold it: nothing is done until “release”.\n"
        "Everything is checked first. Messages that the original may have sent are expired; files that are there stay.",
        "zh": "将备份恢复到空数据库并保持暂停，执行 release 之前不处理任何事项。\n"
        "先检查全部内容。原系统可能已发送的消息一律作废；文件夹中已有的文件保持不变。",
    },
    "help-restore-file": {"en": "The backup.", "zh": "备份文件。"},
    "help-restore-ran-until": {
        "en": "Until when the original may have sent messages; now unless said. Where it stood still since the backup, "
        "the moment of the backup: then all that is owed goes out.",
        "zh": "原系统可能持续发送消息到何时，默认为现在。若自备份起已停止运行，则填备份时刻：应发的消息都会发出。",
    },
    "help-restore-dry-run": {
        "en": "Check the backup and tell what is in it; restore nothing.",
        "zh": "只检查备份并列出内容，不恢复。",
    },
    "restore-sound": {
        "en": "The backup is sound: of {at}, made by version {engine}, {rows} rows, {files} files.",
        "zh": "备份完好：{at}，由 {engine} 版生成，{rows} 行数据，{files} 个文件。",
    },
    "restore-done": {
        "en": "Restored the backup of {at}, made by version {engine}: {rows} rows.",
        "zh": "已恢复 {at} 的备份（由 {engine} 版生成）：{rows} 行数据。",
    },
    "restore-files": {
        "en": "  files: {written} written, {kept} kept as they were",
        "zh": "  文件：写入 {written} 个，保留原样 {kept} 个",
    },
    "restore-expired": {
        "en": "  messages expired because the original may have sent them: {expired}",
        "zh": "  因原系统可能已发送而作废的消息：{expired}",
    },
    "restore-held": {
        "en": "The database is held. See what would go out: reviewflow release --dry-run. Then: reviewflow release",
        "zh": "数据库处于暂停。预览将发送的内容：reviewflow release --dry-run。继续运行：reviewflow release",
    },
    "help-release": {
        "en": "Let a restored database go on.\n"
        "It catches up with what fell due meanwhile; what the original may have sent is withheld, the rest goes out "
        "with the next round.",
        "zh": "让恢复后的数据库继续运行。\n先补做期间到期的事项；原系统可能已发送的消息不再发送，其余由下一轮发出。",
    },
    "help-release-dry-run": {
        "en": "Find out on a copy what would happen; change nothing.",
        "zh": "在副本上试行并显示结果，不作任何更改。",
    },
    "release-would": {
        "en": "A release would do this; nothing was changed:",
        "zh": "若解除暂停将会如此，目前未作任何更改：",
    },
    "release-done": {"en": "Released:", "zh": "已解除暂停："},
    "release-passed": {
        "en": "open tasks whose limit came since the backup of {at}: {count}",
        "zh": "自 {at} 备份以来期限已到的待办任务：{count}",
    },
    "release-reviews": {
        "en": "reviews: {begun} begun, {changed} changed, {failed} failed",
        "zh": "流程实例：启动 {begun}，变更 {changed}，失败 {failed}",
    },
    "release-withheld": {
        "en": "messages withheld, for the original ran until {at}: {count}",
        "zh": "因原系统运行至 {at} 而不再发送的消息：{count}",
    },
    "release-going": {
        "en": "messages that go out now: {count}; for later: {later}",
        "zh": "现在发出的消息：{count}；以后发出：{later}",
    },
    "help-doctor": {
        "en": "Look at everything that could go wrong: files, database, clock, calendars, channels, "
        "disk, what stands still.\n"
        "Connects to each channel and sends nothing; changes nothing. Exit code 1 if there is a fault.",
        "zh": "全面检查可能出错之处：文件、数据库、时钟、日历、渠道、磁盘、停滞的事项。\n"
        "会连接各渠道但不发送，不作任何更改。有故障时退出码为 1。",
    },
    "doctor-since": {"en": " since {at}", "zh": "（自 {at}）"},
    "doctor-done": {
        "en": "OK: {ok} · warnings: {warning} · faults: {fault}",
        "zh": "正常：{ok} · 警告：{warning} · 故障：{fault}",
    },
    "doctor-about-installation": {"en": "installation", "zh": "安装"},
    "doctor-about-files": {"en": "files", "zh": "文件"},
    "doctor-about-disk": {"en": "disk", "zh": "磁盘"},
    "doctor-about-channels": {"en": "channels", "zh": "渠道"},
    "doctor-about-database": {"en": "database", "zh": "数据库"},
    "doctor-about-clock": {"en": "clock", "zh": "时钟"},
    "doctor-about-calendars": {"en": "calendars", "zh": "日历"},
    "doctor-about-definitions": {"en": "definitions", "zh": "定义"},
    "doctor-about-work": {"en": "work", "zh": "工作"},
    "doctor-about-reviews": {"en": "reviews", "zh": "实例"},
}
