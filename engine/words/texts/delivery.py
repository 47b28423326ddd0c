"""Incidents of delivery, and what the runner says of itself."""

TEXTS = {
    "message-failed": {
        "en": "The message “{template}” to {recipient} could not be written: {why}",
        "zh": "无法生成发给 {recipient} 的消息“{template}”：{why}",
    },
    "message-refused": {
        "en": "The message “{template}” to {recipient} was refused for good: {why}",
        "zh": "发给 {recipient} 的消息“{template}”被永久拒收：{why}",
    },
    "message-given-up": {
        "en": "The message “{template}” to {recipient} could not be delivered after many attempts: {why}",
        "zh": "发给 {recipient} 的消息“{template}”多次投递失败，已停止重试：{why}",
    },
    "channel-down": {
        "en": "Messages wait: the channel “{channel}” does not work. {why}",
        "zh": "消息正在等待发送：渠道“{channel}”不可用。{why}",
    },
    "sender-invalid": {
        "en": "The setting “sender” is no address: “{sender}”. Expected: Name <name@example.com>.",
        "zh": "设置项 sender 不是有效地址：“{sender}”。应为：名称 <name@example.com>。",
    },
    "runner-began": {"en": "The runner has begun.", "zh": "运行器已启动。"},
    "runner-stopped": {"en": "The runner has stopped.", "zh": "运行器已停止。"},
    "runner-health": {
        "en": "Tick at {at}, lag {lag} s: {begun} begun, {changed} changed, {failed} failed; "
        "{sent} sent, {suppressed} suppressed, {unsent} to be tried again, {dead} dead. Next at {next}.",
        "zh": "巡检时间 {at}，滞后 {lag} 秒：启动 {begun}，变更 {changed}，失败 {failed}；"
        "已发送 {sent}，已取消 {suppressed}，待重试 {unsent}，已放弃 {dead}。下次：{next}。",
    },
    "runner-failed": {
        "en": "This round failed and will be tried again in {wait} s: {why}",
        "zh": "本轮执行失败，将在 {wait} 秒后重试：{why}",
    },
}
