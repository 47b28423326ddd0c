"""Texts of the message catalogue, the rendering of messages and the channels."""

TEXTS = {
    "template-hint": {"en": " Did you mean “{word}”?", "zh": "是否想写“{word}”？"},
    "template-unknown": {
        "en": "There is no message template “{name}”.{hint} Known: {known}.",
        "zh": "没有名为“{name}”的消息模板。{hint}现有：{known}。",
    },
    "template-language-missing": {
        "en": "The message template “{name}” is missing in “{language}”{used}.",
        "zh": "消息模板“{name}”缺少“{language}”语言的版本{used}。",
    },
    "template-subject-missing": {
        "en": "The first line must be “Subject: …” with the subject of the message.",
        "zh": "第一行必须是“Subject: …”，写明消息主题。",
    },
    "template-blank-line-missing": {
        "en": "A blank line must stand here; the text begins after it.",
        "zh": "此处必须为空行，正文从空行之后开始。",
    },
    "template-head-unknown": {
        "en": "“{name}” is nothing a template says of itself. Known: {known}.{hint} The text follows a blank line.",
        "zh": "模板没有“{name}”这一说明项。可用：{known}。{hint}正文须从空行之后开始。",
    },
    "template-head-value": {
        "en": "“{head}” takes one of: {known}; found “{name}”.{hint}",
        "zh": "“{head}”可填：{known}；实际为“{name}”。{hint}",
    },
    "template-body-missing": {"en": "The message has no text.", "zh": "消息没有正文。"},
    "template-too-long": {
        "en": "A template may have at most {limit} characters.",
        "zh": "模板最多 {limit} 个字符。",
    },
    "template-syntax": {"en": "The template cannot be read: {reason}", "zh": "模板语法有误：{reason}"},
    "template-forbidden": {
        "en": "“{what}” is not allowed in a message template.",
        "zh": "消息模板中不允许使用“{what}”。",
    },
    "template-attribute-of-computed": {
        "en": "Only variables have parts that can be named; this is a computed value.",
        "zh": "只有变量才能用“.”取其内容；此处是计算出来的值。",
    },
    "template-name-private": {
        "en": "Names that begin with “_” are not allowed: “{name}”.",
        "zh": "不允许使用以“_”开头的名称：“{name}”。",
    },
    "template-filter-unknown": {
        "en": "There is no filter “{name}”.{hint} Known: {known}.",
        "zh": "没有名为“{name}”的过滤器。{hint}可用：{known}。",
    },
    "template-test-unknown": {
        "en": "There is no test “{name}”.{hint} Known: {known}.",
        "zh": "没有名为“{name}”的判断。{hint}可用：{known}。",
    },
    "template-variable-unknown": {
        "en": "“{path}” does not exist here{used}.{hint} Known: {known}.",
        "zh": "此处没有“{path}”{used}。{hint}可用：{known}。",
    },
    "template-not-a-list": {
        "en": "“{parent}” is not a list{used}.",
        "zh": "“{parent}”不是列表{used}。",
    },
    "template-value-has-no-parts": {
        "en": "“{parent}” is a single value and has no “{name}”{used}.",
        "zh": "“{parent}”是单个值，没有“{name}”{used}。",
    },
    "template-value-is-group": {
        "en": "“{path}” is a group of values and cannot be printed{used}; name one of its values.",
        "zh": "“{path}”包含多个值，不能直接输出{used}；请写明其中一项。",
    },
    "template-failed": {
        "en": "The message template “{template}” ({language}) failed at {file}:{line}: {reason}",
        "zh": "消息模板“{template}”（{language}）在 {file}:{line} 处出错：{reason}",
    },
    "message-id-malformed": {
        "en": "“{message_id}” cannot be a message's id.",
        "zh": "“{message_id}”不能作为消息标识。",
    },
    "address-malformed": {
        "en": "“{address}” is not one plain address.",
        "zh": "“{address}”不是有效的单个地址。",
    },
    "header-control-character": {
        "en": "The {field} “{value}” contains a line break or another control character.",
        "zh": "{field} 中的“{value}”含有换行符或其他控制字符。",
    },
    "channel-unknown": {
        "en": "There is no channel “{name}”.{hint} Known: {known}.",
        "zh": "没有名为“{name}”的发送渠道。{hint}可用：{known}。",
    },
    "channel-broken": {
        "en": "The channel “{name}” cannot be loaded: {reason}",
        "zh": "发送渠道“{name}”无法加载：{reason}",
    },
    "channel-setting-missing": {
        "en": "The channel “{channel}” needs the setting “{name}”.",
        "zh": "发送渠道“{channel}”缺少设置项“{name}”。",
    },
    "channel-setting-unknown": {
        "en": "The channel “{channel}” has no setting “{name}”.{hint} Known: {known}.",
        "zh": "发送渠道“{channel}”没有设置项“{name}”。{hint}可用：{known}。",
    },
    "channel-setting-invalid": {
        "en": "The setting “{name}” of the channel “{channel}” must be {expected}.",
        "zh": "发送渠道“{channel}”的设置项“{name}”须为：{expected}。",
    },
    "mailbox-unwritable": {
        "en": "The mailbox {folder} cannot be written: {reason}",
        "zh": "无法写入邮箱目录 {folder}：{reason}",
    },
    "smtp-unreachable": {
        "en": "The mail server {host} cannot be reached: {reason}",
        "zh": "无法连接邮件服务器 {host}：{reason}",
    },
    "smtp-sign-in-refused": {
        "en": "The mail server {host} refused the user name or password ({status}).",
        "zh": "邮件服务器 {host} 拒绝了用户名或密码（{status}）。",
    },
    "smtp-refused": {
        "en": "The mail server {host} refused the message at {stage}: {status} {reply}",
        "zh": "邮件服务器 {host} 在 {stage} 阶段拒收：{status} {reply}",
    },
    "smtp-recipient-refused": {
        "en": "The mail server {host} does not accept the address {address}: {status} {reply}",
        "zh": "邮件服务器 {host} 不接受地址 {address}：{status} {reply}",
    },
    "webhook-address-private": {
        "en": "{host} is a private address; `allow_private: yes` allows it.",
        "zh": "{host} 是内网地址；如需允许，请设置 `allow_private: yes`。",
    },
    "webhook-unreachable": {
        "en": "{host} cannot be reached: {reason}",
        "zh": "无法连接 {host}：{reason}",
    },
    "webhook-refused": {
        "en": "{host} did not accept the message: HTTP {status}.",
        "zh": "{host} 未接受消息：HTTP {status}。",
    },
    "bot-notice": {
        "en": "{name}: there is a message about your reviews for you.",
        "zh": "{name}：您有一条绩效考核消息，请查看。",
    },
    "bot-subject": {"en": "{name}: {subject}", "zh": "{name}：{subject}"},
    "bot-busy": {
        "en": "{host} takes no message just now: {number} {reason}",
        "zh": "{host} 暂时无法接收消息：{number} {reason}",
    },
    "bot-refused": {
        "en": "{host} does not accept this robot's messages: {number} {reason}. Check its address, secret and rules.",
        "zh": "{host} 不接受该机器人的消息：{number} {reason}。请检查机器人的地址、密钥与安全设置。",
    },
    "setting-https": {
        "en": "an https address (http on this machine only)",
        "zh": "https 地址（仅本机可用 http）",
    },
    "setting-secret": {
        "en": "“whsec_” and 24 to 64 bytes in base64",
        "zh": "“whsec_”加 24 至 64 字节的 base64 编码",
    },
    "setting-whole-number": {"en": "a whole number from 1 to {most}", "zh": "1 至 {most} 的整数"},
    "setting-one-of": {"en": "one of: {choices}", "zh": "以下之一：{choices}"},
    "chat-not-installed": {
        "en": "The channel “chat” needs a library: pip install 'reviewflow[chat]'.",
        "zh": "渠道 chat 需要额外的软件包：pip install 'reviewflow[chat]'。",
    },
    "chat-refused": {
        "en": "{service} did not take the message: {reason}",
        "zh": "{service} 未接收消息：{reason}",
    },
    "setting-apprise": {
        "en": "an address Apprise knows, such as slack://TokenA/TokenB/TokenC/#channel",
        "zh": "Apprise 支持的地址，例如 slack://TokenA/TokenB/TokenC/#channel",
    },
}
