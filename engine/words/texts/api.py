"""What the HTTP API says."""

TEXTS = {
    "api-title-invalid": {"en": "Faults in what was sent", "zh": "提交的内容有误"},
    "api-title-refused": {"en": "Not allowed now", "zh": "现在不允许"},
    "api-title-not-found": {"en": "Not found", "zh": "未找到"},
    "api-title-stale": {"en": "No longer so", "zh": "已发生变化"},
    "api-title-conflict": {"en": "Somebody was first", "zh": "已被他人抢先"},
    "api-title-unavailable": {"en": "Cannot be reached now", "zh": "暂时无法访问"},
    "api-title-unauthorised": {"en": "A key is needed", "zh": "需要密钥"},
    "api-title-forbidden": {"en": "The key does not allow this", "zh": "密钥权限不足"},
    "api-title-misuse": {"en": "The request cannot be understood", "zh": "无法理解该请求"},
    "api-title-too-much": {"en": "Too much", "zh": "超出限制"},
    "api-title-internal": {"en": "A fault of reviewflow", "zh": "reviewflow 内部错误"},
    "api-internal": {
        "en": "Something went wrong here; nothing was changed. The administrator finds it in the log.",
        "zh": "服务内部出错，未做任何更改。管理员可在日志中查看详情。",
    },
    "request-invalid": {"en": "The request is not what this takes: {places}", "zh": "请求不符合要求：{places}"},
    "serve-not-installed": {
        "en": "The HTTP API needs the extra “{extra}”: pip install 'reviewflow[{extra}]'",
        "zh": "HTTP 接口需要安装附加组件“{extra}”：pip install 'reviewflow[{extra}]'",
    },
    "no-such-address": {"en": "There is nothing at {path}.", "zh": "地址 {path} 不存在。"},
    "no-such-method": {"en": "{path} does not take {method}.", "zh": "{path} 不支持 {method}。"},
    "request-unreadable": {"en": "The request cannot be read.", "zh": "无法读取该请求。"},
    "body-unreadable": {"en": "The body is not JSON: {why}", "zh": "请求体不是有效的 JSON：{why}"},
    "body-too-deep": {
        "en": "The body goes deeper than {most} levels.",
        "zh": "请求体嵌套超过 {most} 层。",
    },
    "text-unkeepable": {
        "en": "{found} holds a NUL or half of a character, which no database keeps.",
        "zh": "{found} 含有空字符或不完整的字符，无法保存。",
    },
    "body-too-large": {"en": "The body is larger than {most} bytes.", "zh": "请求体超过 {most} 字节。"},
    "body-too-slow": {"en": "The body did not come within {seconds} seconds.", "zh": "请求体未在 {seconds} 秒内送达。"},
    "too-many-requests": {
        "en": "More than {most} requests a minute; come again in {seconds} seconds.",
        "zh": "每分钟请求超过 {most} 次，请在 {seconds} 秒后重试。",
    },
    "token-missing": {
        "en": "Send a key as `Authorization: Bearer …`; an administrator makes one with `reviewflow token`.",
        "zh": "请以 `Authorization: Bearer …` 发送密钥；管理员可用 `reviewflow token` 创建。",
    },
    "token-invalid": {
        "en": "This key opens nothing: it is misspelt, revoked or over.",
        "zh": "此密钥无效：拼写有误、已吊销或已过期。",
    },
    "token-lacks-scope": {"en": "The key {token} lacks {scope}.", "zh": "密钥“{token}”缺少权限 {scope}。"},
    "token-acts-for-others": {
        "en": "The key {token} does not act for {person}.",
        "zh": "密钥“{token}”不能代表 {person} 操作。",
    },
    "token-scope-unknown": {
        "en": "There is no scope {scope}; did you mean {nearest}? Known: {known}.",
        "zh": "没有权限 {scope}，是否指 {nearest}？可用：{known}。",
    },
    "token-without-scope": {"en": "A key needs a scope: {known}.", "zh": "密钥至少需要一项权限：{known}。"},
    "token-lasts": {
        "en": "A key lasts from 1 to {most} days, not {days}.",
        "zh": "密钥有效期为 1 至 {most} 天，不能是 {days} 天。",
    },
    "token-unknown": {
        "en": "There is no valid key {token}.",
        "zh": "没有有效的密钥 {token}。",
    },
    "event-type-unknown": {
        "en": "There are no events of type {type}; did you mean {nearest}? Known: {known}.",
        "zh": "没有事件类型 {type}，是否指 {nearest}？可用：{known}。",
    },
    "subscription-unknown": {"en": "There is no webhook {subscription}.", "zh": "Webhook {subscription} 不存在。"},
    "subscription-secretless": {
        "en": "It came with a backup, which holds no secrets. Give it a new secret first, then enable it.",
        "zh": "它来自备份，而备份不含密钥。请先为它生成新密钥，再启用。",
    },
    "subscription-failing": {
        "en": "The webhook {subscription} at {url} takes nothing: {why} It is tried again with growing waits.",
        "zh": "Webhook {subscription}（{url}）未能接收：{why} 系统会逐渐延长间隔重试。",
    },
    "subscription-disabled": {
        "en": "The webhook {subscription} at {url} took nothing for five days and is told nothing any more: {why} "
        "Once it is mended, enable it and replay what it missed.",
        "zh": "Webhook {subscription}（{url}）连续五天未能接收，已停用：{why} 修复后请重新启用并补发错过的事件。",
    },
    "upload-path": {
        "en": "{path} is no path within `processes/`: lower-case letters, digits, - and _, ending in .yaml.",
        "zh": "{path} 不是 processes/ 内的有效路径：只能用小写字母、数字、- 和 _，以 .yaml 结尾。",
    },
    "file-unwritable": {"en": "{file} cannot be written: {why}", "zh": "无法写入 {file}：{why}"},
    "idempotency-key-missing": {
        "en": "Send `Idempotency-Key`: any text that names this request, the same whenever it is repeated.",
        "zh": "请发送 `Idempotency-Key`：任意能标识此请求的文本，重发时保持不变。",
    },
    "request-in-flight": {
        "en": "The request {key} is being done; ask again in a moment.",
        "zh": "请求 {key} 正在处理，请稍后再试。",
    },
    "revision-stale": {
        "en": "{instance} is at revision {found}, not {expected}: read it again and let the person decide anew.",
        "zh": "{instance} 当前修订号为 {found}，而非 {expected}：请重新读取后由本人再次决定。",
    },
}
