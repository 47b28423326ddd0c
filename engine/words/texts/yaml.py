"""What is wrong with a file as YAML, before the process language begins."""

TEXTS = {
    "yaml-empty": {"en": "The file is empty.", "zh": "文件为空。"},
    "yaml-too-long": {
        "en": "The file is longer than {limit} bytes.",
        "zh": "文件超过 {limit} 字节。",
    },
    "yaml-unprintable": {
        "en": "The character {character} may not stand in a text file.",
        "zh": "文本文件中不能包含字符 {character}。",
    },
    "yaml-several-documents": {
        "en": "A second document begins here (---); a file holds one.",
        "zh": "此处开始了第二个文档（---）；一个文件只能包含一个文档。",
    },
    "yaml-too-many-nodes": {
        "en": "The file holds more than {limit} values.",
        "zh": "文件中的值超过 {limit} 个。",
    },
    "yaml-too-deep": {
        "en": "Nested more than {limit} levels deep.",
        "zh": "嵌套超过 {limit} 层。",
    },
    "yaml-alias": {
        "en": "Anchors and aliases (&{name}, *{name}) are not used; write the value out where it is needed.",
        "zh": "不支持锚点和别名（&{name}、*{name}）；请在需要处直接写出值。",
    },
    "yaml-tag": {
        "en": "The tag “{tag}” is not allowed; a value is what it looks like.",
        "zh": "不允许使用标签“{tag}”；值的类型由写法决定。",
    },
    "yaml-number-too-long": {
        "en": "The number beginning with {found} is too long or too large to be meant.",
        "zh": "以 {found} 开头的数字过长或过大。",
    },
    "yaml-number-not-finite": {
        "en": "{found} is not a number that can be worked with.",
        "zh": "{found} 不是可用的数字。",
    },
    "yaml-key-not-a-word": {
        "en": "A key must be one word; a list or a map stands here.",
        "zh": "键必须是一个词；此处却是列表或映射。",
    },
    "yaml-duplicate-key": {
        "en": "“{key}” is already there, in line {line}.",
        "zh": "“{key}”已在第 {line} 行出现过。",
    },
    "split-expression": {
        "en": "The comma splits this in two. Put the whole in quotes: {text}",
        "zh": "逗号把这一项拆成了两项。请给整个内容加引号：{text}",
    },
    "split-expression-of": {
        "en": "The value of “{key}” is torn apart by a comma, a colon or a quote. "
        "Put the whole in quotes, or write “{key}:” on a line of its own: {text}",
        "zh": "“{key}”的值被逗号、冒号或引号拆开了。请给整个内容加引号，或让“{key}:”单独占一行：{text}",
    },
    "yaml-tab": {
        "en": "A tab stands here; indent with spaces.",
        "zh": "此处有制表符；请用空格缩进。",
    },
    "yaml-colon-in-text": {
        "en": "A second “: ” in one line; put the text in quotes, or begin a new line.",
        "zh": "同一行中出现了第二个“: ”；请给文本加引号，或另起一行。",
    },
    "yaml-colon-missing": {
        "en": "The line {line} needs a “:” after its key.",
        "zh": "第 {line} 行的键后面缺少“:”。",
    },
    "yaml-quote-open": {
        "en": "The quote opened in line {line}, column {column} is never closed.",
        "zh": "第 {line} 行第 {column} 列开始的引号没有结束。",
    },
    "yaml-escape": {
        "en": "This backslash means nothing here; use single quotes, or write it twice.",
        "zh": "此处的反斜杠没有意义；请使用单引号，或写两个反斜杠。",
    },
    "yaml-flow-open": {
        "en": "The bracket opened in line {line}, column {column} is never closed.",
        "zh": "第 {line} 行第 {column} 列开始的括号没有闭合。",
    },
    "yaml-flow": {
        "en": "Inside the bracket opened in line {line}, column {column}, a comma or the closing bracket is "
        "expected here.",
        "zh": "在第 {line} 行第 {column} 列开始的括号内，此处应为逗号或右括号。",
    },
    "yaml-character": {
        "en": "A value cannot begin with {character}; put it in quotes.",
        "zh": "值不能以 {character} 开头；请加引号。",
    },
    "yaml-after-quote": {
        "en": "More follows after the closing quote; put the whole in quotes of the other kind.",
        "zh": "右引号后面还有内容；请用另一种引号把整个内容括起来。",
    },
    "yaml-indent": {
        "en": "This line does not go on with what began in line {line}, column {column}; is it indented right?",
        "zh": "此行与第 {line} 行第 {column} 列开始的内容不连贯；缩进是否正确？",
    },
    "yaml-other": {"en": "This cannot be read as YAML.", "zh": "此处无法按 YAML 读取。"},
}
