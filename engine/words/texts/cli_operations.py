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
}
