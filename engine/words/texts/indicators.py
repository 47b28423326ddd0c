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
    "unit-percent": {"en": "%", "zh": "%"},
    "unit-money": {"en": "money", "zh": "元"},
    "unit-count": {"en": "number", "zh": "数量"},
    "unit-days": {"en": "days", "zh": "天"},
    "unit-hours": {"en": "hours", "zh": "小时"},
    "unit-rating": {"en": "points of rating", "zh": "评分"},
}
