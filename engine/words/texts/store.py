"""Texts of the store."""

TEXTS = {
    "store-busy": {
        "en": "The database is busy; try again in a moment. ({detail})",
        "zh": "数据库正忙，请稍后重试。（{detail}）",
    },
    "store-conflict": {
        "en": "Somebody was first: this already exists ({constraint}).",
        "zh": "已被他人抢先：相同记录已存在（{constraint}）。",
    },
    "store-damaged": {
        "en": "The database file is damaged; restore it from a backup. ({detail})",
        "zh": "数据库文件已损坏，请从备份恢复。（{detail}）",
    },
    "store-driver-missing": {
        "en": "The driver for {kind} is not installed; install reviewflow[{extra}].",
        "zh": "未安装 {kind} 的驱动程序；请安装 reviewflow[{extra}]。",
    },
    "store-full": {
        "en": "The disk of the database is full; nothing was written. ({detail})",
        "zh": "数据库所在磁盘已满，未写入任何内容。（{detail}）",
    },
    "store-not-prepared": {
        "en": "The database lacks the tables of this version; upgrade it first. ({detail})",
        "zh": "数据库缺少当前版本所需的表，请先升级数据库。（{detail}）",
    },
    "store-read-only": {
        "en": "The database may not be written to. ({detail})",
        "zh": "数据库不可写入。（{detail}）",
    },
    "store-same-moment": {
        "en": "Somebody changed the same records at the same moment; load again and retry.",
        "zh": "其他人同时修改了相同的记录，请重新加载后重试。",
    },
    "store-unreachable": {
        "en": "The database cannot be reached: {detail}",
        "zh": "无法连接数据库：{detail}",
    },
    "store-url-unknown": {
        "en": "Not the address of a database: {url}. Expected sqlite:///file or postgresql://user@host/name.",
        "zh": "数据库地址无效：{url}。应为 sqlite:///文件 或 postgresql://用户@主机/库名。",
    },
    "instance-moved-on": {
        "en": "Somebody was first: {instances} changed in the meantime; load again and decide anew.",
        "zh": "已被他人抢先：{instances} 在此期间发生了变化，请重新加载后再操作。",
    },
    "instance-unknown": {
        "en": "There is no instance {instance}.",
        "zh": "流程实例 {instance} 不存在。",
    },
    "definition-unknown": {
        "en": "No definition of {name}, version {version}, has been recorded.",
        "zh": "未记录过 {name} 第 {version} 版的定义。",
    },
    "definition-content-changed": {
        "en": "{name}, version {version}, was recorded with other content; raise its version.",
        "zh": "{name} 第 {version} 版已记录过不同的内容；请提高版本号。",
    },
    "cycle-unknown": {"en": "There is no cycle {cycle}.", "zh": "周期 {cycle} 不存在。"},
    "request-key-reused": {
        "en": "The key {key} was already used for another request.",
        "zh": "幂等键 {key} 已用于另一个请求。",
    },
}
