"""What people write, in their own language. Keyed by what is asked for; `note` for everything else."""

from __future__ import annotations

from collections.abc import Mapping

Phrases = Mapping[str, Mapping[str, tuple[str, ...]]]

PHRASES: Phrases = {
    "note": {
        "en": ("Discussed and agreed.", "As talked over this week.", "See the notes of our last meeting."),
        "zh": ("已沟通并达成一致。", "按本周讨论结果执行。", "详见上次会议纪要。"),
    },
    "achievements": {
        "en": (
            "Delivered the main release on time and trained two new colleagues.",
            "Kept all commitments to customers; two reports came late in autumn.",
            "Cut the average response time and documented the new procedure.",
        ),
        "zh": (
            "按期完成主要版本交付，并带教两名新同事。",
            "对客户的承诺全部兑现，秋季有两份报告提交较晚。",
            "缩短了平均响应时间，并整理了新的操作规程。",
        ),
    },
    "comment": {
        "en": (
            "Reliable: in September they stepped in for a sick colleague without being asked.",
            "Good ideas, yet hand-overs need more care, as in the October incident.",
            "Explains difficult things simply; the workshop in November showed it.",
        ),
        "zh": (
            "工作可靠：九月同事病假期间主动顶岗。",
            "想法不错，但交接需更细致，例如十月的那次故障。",
            "善于把复杂问题讲清楚，十一月的培训就是例子。",
        ),
    },
    "progress_note": {
        "en": ("On plan.", "One supplier is late; a second one has been asked.", "Waiting for data of last month."),
        "zh": ("按计划推进。", "一家供应商延期，已联系备选。", "等待上月数据。"),
    },
    "talk_notes": {
        "en": ("Went through all goals; priorities are clear.", "Two goals sharpened, one postponed."),
        "zh": ("逐项核对目标，优先级已明确。", "两项目标进一步细化，一项延后。"),
    },
    "fact": {
        "en": ("A customer praised the quick repair in writing.", "A delivery was late because of a missed check."),
        "zh": ("客户书面表扬维修及时。", "因漏检导致一次交付延误。"),
    },
    "strengths": {
        "en": ("Keeps what was promised, as with the June release.", "Helps others before being asked."),
        "zh": ("言出必行，例如六月版本按期交付。", "主动帮助同事。"),
    },
    "shortfalls": {
        "en": ("Reports come late; twice in the last quarter.", "Could ask for help earlier when stuck."),
        "zh": ("报告提交偏晚，上季度有两次。", "遇到困难时可以更早求助。"),
    },
    "account": {
        "en": ("The score leaves out the project I led from September to November.",),
        "zh": ("评分未计入我九月至十一月负责的项目。",),
    },
    "findings": {
        "en": ("Records and two witnesses were heard; the figures were compared with the source.",),
        "zh": ("已查阅记录并询问两名证人，数据与原始来源核对。",),
    },
    "decision_reason": {
        "en": ("The board compared the record with the standard and decided unanimously.",),
        "zh": ("委员会对照标准审查了记录，一致作出决定。",),
    },
    "reason": {
        "en": ("One point needs another look; please see my note.", "The figures do not fit what we agreed."),
        "zh": ("有一点需要再核对，请见我的说明。", "数据与约定不一致。"),
    },
    "calibration_reason": {
        "en": ("Compared across the site, the next lower grade fits the results.",),
        "zh": ("与本地其他人员横向比较后，下调一级更符合实际业绩。",),
    },
    "unit_goal": {
        "en": ("Deliver on the promised day", "Fewer complaints", "Lower the cost of a case", "Build up successors"),
        "zh": ("按期交付", "减少客户投诉", "降低单件成本", "培养后备人员"),
    },
    "goal": {
        "en": (
            "Deliveries on the promised day", "Answers within a working day", "Complaints settled at first contact",
            "Cost a case", "Colleagues trained as stand-ins", "Documented procedures",
        ),
        "zh": (
            "按期交付率", "一个工作日内答复率", "投诉一次解决率",
            "单件成本", "培养可顶岗同事人数", "完成规程文件数",
        ),
    },
    "indicator": {
        "en": ("Monthly report of the department",),
        "zh": ("部门月报",),
    },
    "standard": {
        "en": ("60: nine tenths of the target; 100: the target; 120: a tenth above",),
        "zh": ("60分：目标的九成；100分：达到目标；120分：超过目标一成",),
    },
    "next_step": {
        "en": ("Take part in the planning round", "Shadow a colleague for two days", "Weekly hand-over note"),
        "zh": ("参加计划会议", "跟岗学习两天", "每周提交交接说明"),
    },
}  # fmt: skip
