"""What reads well and yet goes wrong, and comments that accept it."""

TEXTS = {
    "answers-apart": {
        "en": "“{field}” is always empty here: every answer to {tasks} stands apart. Read one of them ({read}), or "
        "write “shared: yes” on the field where all of them fill in one value.",
        "zh": "“{field}”在此处始终为空：{tasks} 的答案各自保存。请读取其中一个（{read}）；如果各任务填写的是同一个值，"
        "请在该字段上写“shared: yes”。",
    },
    "chosen-by-nobody": {
        "en": "Nobody may hold “{role}” in “{state}”: a way leads there on which nobody is asked to choose. Give the "
        "role an “else”, or “optional: yes”, or let that way end elsewhere.",
        "zh": "进入“{state}”时，“{role}”可能无人担任：有一条路径不经过任何选择。请为该角色写“else”或“optional: yes”，"
        "或让该路径通向别处。",
    },
    "agreed-to-nothing": {
        "en": "“{task}” asks for consent to {fields}, which no form asks for and nothing fills.",
        "zh": "“{task}”要求就 {fields} 达成一致，但没有表单要求填写，也没有任何来源。",
    },
    "guard-hole": {
        "en": "“{name}” has no alternative for: {case}. Give the last one no “when”, or say what happens then.",
        "zh": "“{name}”没有分支适用于：{case}。请让最后一个分支不写“when”，或写明此时如何处理。",
    },
    "guard-never": {
        "en": "The alternative “{id}” of “{name}” can never be taken: those before it take every case.",
        "zh": "“{name}”的分支“{id}”永远不会被选中：前面的分支已包含所有情况。",
    },
    "guard-overlap": {
        "en": "“{id}” and “{other}” of “{name}” are both true for: {case}. Only their order decides; make one "
        "the narrower.",
        "zh": "“{name}”的分支“{id}”和“{other}”在以下情况同时成立：{case}。目前仅由先后顺序决定，请让其中一个更窄。",
    },
    "condition-never": {
        "en": "This can never be true: {source}",
        "zh": "此条件永远不会成立：{source}",
    },
    "role-nobody": {
        "en": "Nobody can ever hold the role “{role}”: its “must” shuts everybody out.",
        "zh": "没有人能够担任角色“{role}”：其“must”排除了所有人。",
    },
    "before-its-time": {
        "en": "“{id}” may fall before “{state}” is entered, for example if that is on a {day}; then it is left out.",
        "zh": "“{id}”可能早于进入“{state}”的时间，例如在{day}进入时；此时将被略去。",
    },
    "always-before-its-time": {
        "en": "“{id}” always falls before “{state}” is entered, so it never comes.",
        "zh": "“{id}”总是早于进入“{state}”的时间，永远不会发生。",
    },
    "over-before-due": {
        "en": "“{id}” leads out of “{state}” before its limit is over.",
        "zh": "“{id}”会在期限届满之前离开“{state}”。",
    },
    "waits-for-nothing": {
        "en": "“{state}” may be entered while “{field}” is empty, and then time never leads out of it.",
        "zh": "进入“{state}”时“{field}”可能为空，此时将永远不会因时间届满而离开。",
    },
    "day-of-one-turn": {
        "en": "{found} is the day of one turn, but the cycle repeats: count from the cycle, as in "
        "moment('3 months after cycle.start').",
        "zh": "{found} 只是某一期的日期，而该周期会重复：请以周期为准，例如 moment('3 months after cycle.start')。",
    },
    "until-before-moment": {
        "en": "“{id}” never comes: its “until” is over before its moment.",
        "zh": "“{id}”永远不会发生：其“until”早于触发时刻。",
    },
    "window-never-opens": {
        "en": "“{act}” is never possible: its window closes before it opens.",
        "zh": "“{act}”永远无法执行：窗口在打开之前就已关闭。",
    },
    "date-before-start": {
        "en": "“{moment}” is {at} in the cycle “{cycle}”, which starts this process only on {start}.",
        "zh": "在周期“{cycle}”中“{moment}”为 {at}，而此流程 {start} 才启动。",
    },
    "silence-leads-nowhere": {
        "en": "If nobody acts in “{state}”, it is never left and nobody notices: it has no limit, and no rule of time "
        "leads on.",
        "zh": "如果“{state}”中无人处理，流程不会离开该阶段，也无人察觉：既没有期限，也没有定时规则继续推进。",
    },
    "form-hidden": {
        "en": "In “{state}”, {role} is asked by “{act}” to fill in columns of “{field}” but may not see its rows. Say "
        "so under “visible”.",
        "zh": "在“{state}”中，{role}要通过“{act}”填写“{field}”的列，却看不到这些行。请在“visible”中写明。",
    },
    "refusal-leaks": {
        "en": "The text that refuses “{act}” shows “{field}”, which {role} may not see in “{state}”.",
        "zh": "“{act}”被拒绝时的说明会显示“{field}”，而{role}在“{state}”中无权查看。",
    },
    "few-answers-shown": {
        "en": "“{field}” gives answers to “{task}” away to {role}: it may be worked out from fewer than {least} of "
        "them. Give “{task}” a “quorum”, or show the field to others only.",
        "zh": "“{field}”会向{role}泄露“{task}”的答复：计算所依据的答复可能不足 {least} 份。请为“{task}”写明“quorum”，"
        "或不向该角色显示此字段。",
    },
    "answers-one-by-one": {
        "en": "{role} sees “{field}” while answers to “{task}” may still come in: the difference between two looks is "
        "one answer. Show it “from” a later state.",
        "zh": "“{task}”的答复尚在陆续提交时，{role}就能看到“{field}”：两次所见之差即为一份答复。"
        "请用“from”从之后的阶段起显示。",
    },
    "silence-unknown": {
        "en": "There is no finding “{found}” to accept. Nearest: {near}.",
        "zh": "没有名为“{found}”的检查结果可以接受。最接近的是：{near}。",
    },
    "silence-without-reason": {
        "en": "“{finding}” is accepted only with a reason: # check: {finding} – because …",
        "zh": "接受“{finding}”必须写明理由：# check: {finding} – 理由",
    },
    "silence-unused": {
        "en": "Nothing on this line is found as “{finding}”; take the comment away.",
        "zh": "该行没有“{finding}”这一问题，请删除此注释。",
    },
    "silence-lasting": {
        "en": "“{finding}” cannot be accepted: the process could not run.",
        "zh": "不能接受“{finding}”：流程将无法运行。",
    },
}
