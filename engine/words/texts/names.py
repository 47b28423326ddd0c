"""Names in definitions that stand for nothing, or for something else than is meant."""

TEXTS = {
    "no-such-name": {
        "en": "There is no {thing} “{name}”. Known: {known}.",
        "zh": "没有名为“{name}”的{thing}。可用：{known}。",
    },
    "no-such-name-near": {
        "en": "There is no {thing} “{name}”. Did you mean “{near}”?",
        "zh": "没有名为“{name}”的{thing}。是否想写“{near}”？",
    },
    "no-such-part": {
        "en": "“{owner}” has no “{name}”. Known: {known}.",
        "zh": "“{owner}”没有“{name}”。可用：{known}。",
    },
    "no-such-part-near": {
        "en": "“{owner}” has no “{name}”. Did you mean “{near}”?",
        "zh": "“{owner}”没有“{name}”。是否想写“{near}”？",
    },
    "no-such-variable": {
        "en": "“{name}” means nothing here. Known: {known}.",
        "zh": "此处没有“{name}”可用。可用：{known}。",
    },
    "no-such-variable-near": {
        "en": "“{name}” means nothing here. Did you mean “{near}”?",
        "zh": "此处没有“{name}”可用。是否想写“{near}”？",
    },
    "no-such-anchor": {
        "en": "“{name}” is no day to count from. Known: {known}.",
        "zh": "“{name}”不是可作为起算点的日期。可用：{known}。",
    },
    "no-such-anchor-near": {
        "en": "“{name}” is no day to count from. Did you mean “{near}”?",
        "zh": "“{name}”不是可作为起算点的日期。是否想写“{near}”？",
    },
    "no-such-fact": {
        "en": "{whose} has no fact “{name}”. Known: {known}.",
        "zh": "{whose}没有属性“{name}”。可用：{known}。",
    },
    "no-such-fact-near": {
        "en": "{whose} has no fact “{name}”. Did you mean “{near}”?",
        "zh": "{whose}没有属性“{name}”。是否想写“{near}”？",
    },
    "value-without-parts": {
        "en": "“{owner}” is a single value; it has no “{part}”.",
        "zh": "“{owner}”是单个值，没有“{part}”。",
    },
    "no-such-option": {
        "en": "“{field}” can never be “{found}”. Its options: {options}.",
        "zh": "“{field}”不可能是“{found}”。可选值：{options}。",
    },
    "no-such-option-near": {
        "en": "“{field}” can never be “{found}”. Did you mean “{near}”?",
        "zh": "“{field}”不可能是“{found}”。是否想写“{near}”？",
    },
    "name-of-the-engine": {
        "en": "“{name}” is a word of the engine; choose another name.",
        "zh": "“{name}”是引擎的保留词，请换一个名称。",
    },
    "name-taken": {
        "en": "“{name}” is already the name of a {thing}; expressions could not tell them apart.",
        "zh": "“{name}”已是某个{thing}的名称，表达式无法区分。",
    },
    "names-in-a-list": {
        "en": "“{name}” are several: write a list, [{list}], where any of them will do; under “all” where each must.",
        "zh": "“{name}”是多个名称：其中任一即可时写成列表 [{list}]；须各方都参与时写在 all 之下。",
    },
    "role-is-a-rule": {
        "en": "“{name}” says how somebody is found; here the name of a role is expected. Give them one under “roles”, "
        "as in “{part}: {name}”.",
        "zh": "“{name}”是查找人员的方法，此处应写角色名。请在 roles 下为其命名，例如“{part}: {name}”。",
    },
    "role-is-unit": {
        "en": "“{name}” is a unit, and only people hold roles. Write “{name}.lead” or “{name}.members”.",
        "zh": "“{name}”是单元，角色只能由人员担任。请写“{name}.lead”或“{name}.members”。",
    },
}
