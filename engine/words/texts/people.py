"""Findings in a file of people."""

TEXTS = {
    # delegates
    "delegate-left": {"en": "“{person}” does not work here (any more).", "zh": "“{person}”不是在职人员。"},
    "delegate-self": {"en": "“{person}” cannot be their own delegate.", "zh": "“{person}”不能代理自己。"},
    "delegate-over": {
        "en": "A delegation until {until} would be over before it begins.",
        "zh": "截至 {until} 的代理在开始之前就已结束。",
    },
    "delegate-twice": {
        "en": "“{to}” acts for “{person}” on some of these days already. Revoke that first to change it.",
        "zh": "“{to}”在其中某些日期已代理“{person}”。如需更改，请先撤销。",
    },
    "delegate-to-whom": {"en": "Say whose tasks, and who is to do them.", "zh": "请写明代理谁、由谁代理。"},
    "delegation-unknown": {"en": "“{to}” does not act for “{person}”.", "zh": "“{to}”没有代理“{person}”。"},
    "people-encoding": {
        "en": "The file is neither UTF-8 nor GB18030 text (byte {byte}). Save it as UTF-8.",
        "zh": "文件既不是 UTF-8 也不是 GB18030 文本（第 {byte} 字节）。请另存为 UTF-8。",
    },
    "people-encoding-guessed": {
        "en": "The file is not UTF-8; it was read as GB18030. Check that the names look right.",
        "zh": "文件不是 UTF-8，已按 GB18030 读取。请核对姓名是否正确。",
    },
    "people-too-large": {
        "en": "The file has {size} MB; at most {limit} MB are read.",
        "zh": "文件大小为 {size} MB，最多读取 {limit} MB。",
    },
    "people-nul": {
        "en": "A NUL character stands here; this is no text. Export the file again as CSV.",
        "zh": "此处有 NUL 字符，文件不是纯文本。请重新导出为 CSV。",
    },
    "people-csv": {"en": "The table cannot be read here: {why}.", "zh": "此处无法按 CSV 读取：{why}。"},
    "people-excel": {
        "en": "The workbook cannot be read: {why}. Save it anew as .xlsx, or as CSV.",
        "zh": "无法读取该工作簿：{why}。请重新另存为 .xlsx 或 CSV。",
    },
    "excel-missing": {
        "en": "What reads workbooks is not installed; install reviewflow[{extra}], or save the table as CSV.",
        "zh": "未安装读取工作簿的组件；请安装 reviewflow[{extra}]，或将表格另存为 CSV。",
    },
    "people-json": {
        "en": "This is no JSON from here on: {why}.",
        "zh": "从此处起不是合法的 JSON：{why}。",
    },
    "people-json-list": {
        "en": "Expected a list of objects, or an object with such a list under “rows”.",
        "zh": "此处应为对象列表，或以“rows”给出该列表的对象。",
    },
    "people-json-cell": {
        "en": "“{column}” takes a text, a number, true, false, null, or a list of texts.",
        "zh": "“{column}”的值应为文本、数字、true、false、null，或文本列表。",
    },
    "people-empty": {
        "en": "The file names nobody. Expected a line of column names and a line for each person.",
        "zh": "文件中没有任何人员。首行应为列名，之后每人一行。",
    },
    "people-delimiter": {
        "en": "The columns are not separated by commas. Save the file as comma-separated CSV.",
        "zh": "各列未用逗号分隔。请另存为逗号分隔的 CSV。",
    },
    "people-column-missing": {
        "en": "The column “{column}” is missing. Known columns: {known}.",
        "zh": "缺少列“{column}”。可用的列：{known}。",
    },
    "people-column-twice": {
        "en": "The column “{column}” stands twice; the first is field {first}.",
        "zh": "列“{column}”重复出现，第一次在第 {first} 列。",
    },
    "people-column-unknown": {
        "en": "Unknown column “{column}”. Known: {known}. Nearest: {nearest}.",
        "zh": "未知的列“{column}”。可用：{known}。最接近的是：{nearest}。",
    },
    "people-ragged": {
        "en": "This line has {found} fields; the first line names {expected} columns.",
        "zh": "本行有 {found} 个字段，而首行有 {expected} 列。",
    },
    "people-missing": {"en": "“{column}” must be filled in.", "zh": "“{column}”必须填写。"},
    "people-id": {
        "en": "“{found}” cannot be an id: no spaces, no control characters, no “/” or “|”, at most {limit} characters.",
        "zh": "“{found}”不能作为编号：不得含空格、控制字符、“/”或“|”，最多 {limit} 个字符。",
    },
    "people-id-twice": {
        "en": "“{found}” stands twice; the first is line {first}.",
        "zh": "编号“{found}”重复，第一次在第 {first} 行。",
    },
    "people-formula": {
        "en": "“{found}” begins like a formula; an {column} may not begin with =, +, - or @.",
        "zh": "“{found}”以公式符号开头；{column} 不得以 =、+、- 或 @ 开头。",
    },
    "people-formula-name": {
        "en": "The name “{found}” begins like a formula; it is kept as plain text.",
        "zh": "姓名“{found}”以公式符号开头，已按纯文本保留。",
    },
    "people-characters": {
        "en": "“{column}” holds a line break or another control character: “{found}”.",
        "zh": "“{column}”含有换行或其他控制字符：“{found}”。",
    },
    "people-too-long": {
        "en": "“{column}” may hold {limit} characters; found {found}.",
        "zh": "“{column}”最多 {limit} 个字符，实际 {found} 个。",
    },
    "people-mail": {
        "en": "“{found}” is not one plain mail address such as name@example.com.",
        "zh": "“{found}”不是有效的邮箱地址，应类似 name@example.com。",
    },
    "people-value": {
        "en": "“{column}”: expected {expected}, found “{found}”.",
        "zh": "“{column}”：应为{expected}，实际为“{found}”。",
    },
    "people-a-date": {"en": "a day such as 2026-07-31", "zh": "日期，例如 2026-07-31"},
    "people-a-moment": {
        "en": "a moment with its offset, such as 2026-07-31T09:00+08:00",
        "zh": "带时区偏移的时刻，例如 2026-07-31T09:00+08:00",
    },
    "people-a-number": {"en": "a number", "zh": "数字"},
    "people-hours": {"en": "hours such as 12:00-13:30", "zh": "时段，例如 12:00-13:30"},
    "people-a-yes-no": {"en": "yes or no", "zh": "yes 或 no（是或否）"},
    "people-choice": {
        "en": "“{column}” takes one of: {known}; found “{found}”. Nearest: {nearest}.",
        "zh": "“{column}”可填：{known}；实际为“{found}”。最接近的是：{nearest}。",
    },
    "people-too-small": {
        "en": "“{column}” must be at least {limit}; found {found}.",
        "zh": "“{column}”不得小于 {limit}，实际为 {found}。",
    },
    "people-too-large-number": {
        "en": "“{column}” must be at most {limit}; found {found}.",
        "zh": "“{column}”不得大于 {limit}，实际为 {found}。",
    },
    "people-decimals": {
        "en": "“{column}” takes at most {limit} decimals; found {found}.",
        "zh": "“{column}”最多保留 {limit} 位小数，实际为 {found}。",
    },
    "people-left-before-hired": {
        "en": "“left_on” ({left}) is before “hired_on” ({hired}).",
        "zh": "离职日期 left_on（{left}）早于入职日期 hired_on（{hired}）。",
    },
    "people-unknown": {
        "en": "“{column}”: nobody has the id “{found}”, neither in this file nor imported before.",
        "zh": "“{column}”：编号“{found}”不存在，文件中没有，此前也未导入。",
    },
    "unit-unknown": {
        "en": "“{column}” names the unit “{found}”, which is neither in this file nor known.",
        "zh": "“{column}”中的单元“{found}”既不在本文件中，也未曾导入。",
    },
    "unit-not-yet": {
        "en": "“{column}” names the unit “{found}”, which is not known yet. "
        "Until it is imported, the fact counts as empty.",
        "zh": "“{column}”中的单元“{found}”尚未导入；在其导入之前，此项视为空。",
    },
    "unit-is-person": {
        "en": "“{found}” is the id of a person already; a unit needs one of its own.",
        "zh": "“{found}”已是某人的编号；单元须另用编号。",
    },
    "person-is-unit": {
        "en": "“{found}” is the id of a unit already; a person needs one of their own.",
        "zh": "“{found}”已是某单元的编号；人员须另用编号。",
    },
    "unit-circle": {
        "en": "These units are each other's parents: {circle}.",
        "zh": "这些单元互为上级：{circle}。",
    },
    "people-own-manager": {"en": "“{found}” cannot be their own manager.", "zh": "“{found}”不能是自己的上级。"},
    "people-manager-circle": {
        "en": "The managers go in a circle: {circle}.",
        "zh": "上级关系形成循环：{circle}。",
    },
}
