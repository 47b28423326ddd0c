"""What is found out about definitions before anything runs."""

TEXTS = {
    "notice-leaks": {
        "en": "The message “{template}” shows “{path}”, but “{role}” may not see that in “{state}”. "
        "It is sent at {used}.",
        "zh": "消息“{template}”显示了“{path}”，但“{role}”在“{state}”中无权查看。发送位置：{used}。",
    },
}
