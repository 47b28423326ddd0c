"""Texts of expressions: faults of syntax, missing values, values that do not fit."""

KINDS = {
    "yes_no": {"en": "a yes or no", "zh": "是/否值"},
    "number": {"en": "a number", "zh": "数字"},
    "text": {"en": "a text", "zh": "文本"},
    "moment": {"en": "a moment", "zh": "时刻"},
    "date": {"en": "a date", "zh": "日期"},
    "missing": {"en": "nothing", "zh": "空值"},
    "list": {"en": "a list", "zh": "列表"},
    "group": {"en": "a group of fields", "zh": "一组字段"},
    "entity": {"en": "a person or unit", "zh": "人员或单位"},
    "unknown": {"en": "a value of unknown kind", "zh": "未知类型的值"},
}

TEXTS = {
    "expression-empty": {
        "en": "An expression is expected here, but there is nothing.",
        "zh": "此处应有表达式，但内容为空。",
    },
    "expression-too-long": {
        "en": "The expression is longer than {limit} characters; split it into computed fields.",
        "zh": "表达式超过 {limit} 个字符；请拆分为多个计算字段。",
    },
    "expression-too-deep": {
        "en": "The expression is nested more than {limit} levels deep; split it into computed fields.",
        "zh": "表达式嵌套超过 {limit} 层；请拆分为多个计算字段。",
    },
    "expression-ends-early": {
        "en": "The expression ends too early: a value or a closing bracket is missing at the end.",
        "zh": "表达式不完整：末尾缺少一个值或右括号。",
    },
    "expression-unexpected": {
        "en": "“{found}” cannot stand here; an operator, a value or the end is expected.",
        "zh": "此处不能出现“{found}”；应为运算符、值或表达式结尾。",
    },
    "text-not-closed": {
        "en": "The text that begins here with {quote} has no end or stands where no text may stand.",
        "zh": "此处以 {quote} 开始的文本没有结束引号，或不应出现在这里。",
    },
    "text-escape": {
        "en": "“{found}” means nothing in a text; a backslash may begin {known}.",
        "zh": "文本中的“{found}”没有含义；反斜杠只能用于 {known}。",
    },
    "text-not-clean": {
        "en": "The text holds a character that is none (NUL or half of a pair).",
        "zh": "文本中含有无效字符（NUL 或不成对的代理字符）。",
    },
    "write-instead": {
        "en": "“{found}” is not part of the language here; write “{instead}”.",
        "zh": "此处不能写“{found}”；请写“{instead}”。",
    },
    "number-too-long": {
        "en": "A number may have at most {limit} digits.",
        "zh": "数字最多 {limit} 位。",
    },
    "list-too-long": {
        "en": "A list may have at most {limit} entries here.",
        "zh": "此处的列表最多 {limit} 项。",
    },
    "not-allowed": {
        "en": "“{found}” is not allowed in expressions.",
        "zh": "表达式中不允许使用“{found}”。",
    },
    "no-index": {
        "en": "Rows are not picked by number; use first, last or where(…).",
        "zh": "不能按序号取行；请使用 first、last 或 where(…)。",
    },
    "name-hidden": {
        "en": "“{name}” is not a name that can be read: names do not begin with “_”.",
        "zh": "不能读取“{name}”：名称不得以“_”开头。",
    },
    "compare-with-none": {
        "en": "A value is never compared with none; write filled(x) or not filled(x).",
        "zh": "不能与 none 比较；请写 filled(x) 或 not filled(x)。",
    },
    "else-needed": {
        "en": "“a if condition” needs an “else b”.",
        "zh": "“a if 条件”之后必须有“else b”。",
    },
    "only-functions": {
        "en": "Only the published functions can be called; a value has no functions of its own.",
        "zh": "只能调用公布的函数；值本身没有可调用的函数。",
    },
    "unknown-function": {
        "en": "There is no function “{found}”. Nearest: {near}.",
        "zh": "没有函数“{found}”。最接近的是：{near}。",
    },
    "unknown-filter": {
        "en": "There is no “| {found}”. Nearest: {near}.",
        "zh": "没有“| {found}”。最接近的是：{near}。",
    },
    "argument-twice": {
        "en": "“{name}” is given twice.",
        "zh": "“{name}”重复给出。",
    },
    "wrong-arguments": {
        "en": "“{name}” is not called like this. Usage: {usage}",
        "zh": "“{name}”的参数不正确。用法：{usage}",
    },
    "field-in-quotes": {
        "en": "“{name}” wants the name of a field in quotes, as in 'score'.",
        "zh": "“{name}”需要用引号括起来的字段名，例如 'score'。",
    },
    "unknown-operator": {
        "en": "“{found}” is not a comparison; expected one of {known}.",
        "zh": "“{found}”不是比较运算符；应为以下之一：{known}。",
    },
    "missing-value": {
        "en": "“{path}” has no value yet.",
        "zh": "“{path}”尚无值。",
    },
    "unknown-name": {
        "en": "There is no “{name}” here.",
        "zh": "此处没有“{name}”。",
    },
    "unknown-fact": {
        "en": "No fact “{name}” is known of this person or unit.",
        "zh": "该人员或单位没有“{name}”这一信息。",
    },
    "function-not-here": {
        "en": "“{name}(…)” cannot be used in this place.",
        "zh": "此处不能使用“{name}(…)”。",
    },
    "no-fields": {
        "en": "“.{name}” was asked of {found}, which has no fields.",
        "zh": "无法读取“.{name}”：{found}没有字段。",
    },
    "kinds-differ": {
        "en": "{left} cannot be compared with {right}.",
        "zh": "{left}不能与{right}比较。",
    },
    "no-order": {
        "en": "There is no order between {left} and {right}; numbers, dates and ordered choices have one.",
        "zh": "{left}与{right}之间没有先后大小；只有数字、日期和有序选项可以比较大小。",
    },
    "not-an-option": {
        "en": "“{found}” is none of the options {options}.",
        "zh": "“{found}”不在选项 {options} 之中。",
    },
    "not-a-list": {
        "en": "“in” was asked of {found} for {item}; it looks into lists, or for a text in a text.",
        "zh": "“in”不能在{found}中查找{item}；它只能在列表中查找，或在文本中查找文本。",
    },
    "list-needed": {
        "en": "A list is needed, but this is {found}.",
        "zh": "此处需要列表，实际是{found}。",
    },
    "list-or-values": {
        "en": "Give one list (and a field in quotes), or several values.",
        "zh": "请给出一个列表（可加带引号的字段名），或多个值。",
    },
    "not-for-numbers": {
        "en": "“{operator}” is for numbers; here it stands between {left} and {right}.",
        "zh": "“{operator}”用于数字；此处两边是{left}和{right}。",
    },
    "not-a-number": {
        "en": "A number is needed, but this is {found}.",
        "zh": "此处需要数字，实际是{found}。",
    },
    "not-a-whole-number": {
        "en": "A whole number is needed, but this is {found}.",
        "zh": "此处需要整数，实际是{found}。",
    },
    "not-yes-or-no": {
        "en": "A yes or no is needed, but this is {found}; compare it, or ask filled(x).",
        "zh": "此处需要是/否，实际是{found}；请写出比较，或使用 filled(x)。",
    },
    "text-needed": {
        "en": "A text is needed, but this is {found}.",
        "zh": "此处需要文本，实际是{found}。",
    },
    "person-needed": {
        "en": "A person is needed, but this is {found}.",
        "zh": "此处需要人员，实际是{found}。",
    },
    "date-needed": {
        "en": "A date is needed, but this is {found}.",
        "zh": "此处需要日期，实际是{found}。",
    },
    "not-a-date": {
        "en": "“{found}” is not a date; write it as 2026-07-01.",
        "zh": "“{found}”不是日期；请写成 2026-07-01 的形式。",
    },
    "text-too-long": {
        "en": "The text would be longer than {limit} characters.",
        "zh": "文本将超过 {limit} 个字符。",
    },
    "division-by-zero": {
        "en": "This would divide by zero.",
        "zh": "除数为零。",
    },
    "number-out-of-range": {
        "en": "The result is larger than any number this system keeps.",
        "zh": "结果超出系统可表示的数字范围。",
    },
    "band-pairs": {
        "en": "band(…) wants names with thresholds, as in band(score, C=60, 'B+', 80).",
        "zh": "band(…) 需要名称和分界值，例如 band(score, C=60, B=75)。",
    },
    "nothing-beside": {
        "en": "Nothing stands beside “{value}”; known: {known}.",
        "zh": "没有与“{value}”对应的结果；已有：{known}。",
    },
    "below-bands": {
        "en": "{value} is below the lowest band, which begins at {lowest}.",
        "zh": "{value} 低于最低档的起点 {lowest}。",
    },
}
