"""The prose of the reference: headings and what stands below them, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

Text = tuple[str, str]

SAID: Mapping[str, Text] = {
    "title": ("The language", "语言参考"),
    "other": ("[中文](reference.zh.md)", "[English](reference.md)"),
    "intro": (
        (
            "Everything a file may say. This page is made from the engine itself (`make docs`); each example is "
            "read when it is made, and beside the wrong one stands what `reviewflow check` says to it. How to go "
            "about a change: [Changing a process](process-owners.md)."
        ),
        (
            "文件中可以写的全部内容。本页由引擎自动生成（`make docs`）：每个示例都经过实际检查，错误写法旁边就是 "
            "`reviewflow check` 的提示。如何着手修改，请看[如何修改流程](process-owners.zh.md)。"
        ),
    ),
    "files": ("Files", "文件"),
    "files-said": (
        (
            "YAML 1.2: `on`, `yes` and `09:00` are texts, numbers are exact. `yes`, `no`, `true` and `false` are "
            "flags where a flag is expected. Put quotes around a text with `: ` or `#` in it. Titles are `{en: …, "
            "zh: …}`. They are needed, but for [common names](#titles) such as `approve`, which bring "
            "theirs along. YAML's anchors and aliases (`&x`, `*x`) are refused: what stands twice is written twice."
        ),
        (
            "采用 YAML 1.2：`on`、`yes`、`09:00` 都是文本，数字按精确值处理。需要开关值时可写 `yes`、`no`、`true`、"
            "`false`。文本中含 `: ` 或 `#` 时请加引号。标题写作 `{en: …, zh: …}`；除[常用名称](#titles)（如 `approve`）"
            "自带标题外，均须写出。不接受 YAML 锚点与别名（`&x`、`*x`）：重复的内容请重复写出。"
        ),
    ),
    "keys": ("Keys", "键"),
    "moments": ("Moments", "时刻"),
    "moments-said": (
        (
            "When something is. Below, the state was entered on Monday 2026-09-28 at 10:00 in Shanghai, it is due "
            "on 2026-10-12, and the 1st and 2nd of October are days off. A limit that is a day includes the whole "
            "of it. What time does when a day is over (`past`) counts from that day: with `after: [{past: due, to: "
            "open_notice}]` the notice begins with 2026-10-12, told on the 13th; its `due: 30 days` is 2026-11-11, "
            "and `why` says since 2026-10-12 23:59. Something done by a person on the 13th counts from the 13th."
        ),
        (
            "表示何时。下表中，进入阶段的时间为 2026-09-28（星期一）上海时间 10:00，期限为 2026-10-12，10 月 1 日和 "
            "2 日休息。以日期表示的期限包含当天全天。某日过后发生的事（past）自该日起算：写 `after: [{past: due, to: "
            "open_notice}]` 时，公示自 2026-10-12 起、13 日告知，其 `due: 30 days` 为 2026-11-11，`why` 显示自 "
            "2026-10-12 23:59 起。由人在 13 日所做的事则自 13 日起算。"
        ),
    ),
    "anchors": ("Names to count from", "可作为起算点的名称"),
    "lengths": ("Lengths and repeats", "时长与重复"),
    "lengths-said": (
        "A length is a number and a unit: {units}. A repeat: {periods}.",
        "时长由数字和单位组成：{units}。重复写作：{periods}。",
    ),
    "expressions": ("Expressions", "表达式"),
    "expressions-said": (
        (
            "Conditions and computed values. A name that has no value yet makes the result unknown: a condition "
            "then does not hold, a computed field stays empty. Below, `goals` are two rows (weight 60 and 40, score "
            "90 and 75), `scores` is [4, 5, 2], `score` is 82, `grade` is B of C, B, A, `comment` is empty, `hired` "
            "is 2024-03-01 and `today` 2026-09-28."
        ),
        (
            "用于条件和计算值。名称尚无值时结果未知：条件视为不成立，计算字段保持为空。下表中 `goals` 有两行（"
            "weight 为 60 和 40，score 为 90 和 75），`scores` 为 [4, 5, 2]，`score` 为 82，`grade` 为 B（选项 C、B"
            "、A），`comment` 为空，`hired` 为 2024-03-01，`today` 为 2026-09-28。"
        ),
    ),
    "operators": ("Operators", "运算符"),
    "functions": ("Functions and filters", "函数与过滤器"),
    "context": ("Questions to the engine", "向引擎查询"),
    "names": ("Names", "名称"),
    "facts": ("Facts of a person", "人员属性"),
    "facts-said": (
        "Beside those of your own `person:` in organisation.yaml, as in `employee.site == 'Berlin'`.",
        "此外还有 organisation.yaml 中 `person:` 自定的属性，例如 `employee.site == 'Berlin'`。",
    ),
    "unit-facts": ("Facts of a unit", "单元属性"),
    "events": ("Events", "事件"),
    "events-said": (
        "Under `on`, beside acts; nobody does them.",
        "写在 `on` 下，与操作并列；由引擎触发，无人操作。",
    ),
    "messages": ("Messages", "消息模板"),
    "messages-said": (
        (
            "A template begins with `Subject:`, then an empty line, then the text. `{{ … }}` fills in, `{% if … %}` "
            "and `{% for … %}` decide and repeat, as in Jinja2. `check` holds each against every place that sends "
            "it, and refuses what a reader may not see."
        ),
        (
            "模板首行为 `Subject:`，空一行后是正文。写法同 Jinja2：`{{ … }}` 填入内容，`{% if … %}` 判断，`{% for … "
            "%}` 循环。`check` 会核对每个发送位置，收件人无权查看的内容会被指出。"
        ),
    ),
    "variables": ("What a message may name", "可用变量"),
    "filters": ("How values are written", "取值的写法"),
    "findings": ("What check finds beside wrong words", "check 的其他检查"),
    "findings-said": (
        """Each of these may be meant. Then say so, with a reason, in a comment on that line, or alone on the line above
it: `# check: silence-leads-nowhere – HR closes it once a year`. A comment that nothing needs any more is found too.""",
        """以下情况有时是有意为之。此时请在该行末尾或其上一行用注释写明理由：
`# check: silence-leads-nowhere – 人力资源部每年统一关闭`。不再需要的注释也会被指出。""",
    ),
    "titles": ("Names that bring their titles along", "自带标题的名称"),
    "titles-said": (
        "A role, state, act, task, field, option, reason or date of one of these names needs no `title`.",
        "角色、阶段、操作、任务、字段、选项、理由、日期若采用下列名称，可不写 `title`。",
    ),
    "codes": ("Findings and refusals", "提示与拒绝代码"),
    "codes-said": (
        "Codes never change their meaning; programs may rely on them. `{…}` stands for what was found.",
        "代码的含义固定不变，程序可以依赖。`{…}` 表示实际内容。",
    ),
    "file": ("file", "文件"),
    "what": ("what it is", "含义"),
    "form": ("form", "写法"),
    "gives": ("gives", "结果"),
    "example": ("example", "示例"),
    "name": ("name", "名称"),
}
