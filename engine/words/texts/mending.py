"""What to do about an incident, and what becomes of mending one."""

TEXTS = {
    "todo": {
        "en": "Mend the cause, then: reviewflow incidents retry {id}. Or leave it: it is tried again every hour.",
        "zh": "排除原因后执行：reviewflow incidents retry {id}。也可不处理，系统每小时自动重试。",
    },
    "todo-nobody-holds-role": {
        "en": "Import somebody who fits the role, or name them: reviewflow intervene reassign INSTANCE --role … --to …",
        "zh": "导入符合该角色的人员，或直接指定：reviewflow intervene reassign 实例 --role … --to …",
    },
    "todo-quorum-too-small": {
        "en": "Name more people, or go on without: reviewflow intervene skip INSTANCE --task …",
        "zh": "增加可评价的人员，或不再等待：reviewflow intervene skip 实例 --task …",
    },
    "todo-expression-failed": {
        "en": "Mend the fact or the value it reads, then: reviewflow incidents retry {id}. A mistake in the file is "
        "mended in its next version; what runs goes on by reviewflow intervene move.",
        "zh": "更正其读取的数据后执行：reviewflow incidents retry {id}。如系文件有误，请在下一版本中更正；"
        "进行中的流程可用 reviewflow intervene move 继续。",
    },
    "todo-chain-too-long": {
        "en": "The file goes in a circle here; mend it in its next version, and put what runs elsewhere: "
        "reviewflow intervene move INSTANCE --to …",
        "zh": "文件在此处形成循环，请在下一版本中更正；进行中的流程请转到其他阶段："
        "reviewflow intervene move 实例 --to …",
    },
    "todo-calendar-ends": {
        "en": "Add the year to the calendar in processes/calendars, then: reviewflow incidents retry {id}.",
        "zh": "在 processes/calendars 的日历中补充该年份，然后执行：reviewflow incidents retry {id}。",
    },
    "todo-calendar-guessed": {
        "en": "Once the year is published, upgrade the package of holidays or add its days to the calendar's file: "
        "what is open is timed anew. To accept it until then, list the year under “provisional”.",
        "zh": "该年安排公布后，升级节假日数据包，或在日历文件中补充相应日期，未完成事项会重新计算期限；"
        "在此之前如可接受，请将该年列入“provisional”。",
    },
    "todo-definition-lost": {
        "en": "Restore a backup, or install the version of reviewflow that wrote it, then: reviewflow incidents retry "
        "{id}.",
        "zh": "请恢复备份，或安装写入它的 reviewflow 版本，然后执行：reviewflow incidents retry {id}。",
    },
    "todo-message-failed": {
        "en": "Mend the template, then: reviewflow incidents retry {id}.",
        "zh": "修正消息模板后执行：reviewflow incidents retry {id}。",
    },
    "todo-message-refused": {
        "en": "Correct the address and import it, then: reviewflow incidents retry {id}.",
        "zh": "更正邮箱地址并重新导入，然后执行：reviewflow incidents retry {id}。",
    },
    "todo-message-given-up": {
        "en": "See that the channel works, then: reviewflow incidents retry {id}.",
        "zh": "确认发送渠道恢复正常后执行：reviewflow incidents retry {id}。",
    },
    "todo-channel-down": {
        "en": "See that the channel works; messages wait and go out by themselves.",
        "zh": "请恢复发送渠道；消息会自动补发。",
    },
    "incident-unknown": {
        "en": "There is no open incident {id}. “reviewflow incidents” lists them.",
        "zh": "没有编号为 {id} 的待处理异常。使用“reviewflow incidents”查看。",
    },
    "dismiss-reason": {"en": "Dismissing needs --reason.", "zh": "忽略异常须用 --reason 说明理由。"},
    "dismiss-not-an-admin": {
        "en": "{actor} may not dismiss incidents: not in the group that organisation.yaml names under “admins”.",
        "zh": "{actor} 不能忽略异常：不属于 organisation.yaml 中 admins 所列的群组。",
    },
    "incidents-verb": {
        "en": "Expected nothing, numbers of incidents, “retry” or “dismiss”; found “{found}”.",
        "zh": "应为空、异常编号、retry 或 dismiss；实际为“{found}”。",
    },
    "incidents-which": {"en": "Which? Name their numbers, or --all.", "zh": "请写出异常编号，或使用 --all。"},
}
