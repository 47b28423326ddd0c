"""Texts of time: moments that cannot be read, calendars that end or cannot be built."""

TEXTS = {
    "moment-empty": {
        "en": "A moment is expected here, such as “3 business days before due”.",
        "zh": "此处应填写时间，例如“3 business days before due”。",
    },
    "moment-too-long": {
        "en": "A moment has at most {limit} characters.",
        "zh": "时间表述最多 {limit} 个字符。",
    },
    "moment-too-deep": {
        "en": "The moment is nested more than {limit} levels deep; name a part of it as a date.",
        "zh": "时间表述嵌套超过 {limit} 层；请把其中一部分单独命名为日期。",
    },
    "moment-trailing": {
        "en": "“{found}” cannot follow here. Expected: {near}, or the end.",
        "zh": "此处不能接“{found}”。应为：{near}，或结尾。",
    },
    "moment-bracket": {
        "en": "The bracket is not closed: “)” is expected, “{found}” was found.",
        "zh": "括号没有闭合：应为“)”，实际是“{found}”。",
    },
    "moment-anchor": {
        "en": "A date or a name such as entry, due or cycle.start is expected; “{found}” was found.",
        "zh": "此处应为日期或名称（如 entry、due、cycle.start），实际是“{found}”。",
    },
    "moment-and": {
        "en": "“later of” and “earlier of” need two moments joined by “and”; “{found}” was found.",
        "zh": "“later of”和“earlier of”需要用“and”连接两个时间，实际是“{found}”。",
    },
    "moment-date": {
        "en": "“{found}” is not a day of the calendar; write it as 2026-07-01.",
        "zh": "“{found}”不是有效日期；请写成 2026-07-01 的形式。",
    },
    "moment-year-of": {
        "en": "Expected “of the year of”, “of the year after”, “of the year before” or “after”, as in “15 May of the "
        "year of entry”; “{found}” was found.",
        "zh": "应为“of the year of”、“of the year after”、“of the year before”或“after”，例如"
        "“15 May of the year of entry”，实际是“{found}”。",
    },
    "moment-no-length": {
        "en": "“{source}” is not a length of time, so nothing can be counted by it.",
        "zh": "“{source}”不是时长，不能据此推算。",
    },
    "moment-time": {
        "en": "“{found}” is not a time of day; write it as 09:00, from 00:00 to 23:59.",
        "zh": "“{found}”不是有效的时刻；请写成 09:00 的形式，范围为 00:00 至 23:59。",
    },
    "moment-within": {
        "en": "Leave out “within”: a length alone is a limit, as in “5 business days”.",
        "zh": "不必写“within”：只写时长即为期限，例如“5 business days”。",
    },
    "moment-number-word": {
        "en": "Write numbers in figures: “{number}” instead of “{found}”.",
        "zh": "数字请用阿拉伯数字：以“{number}”代替“{found}”。",
    },
    "moment-write": {"en": "Write “{instead}”.", "zh": "请写“{instead}”。"},
    "moment-number": {
        "en": "A number is expected, as in “10 business days”; “{found}” was found.",
        "zh": "此处应为数字，例如“10 business days”，实际是“{found}”。",
    },
    "moment-count": {
        "en": "{found} is too many; at most {limit}.",
        "zh": "{found} 过大；最多为 {limit}。",
    },
    "moment-whole": {
        "en": "Days and longer are counted whole; {found} is not a whole number.",
        "zh": "天及更长的单位只能取整数；{found} 不是整数。",
    },
    "moment-unit": {
        "en": "“{found}” is not a unit of time. Nearest: {near}.",
        "zh": "“{found}”不是时间单位。最接近的是：{near}。",
    },
    "moment-rolled": {
        "en": "Expected “rolled to the next business day”, “… previous …” or a day of the week; “{found}” was found.",
        "zh": "应为“rolled to the next business day”、“… previous …”或星期几，实际是“{found}”。",
    },
    "moment-span": {
        "en": "“{found}” is no span of days. Expected: {near}.",
        "zh": "“{found}”不是可用的期间。应为：{near}。",
    },
    "moment-counting": {
        "en": "Expected “counting the first day”; “{found}” was found.",
        "zh": "应为“counting the first day”，实际是“{found}”。",
    },
    "moment-counting-what": {
        "en": "“counting the first day” stands behind a number of days, as in “5 days after entry”.",
        "zh": "“counting the first day”只能跟在天数之后，例如“5 days after entry”。",
    },
    "moment-circular": {
        "en": "“{source}” depends on itself.",
        "zh": "“{source}”循环依赖自身。",
    },
    "moment-out-of-range": {
        "en": "“{source}” leads out of the years 1 to 9999.",
        "zh": "“{source}”超出公元 1 年至 9999 年的范围。",
    },
    "period-every": {
        "en": "A repeat begins with “every”, as in “every 2 business days”; “{found}” was found.",
        "zh": "重复间隔须以“every”开头，例如“every 2 business days”，实际是“{found}”。",
    },
    "period-zero": {
        "en": "A repeat needs a distance of at least one.",
        "zh": "重复间隔至少为 1。",
    },
    "calendar-guessed": {
        "en": "Something is due in {years}, whose worked weekends nobody has published yet in “{calendar}”: limits may "
        "be a day off.",
        "zh": "有事项在 {years} 年到期，而日历“{calendar}”尚无该年的调休安排：期限可能相差一天。",
    },
    "calendar-ends": {
        "en": "The calendar “{calendar}” does not cover {year}; extend it in its file.",
        "zh": "日历“{calendar}”不包含 {year} 年；请在日历文件中扩展年份。",
    },
    "calendar-years": {
        "en": "The calendar “{calendar}” cannot run over {found}; years go from 1900 to 2200, in order.",
        "zh": "日历“{calendar}”的年份 {found} 无效；应在 1900 至 2200 之间，且起始年在前。",
    },
    "calendar-country": {
        "en": "The holidays of “{found}” are not known. Nearest country code: {near}.",
        "zh": "没有“{found}”的节假日数据。最接近的国家代码：{near}。",
    },
    "calendar-part": {
        "en": "“{country}” has no part “{found}” with holidays of its own. Nearest: {near}.",
        "zh": "“{country}”没有名为“{found}”的地区。最接近的是：{near}。",
    },
}
