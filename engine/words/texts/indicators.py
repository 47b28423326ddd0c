"""Indicators and measurements: what is wrong with them, how they come about."""

TEXTS = {
    "target-no-number": {
        "en": "A target is a number, or `= …` over measurements; found “{found}”.",
        "zh": "目标值应为数字，或以 = 开头的度量公式；实际写的是“{found}”。",
    },
    "points-order": {
        "en": "The values of `points` must rise; {found} stands after {before}.",
        "zh": "points 的各值必须由小到大；{found} 排在 {before} 之后。",
    },
    "scale-one-way": {
        "en": "The scale of “{indicator}” is said either by `points` or by `bands`.",
        "zh": "“{indicator}”的得分标准须写 points 或 bands，二者取一。",
    },
    "divides-by-zero": {"en": "This divides by zero, whatever is measured.", "zh": "此处总是除以零。"},
    "built-of-nobody": {
        "en": "“{measurement}” cannot be made of people's values: it is not measured of a person. Add “person” "
        "to “of”.",
        "zh": "“{measurement}”无法由人员的值得出：它不以个人为度量对象。请在“of”中加上“person”。",
    },
    "level-not-measured": {
        "en": "“{indicator}” speaks of {level}, but “{name}” is not measured there.",
        "zh": "“{indicator}”用于 {level}，但“{name}”在该层级没有度量。",
    },
    "indicator-circle": {
        "en": "These indicators are made of each other: {circle}.",
        "zh": "这些指标互为组成，形成循环：{circle}。",
    },
    "achievement-within": {
        "en": "“{indicator}” is best within limits, so there is no achievement; write `by: value` and `bands`.",
        "zh": "“{indicator}”以区间内为好，没有达成率可言；请写 by: value 和 bands。",
    },
    "scale-needs-target": {
        "en": "The scale of “{indicator}” goes by the achievement, but there is no target.",
        "zh": "“{indicator}”按达成率计分，但没有目标值。",
    },
    "target-zero": {
        "en": "Nothing can be a percentage of the target 0; let the scale of “{indicator}” go `by: value`.",
        "zh": "目标值为 0 时无法计算达成率；请将“{indicator}”的得分标准改为 by: value。",
    },
    "scale-against": {
        "en": "The points of “{indicator}” do not go the way that is said to be better.",
        "zh": "“{indicator}”的得分走向与所写的指标方向不一致。",
    },
    "band-hole": {
        "en": "No band says what {hole} earns.",
        "zh": "没有区间说明 {hole} 的得分。",
    },
    "band-overlap": {
        "en": "This band overlaps with the one below it.",
        "zh": "该区间与较低的区间重叠。",
    },
    "indicator-elsewhere": {
        "en": "“{name}” is a fact of a person; only columns of a process's lists name indicators or take from them.",
        "zh": "“{name}”是人员属性；只有流程中列表的列可以引用指标或由指标填入。",
    },
    "live-without-from": {
        "en": "“{column}” has `live_until`, but no `from` that says which indicator it follows.",
        "zh": "“{column}”写了 live_until，但没有 from 说明取自哪个指标。",
    },
    "part-of-other-type": {
        "en": "“{column}” is of the type {type}; `{part}` of an indicator does not fit there.",
        "zh": "“{column}”的类型为 {type}，与指标的 {part} 不符。",
    },
    "indicator-in-quotes": {
        "en": "`indicator` takes a name in quotes, as in `indicator('sales_completion').value`.",
        "zh": "indicator 需要带引号的名称，例如 indicator('sales_completion').value。",
    },
    "measurements-empty": {
        "en": "The file holds no value. Expected a line of column names and a line for each value.",
        "zh": "文件中没有任何值。应有一行列名，其后每个值一行。",
    },
    "measurements-unknown": {
        "en": "There is no measurement “{found}”. Nearest: {nearest}.",
        "zh": "没有名为“{found}”的度量。最接近：{nearest}。",
    },
    "measurements-period": {
        "en": "“{found}” is no period; write 2026, 2026-h2, 2026-q3, 2026-07 or 2026-07-15.",
        "zh": "“{found}”不是期间；请写 2026、2026-h2、2026-q3、2026-07 或 2026-07-15。",
    },
    "measurements-level": {
        "en": "This is not measured of “{found}”, but of: {known}.",
        "zh": "该度量的对象不是“{found}”，而是：{known}。",
    },
    "measurements-subject": {
        "en": "“{found}” is none of those this is measured of ({known}): nobody has that id, no department that name. "
        "Nearest: {nearest}.",
        "zh": "“{found}”不是该度量的对象（{known}）：没有此编号的人员，也没有此名称的部门。最接近：{nearest}。",
    },
    "measurements-twice": {
        "en": "The same measurement of the same subject and period stands in line {first} already.",
        "zh": "同一对象、同一期间的该度量已在第 {first} 行出现。",
    },
    "measurements-key-twice": {
        "en": "The key “{found}” stands in line {first} already.",
        "zh": "键“{found}”已在第 {first} 行出现。",
    },
    "measurements-key-taken": {
        "en": "The key “{key}” of {source} came before, for “{name}”: {value}. A correction needs its own key.",
        "zh": "来源 {source} 的键“{key}”此前已用于“{name}”，值为 {value}。更正须使用新的键。",
    },
    "indicator-unknown": {
        "en": "There is no indicator “{found}”. Nearest: {nearest}.",
        "zh": "没有名为“{found}”的指标。最接近：{nearest}。",
    },
    "indicator-level": {
        "en": "This indicator does not speak of “{found}”, but of: {known}.",
        "zh": "该指标不用于“{found}”，而用于：{known}。",
    },
    "period-unreadable": {
        "en": "“{found}” is no period; write 2026, 2026-h2, 2026-q3, 2026-07 or 2026-07-15.",
        "zh": "“{found}”不是期间；请写 2026、2026-h2、2026-q3、2026-07 或 2026-07-15。",
    },
    "not-measured": {"en": "not measured yet", "zh": "尚无度量数据"},
    "scale-by-achievement": {"en": "by achievement in %: {scale}", "zh": "按达成率（%）计分：{scale}"},
    "scale-by-value": {"en": "by value: {scale}", "zh": "按指标值计分：{scale}"},
    "unit-percent": {"en": "%", "zh": "%"},
    "unit-money": {"en": "money", "zh": "元"},
    "unit-count": {"en": "number", "zh": "数量"},
    "unit-days": {"en": "days", "zh": "天"},
    "unit-hours": {"en": "hours", "zh": "小时"},
    "unit-rating": {"en": "points of rating", "zh": "评分"},
}
