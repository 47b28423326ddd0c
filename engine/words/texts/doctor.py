"""What the doctor finds, and what to do about it."""

TEXTS = {
    "doctor-needs-files": {
        "en": "Not looked at; errors in the files: {count}. Mend those first: reviewflow check",
        "zh": "未检查：文件有 {count} 个错误。请先修正：reviewflow check",
    },
    "doctor-clash": {
        "en": "The distribution {other} brings a package “{package}” too. Install reviewflow into an "
        "environment of its "
        "own.",
        "zh": "软件包 {other} 也提供名为“{package}”的模块。请将 reviewflow 安装到独立环境。",
    },
    "doctor-version": {"en": "reviewflow, version {version}", "zh": "reviewflow {version} 版"},
    "doctor-disk": {"en": "{free} of {total} GB are free at {place}", "zh": "{place}：共 {total} GB，剩余 {free} GB"},
    "doctor-disk-scarce": {
        "en": "Only {free} of {total} GB are free at {place}. Make room: on a full disk nothing is written.",
        "zh": "{place}：共 {total} GB，仅剩 {free} GB。请腾出空间：磁盘写满后无法写入任何内容。",
    },
    "doctor-clock": {
        "en": "The database's clock and this machine's differ by {seconds} s",
        "zh": "数据库时钟与本机时钟相差 {seconds} 秒",
    },
    "doctor-skew": {
        "en": "The database's clock and this machine's differ by {seconds} s. Let both follow NTP: "
        "limits count by this "
        "machine's.",
        "zh": "数据库时钟与本机时钟相差 {seconds} 秒。请让两者同步 NTP：期限以本机时钟计算。",
    },
    "doctor-future": {
        "en": "Something was written at {at}, which is still to come: a clock was ahead, or this is a demo. Until then "
        "new entries stand before older ones.",
        "zh": "有内容写于未来时刻 {at}：某台机器的时钟曾经超前，或这是演示数据。在此之前，新记录会排在旧记录之前。",
    },
    "doctor-zones": {"en": "Time zones of release {release} ({place})", "zh": "时区数据版本 {release}（{place}）"},
    "doctor-zones-old": {
        "en": "The time zones are those of {release} ({place}). Update the system's tzdata: rules change every year.",
        "zh": "时区数据为 {release} 版（{place}）。请更新系统的 tzdata：各地规则每年都有变化。",
    },
    "doctor-database": {
        "en": "{database}, tables of version {revision}",
        "zh": "{database}，表版本 {revision}",
    },
    "doctor-sqlite": {"en": "SQLite, version {version}", "zh": "SQLite {version} 版"},
    "doctor-sqlite-old": {
        "en": "SQLite {version}: up to 3.51.2 two writers at once may, rarely, damage the file. Install "
        "pysqlite3-binary, "
        "or use PostgreSQL; until then run one process at a time.",
        "zh": "SQLite {version}：3.51.2 及更早版本在两个进程同时写入时可能（极少）损坏文件。"
        "请安装 pysqlite3-binary 或改用 PostgreSQL；在此之前只运行一个进程。",
    },
    "doctor-sqlite-damaged": {
        "en": "The database file is damaged: {what}. Stop the runners and restore a backup.",
        "zh": "数据库文件已损坏：{what}。请停止运行器并恢复备份。",
    },
    "doctor-sqlite-network": {
        "en": "The database file lies on a network file system ({kind}), which SQLite's locks do not "
        "survive. Move it to "
        "a disk of this machine, or use PostgreSQL.",
        "zh": "数据库文件位于网络文件系统（{kind}），SQLite 的锁在其上不可靠。请移到本机磁盘，或改用 PostgreSQL。",
    },
    "doctor-sqlite-journal": {
        "en": "The database is in journal mode “{found}”, not “wal”: readers and writers wait for each other. Is the "
        "folder writable?",
        "zh": "数据库日志模式为“{found}”而不是“wal”：读写会互相等待。请确认文件夹可写。",
    },
    "doctor-postgres": {
        "en": "PostgreSQL {version}; {oldest} or later will do",
        "zh": "PostgreSQL {version}（要求 {oldest} 或更新）",
    },
    "doctor-postgres-old": {
        "en": "PostgreSQL {version} is not tried; take {oldest} or later.",
        "zh": "未在 PostgreSQL {version} 上试用过，请使用 {oldest} 或更新的版本。",
    },
    "doctor-postgres-encoding": {
        "en": "The database keeps text as {found}, not as UTF8. Make another one with --encoding UTF8 "
        "and restore a backup "
        "into it.",
        "zh": "数据库文字编码为 {found} 而不是 UTF8。请用 --encoding UTF8 另建数据库并恢复备份。",
    },
    "doctor-postgres-standby": {
        "en": "This server is a standby and takes no writes. Name the primary in the settings.",
        "zh": "该服务器为备用节点，不能写入。请在设置中填写主节点。",
    },
    "doctor-postgres-unsafe": {
        "en": "The server has {setting} = off: after a crash what was acknowledged may be gone, and "
        "messages may go out "
        "twice. Turn it on.",
        "zh": "服务器的 {setting} 为 off：崩溃后已确认的内容可能丢失，消息可能重复发送。请将其开启。",
    },
    "doctor-postgres-connections": {
        "en": "The server has {left} connections left. Raise max_connections, or let fewer processes connect.",
        "zh": "服务器仅剩 {left} 个可用连接。请调高 max_connections 或减少连接的进程。",
    },
    "doctor-files": {
        "en": "All sound. Processes: {processes}, cycles: {cycles}",
        "zh": "全部正确：{processes} 个流程，{cycles} 个周期",
    },
    "doctor-files-wrong": {
        "en": "Errors: {count}, the first at {first}. Nothing new begins until they are mended: reviewflow check",
        "zh": "有 {count} 个错误，第一处在 {first}。修正之前无法开始任何新事项：reviewflow check",
    },
    "doctor-files-warned": {
        "en": "Warnings: {count}; see reviewflow check",
        "zh": "有 {count} 个警告：reviewflow check",
    },
    "doctor-no-admins": {
        "en": "organisation.yaml names no “admins”: nobody may step into a review or dismiss an incident.",
        "zh": "organisation.yaml 未指定 admins：无人可以干预流程或忽略异常。",
    },
    "doctor-secret-open": {
        "en": "{file} holds a password, and others on this machine may read it. Name an environment "
        "variable instead, or chmod 600.",
        "zh": "{file} 中写有密码，且本机其他用户可读。请改用环境变量，或执行 chmod 600。",
    },
    "doctor-calendar": {"en": "{calendar} reaches until {until}", "zh": "{calendar} 覆盖至 {until}"},
    "doctor-calendar-soon": {
        "en": "{calendar} ends on {until}, within four months. Add the next year in processes/calendars.",
        "zh": "{calendar} 将于 {until} 结束，不足四个月。请在 processes/calendars 中补充下一年。",
    },
    "doctor-calendar-ends": {
        "en": "{calendar} ends on {until}, and open limits reach {limit}: they cannot be counted. Add the next year in "
        "processes/calendars.",
        "zh": "{calendar} 于 {until} 结束，而现有期限已到 {limit}，无法计算。请在 processes/calendars 中补充下一年。",
    },
    "doctor-calendar-unpublished": {
        "en": "The swapped days of {years} are not announced in {calendar}. Add them when they are, or "
        "name the year under "
        "“provisional”.",
        "zh": "{calendar} 中 {years} 年的调休尚未公布。公布后请补充，或将该年写入 provisional。",
    },
    "doctor-definitions": {
        "en": "Versions in use: {count}; all can be read",
        "zh": "使用中的版本共 {count} 个，均可读取",
    },
    "doctor-definition-lost": {
        "en": "{process}, version {version}, kept in the database, cannot be read any more; running reviews that "
        "stand still: {count}. Restore a backup, or install the version of reviewflow that wrote it. ({why})",
        "zh": "数据库中保存的 {process} 第 {version} 版已无法读取，{count} 个进行中的实例停滞。"
        "请恢复备份，或安装写入它的 reviewflow 版本。（{why}）",
    },
    "doctor-channel": {"en": "{channel} answers at {where}", "zh": "{channel} 可用（{where}）"},
    "doctor-channel-unasked": {
        "en": "{channel} can be opened; it knows no way to be tried without sending ({where})",
        "zh": "{channel} 可以打开；该渠道无法在不发送的情况下测试（{where}）",
    },
    "doctor-channel-down": {
        "en": "{channel} does not work: {why} Messages wait meanwhile and go out by themselves.",
        "zh": "{channel} 不可用：{why}期间消息会等待，恢复后自动发出。",
    },
    "doctor-work": {"en": "Nothing is overdue; runners alive: {runners}", "zh": "没有逾期事项；在线运行器：{runners}"},
    "doctor-retried": {
        "en": "Messages that failed {times} times or more and are tried again: {count}; see the channel's line, or "
        "reviewflow incidents",
        "zh": "有 {count} 条消息已失败 {times} 次以上，仍在重试：请看渠道一行，或 reviewflow incidents",
    },
    "doctor-reviews": {
        "en": "Every running review has a task, a timer or an incident",
        "zh": "每个进行中的实例都有任务、定时或异常",
    },
    "doctor-waits-outside": {
        "en": "{count} of {process} in {state} have no task and no limit; they wait until somebody acts or something "
        "happens outside (such as {first})",
        "zh": "{process} 有 {count} 个处于 {state}，没有任务和期限，等待某人操作或外部事件（如 {first}）",
    },
    "doctor-stuck": {
        "en": "{count} of {process} in {state} wait for nothing (such as {first}). Try: reviewflow why {first}; then "
        "reviewflow intervene move",
        "zh": "{process} 有 {count} 个处于 {state}，没有任何可等待的事项（如 {first}）。"
        "请执行：reviewflow why {first}，再用 reviewflow intervene move 处理",
    },
}
