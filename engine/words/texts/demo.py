"""What the demo says while it plays, and the headings of its summary."""

TEXTS = {
    "demo-begins": {
        "en": "A company of {people} people plays {cycle} in {home}.",
        "zh": "{people}人的示例公司在{home}中演练周期{cycle}。",
    },
    "demo-continues": {
        "en": "Going on in {home} where the play stood: {at}.",
        "zh": "从{at}处继续演练，目录：{home}。",
    },
    "demo-figures": {
        "en": "{at}  {added} sales figures imported, {affected} reviews adjusted",
        "zh": "{at}  导入{added}个销售数据，随之调整{affected}个流程实例",
    },
    "demo-imported": {
        "en": "{at}  {joined} people imported, {changed} changed, {left} left",
        "zh": "{at}  导入{joined}人，变更{changed}人，离职{left}人",
    },
    "demo-launched": {
        "en": "{at}  {cycle} launched for {included} people",
        "zh": "{at}  周期{cycle}启动，参评{included}人",
    },
    "demo-month": {
        "en": "{month}  {acts} acts by people, {fired} reviews moved by time, {sent} messages sent",
        "zh": "{month}  人员操作{acts}次，到期处理{fired}项，发出消息{sent}封",
    },
    "demo-over": {
        "en": "Played until {at} in {seconds} seconds.",
        "zh": "已演练至{at}，用时{seconds}秒。",
    },
    "demo-other-company": {
        "en": "{file} holds another company than --people {people} --seed {seed} would give. "
        "Use another --home, or the numbers it began with.",
        "zh": "{file}中的公司与--people {people} --seed {seed}不符。请更换--home，或使用当初的参数。",
    },
    "demo-too-small": {
        "en": "A company of five levels needs at least {fewest} people; --people says {people}.",
        "zh": "五级组织至少需要{fewest}人，而--people为{people}。",
    },
    "demo-people": {
        "en": "People: {people}, of whom {left} have left; {reviewed} took part in {cycle}",
        "zh": "人员：{people}人，其中{left}人已离职；{reviewed}人参加周期{cycle}",
    },
    "demo-states": {"en": "Where the reviews stand", "zh": "各流程所处阶段"},
    "demo-work": {"en": "Work done in time", "zh": "任务完成情况"},
    "demo-silences": {"en": "Limits that ran out, and what happened then", "zh": "逾期未办的后续处理"},
    "demo-messages": {"en": "Messages by kind", "zh": "各类消息"},
    "demo-grades": {"en": "Grades by site", "zh": "各地等级分布"},
    "demo-appeals": {
        "en": "Appeals: {appeals}, of them upheld: {upheld}; improvement plans: {plans}",
        "zh": "申诉{appeals}件，其中支持{upheld}件；改进计划{plans}份",
    },
    "demo-corrected": {
        "en": "{name} ({person}): {before} became {after} on appeal",
        "zh": "{name}（{person}）：申诉后等级由{before}更正为{after}",
    },
    "demo-corrected-plan": {
        "en": "{name} ({person}): {before} became {after} on appeal; improvement plan: {plan}",
        "zh": "{name}（{person}）：申诉后等级由{before}更正为{after}；改进计划：{plan}",
    },
    "demo-refusals": {"en": "Acts refused at first", "zh": "首次被拒的操作"},
    "demo-incidents": {"en": "Incidents open: {count}", "zh": "待处理事件：{count}件"},
    "demo-process": {"en": "Process", "zh": "流程"},
    "demo-state": {"en": "State", "zh": "阶段"},
    "demo-count": {"en": "Number", "zh": "数量"},
    "demo-in-time": {"en": "In time", "zh": "按时"},
    "demo-late": {"en": "Late", "zh": "逾期完成"},
    "demo-never": {"en": "Never", "zh": "未完成"},
    "demo-from": {"en": "Nobody acted in", "zh": "无人处理的阶段"},
    "demo-to": {"en": "So it went to", "zh": "转入"},
    "demo-kind": {"en": "Message", "zh": "消息"},
    "demo-sent": {"en": "Sent", "zh": "已发送"},
    "demo-merged": {"en": "In a digest", "zh": "并入汇总"},
    "demo-suppressed": {"en": "Not needed", "zh": "无需发送"},
    "demo-waiting": {"en": "Waiting", "zh": "待发送"},
    "demo-dead": {"en": "Failed", "zh": "失败"},
    "demo-site": {"en": "Site", "zh": "地点"},
    "demo-total": {"en": "Total", "zh": "合计"},
    "demo-why": {"en": "Why", "zh": "原因"},
    "demo-limit-breached": {"en": "The quota of grade A was used up", "zh": "A等名额已满"},
    "demo-not-independent": {"en": "Who rated may not decide", "zh": "评价人不得参与决定"},
    "demo-required": {"en": "A rule of the form was not met", "zh": "不符合填写规则"},
    "demo-look": {"en": "Look around with", "zh": "可用以下命令查看"},
    "demo-mailbox": {"en": "The messages are in {folder}.", "zh": "消息存放于{folder}。"},
}
