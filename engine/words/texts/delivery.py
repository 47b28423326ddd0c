"""Incidents of delivery."""

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
}
