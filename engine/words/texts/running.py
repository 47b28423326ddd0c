"""What a runner says of itself, and how healthy it finds the work."""

TEXTS = {
    "log-runner-started": {"en": "The runner {runner} has begun.", "zh": "运行器 {runner} 已启动。"},
    "log-runner-stopped": {"en": "The runner {runner} has stopped.", "zh": "运行器 {runner} 已停止。"},
    "log-tick": {
        "en": "Round at {at}, {lag} s after the first of it was due. Next at {next}.",
        "zh": "巡检时间 {at}，最早一项滞后 {lag} 秒。下次：{next}。",
    },
    "log-fired": {
        "en": "Reviews: {begun} begun, {looked_at} with something due, {changed} changed, {failed} failed; "
        "{messages} messages queued.",
        "zh": "流程实例：启动 {begun}，到期 {looked_at}，变更 {changed}，失败 {failed}；新增消息 {messages}。",
    },
    "log-delivered": {
        "en": "Messages: {sent} sent, {merged} told within them, {suppressed} not needed any more, {unsent} to be "
        "tried again, {dead} given up.",
        "zh": "消息：已发送 {sent}，合并其中 {merged}，已不需要 {suppressed}，待重试 {unsent}，已放弃 {dead}。",
    },
    "log-incident": {
        "en": "Incident {number}: {code} (state {state}, rule {rule}). See: reviewflow incidents {number}",
        "zh": "异常 {number}：{code}（阶段 {state}，规则 {rule}）。查看：reviewflow incidents {number}",
    },
    "log-pruned": {
        "en": "Pruned: the bytes of {messages} old messages, {requests} answers to requests.",
        "zh": "已清理：旧消息正文 {messages} 条，请求应答 {requests} 条。",
    },
    "log-files-taken": {
        "en": "The files have changed; what they say now counts.",
        "zh": "文件已变更，自此以新内容为准。",
    },
    "log-files-faulty": {
        "en": "The files have changed and have errors: {count}, the first at {first}. What they said before goes on "
        "counting. See: reviewflow check",
        "zh": "文件已变更，但有 {count} 处错误，第一处在 {first}；仍以变更前的内容为准。查看：reviewflow check",
    },
    "log-round-failed": {
        "en": "This round failed and will be tried again in {wait} s: {why}",
        "zh": "本轮执行失败，将在 {wait} 秒后重试：{why}",
    },
    "log-connection-lost": {
        "en": "The connection to the database is lost; it is looked for until it is back. {why}",
        "zh": "数据库连接已断开，将持续重连直至恢复。{why}",
    },
    "log-connection-found": {
        "en": "The database answers again, after {seconds} s.",
        "zh": "数据库连接已恢复，中断 {seconds} 秒。",
    },
    "log-held": {
        "en": "The database is held since {since}: nothing is done until “reviewflow release”.",
        "zh": "数据库自 {since} 起处于暂停，执行“reviewflow release”前不处理任何事项。",
    },
    "log-released": {"en": "The database has been released.", "zh": "数据库已解除暂停。"},
    "database-held": {
        "en": "The database was restored at {since} and is held; nothing ticks or goes out. See: reviewflow release",
        "zh": "数据库于 {since} 恢复，目前处于暂停：不巡检，也不发送。请执行：reviewflow release",
    },
    "database-absent": {
        "en": "There is no database yet at {database}.",
        "zh": "{database} 处尚无数据库。",
    },
    "database-older": {
        "en": "The database has the tables of an earlier version ({found}, this one wants {known}); any command that "
        "works with reviews brings it up to date.",
        "zh": "数据库的表属于较早版本（{found}，当前版本需要 {known}）；执行任一业务命令即会升级。",
    },
    "log-format-unknown": {
        "en": "--log-format is text or json, not “{found}”.",
        "zh": "--log-format 应为 text 或 json，而不是“{found}”。",
    },
    "metrics-address": {
        "en": "--metrics takes a port (9464) or an address with a port (0.0.0.0:9464), not “{found}”.",
        "zh": "--metrics 应为端口（9464）或带端口的地址（0.0.0.0:9464），而不是“{found}”。",
    },
    "metrics-taken": {
        "en": "Nobody can listen at {address}: {why}. Take another port.",
        "zh": "无法监听 {address}：{why}。请换一个端口。",
    },
    "health-nobody-works": {
        "en": "Work has been due for {lag} and nobody does it; the last round was at {last}. Start “reviewflow run”, "
        "or see why cron does not call “reviewflow tick”.",
        "zh": "有事项已到期 {lag} 而无人处理，上次巡检：{last}。请启动“reviewflow run”，"
        "或检查 cron 为何没有执行“reviewflow tick”。",
    },
    "health-late": {
        "en": "Work has been due for {lag} although there are rounds: the backlog is too large, or something fails.",
        "zh": "虽有巡检，仍有事项已到期 {lag}：积压过多，或执行失败。",
    },
    "health-never": {
        "en": "Nobody has ever done a round here. Start “reviewflow run”, or let cron call “reviewflow tick”.",
        "zh": "此处从未巡检过。请启动“reviewflow run”，或由 cron 执行“reviewflow tick”。",
    },
    "health-held": {
        "en": "The database is held since {since}, after a restore: reviewflow release",
        "zh": "数据库恢复后自 {since} 起处于暂停：reviewflow release",
    },
    "health-dead": {
        "en": "Messages given up: {count}, the oldest planned for {since}: reviewflow incidents, then reviewflow "
        "resend",
        "zh": "有 {count} 条消息已放弃发送，最早的原定于 {since}：先看 reviewflow incidents，再执行 reviewflow resend",
    },
    "health-incidents": {
        "en": "Incidents open: {count}, the oldest since {since}: reviewflow incidents",
        "zh": "有 {count} 个待处理异常，最早始于 {since}：reviewflow incidents",
    },
    "health-abandoned": {
        "en": "Messages claimed by a worker that is gone, until {since}: {count}; the next round takes them.",
        "zh": "有 {count} 条消息的领取者已不在（租约止于 {since}），下一轮会接手。",
    },
    "backup-exists": {
        "en": "{file} is there already; a backup overwrites nothing.",
        "zh": "{file} 已存在；备份不会覆盖任何文件。",
    },
    "backup-unreadable": {"en": "{file} is no backup of reviewflow.", "zh": "{file} 不是 reviewflow 的备份。"},
    "backup-damaged": {
        "en": "{file} is damaged ({part}); nothing was restored. Take another backup.",
        "zh": "{file} 已损坏（{part}），未恢复任何内容。请换用另一份备份。",
    },
    "backup-newer": {
        "en": "{file} was made by a later version ({engine}); install that one first.",
        "zh": "{file} 由更新的版本（{engine}）生成，请先安装该版本。",
    },
    "restore-occupied": {
        "en": "The database {database} is not empty: there is something in “{table}”. A backup needs an empty one.",
        "zh": "数据库 {database} 并非空库（“{table}”中已有数据）。备份只能恢复到空库。",
    },
    "nothing-held": {
        "en": "The database is not held; there is nothing to release.",
        "zh": "数据库未处于暂停，无须解除。",
    },
}
