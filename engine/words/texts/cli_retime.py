"""What `retime` says of a date that moves."""

TEXTS = {
    "retime-rehearsed": {
        "en": "{cycle}: {date} would move from “{before}” to “{after}”. Nothing is changed.",
        "zh": "{cycle}：{date} 将由“{before}”改为“{after}”。未作任何更改。",
    },
    "retime-done": {
        "en": "{cycle}: {date} moved from “{before}” to “{after}”.",
        "zh": "{cycle}：{date} 已由“{before}”改为“{after}”。",
    },
    "retime-dates": {"en": "dates that change: {dates}", "zh": "变动的日期：{dates}"},
    "retime-instances": {
        "en": "running reviews that count from them: {count}; others, untouched: {untouched}",
        "zh": "据此计算的进行中实例：{count}；其他不受影响：{untouched}",
    },
    "retime-messages": {"en": "messages that fall due by it at once: {count}", "zh": "因此立即应发的消息：{count}"},
    "retime-starts": {"en": "now planned: {process} from {at}", "zh": "新的启动安排：{process}，{at} 起"},
    "retime-dropped": {"en": "no longer planned: {process} from {at}", "zh": "取消的启动安排：{process}，{at}"},
    "retime-moves": {
        "en": "moves on at once: {id}, {origin} → {target}",
        "zh": "立即转入下一阶段：{id}，{origin} → {target}",
    },
    "retime-failed": {"en": "could not be re-timed, see incidents: {id}", "zh": "未能调整，详见异常：{id}"},
    "retime-was": {"en": "Until, before", "zh": "原期限"},
    "retime-is": {"en": "Until, now", "zh": "新期限"},
    "retime-more": {"en": "… and {count} more", "zh": "……另有 {count} 项"},
}
