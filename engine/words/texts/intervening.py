"""What speaks against an intervention, and what becomes of one."""

VERBS = {
    "move": {"en": "move", "zh": "转阶段（move）"},
    "skip": {"en": "skip", "zh": "跳过（skip）"},
    "cancel": {"en": "cancel", "zh": "取消（cancel）"},
    "withdraw": {"en": "withdraw", "zh": "撤回答复（withdraw）"},
    "reopen": {"en": "reopen", "zh": "重新开启（reopen）"},
    "extend": {"en": "extend", "zh": "延期（extend）"},
    "reassign": {"en": "reassign", "zh": "改派（reassign）"},
    "suspend": {"en": "suspend", "zh": "暂停（suspend）"},
    "resume": {"en": "resume", "zh": "恢复（resume）"},
}

TEXTS = {
    "suspended": {
        "en": "“{act}” is not possible: an administrator suspended this on {at}. Nobody may act until it is resumed.",
        "zh": "不能“{act}”：管理员已于 {at} 暂停此流程，恢复之前任何人都不能操作。",
    },
    "intervention-forbidden": {
        "en": "“{process}” allows nobody to {verb} (see “interventions” in its file).",
        "zh": "“{process}”不允许任何人执行“{verb}”（见其文件中的 interventions）。",
    },
    "not-an-admin": {
        "en": "{verb} is for: {roles}. “admins” are the group that organisation.yaml names under “admins”.",
        "zh": "“{verb}”只能由以下人员执行：{roles}。admins 指 organisation.yaml 中 admins 所列的群组。",
    },
    "intervention-own": {
        "en": "Nobody may {verb} a review of their own.",
        "zh": "任何人都不能对自己的考核执行“{verb}”。",
    },
    "intervention-reason": {
        "en": "{verb} needs a reason; it stays in the history.",
        "zh": "“{verb}”须说明理由，理由会写入历史记录。",
    },
    "intervention-over": {
        "en": "It is over already (in “{state}”); {verb} is for what still runs. To let it run again: reopen.",
        "zh": "已经结束（处于“{state}”）；“{verb}”只用于进行中的流程。如需重新进行，请使用 reopen。",
    },
    "intervention-running": {
        "en": "It still runs (in “{state}”); there is nothing to reopen. To put it elsewhere: move.",
        "zh": "仍在进行（处于“{state}”），无须重新开启。如需转到其他阶段，请使用 move。",
    },
    "intervention-suspended": {
        "en": "It is suspended; {verb} is possible again once it is resumed.",
        "zh": "流程已暂停，恢复之后才能执行“{verb}”。",
    },
    "not-suspended": {"en": "It is not suspended.", "zh": "流程并未暂停。"},
    "intervention-needs": {
        "en": "{verb} needs {what}. Known: {known}.",
        "zh": "“{verb}”须指明 {what}。可用：{known}。",
    },
    "no-such-state": {
        "en": "There is no state “{found}”. Known: {known}. Nearest: {nearest}.",
        "zh": "没有阶段“{found}”。可用：{known}。最接近的是：{nearest}。",
    },
    "no-such-task": {
        "en": "There is no task “{found}” here. Known: {known}. Nearest: {nearest}.",
        "zh": "此处没有任务“{found}”。可用：{known}。最接近的是：{nearest}。",
    },
    "no-such-role": {
        "en": "There is no role “{found}” to give away. Known: {known}. Nearest: {nearest}.",
        "zh": "没有可改派的角色“{found}”。可用：{known}。最接近的是：{nearest}。",
    },
    "already-there": {"en": "It is in “{state}” already.", "zh": "已经处于“{state}”。"},
    "reopen-to-final": {
        "en": "“{state}” is an end; name a state from which it can go on.",
        "zh": "“{state}”是结束阶段，请指定可以继续进行的阶段。",
    },
    "no-way-on": {
        "en": "“{state}” says nothing of what follows when it is done; name the state: move.",
        "zh": "“{state}”未说明完成之后如何继续；请用 move 指定阶段。",
    },
    "nothing-open": {"en": "“{task}” is not open for anybody meant here.", "zh": "“{task}”没有相应的未完成任务。"},
    "nothing-done": {
        "en": "Nobody meant here has done “{task}”, or what it wrote has been used since; move back to ask again.",
        "zh": "相关人员尚未完成“{task}”，或其内容此后已被采用；如需重做，请用 move 退回。",
    },
    "no-limit": {"en": "“{state}” has no limit that could be extended.", "zh": "“{state}”没有可延长的期限。"},
    "extension-unreadable": {
        "en": "“{found}” is no amount of time. Write it like “2 business days”.",
        "zh": "“{found}”不是有效的时长。写法如“2 business days”。",
    },
    "holds-it-not": {"en": "{person} does not hold “{role}” here.", "zh": "{person} 在此不担任“{role}”。"},
    "holds-it-already": {"en": "{person} holds “{role}” already.", "zh": "{person} 已担任“{role}”。"},
    "cannot-hold": {
        "en": "{person} cannot hold “{role}”: not active, or not what the file asks of whoever holds it.",
        "zh": "{person} 不能担任“{role}”：不是在职人员，或不符合文件对该角色的要求。",
    },
}
