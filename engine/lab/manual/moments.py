"""The chapter on moments: every form, with the day it gives in one worked setting."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.calendar import CalendarSpec, Instant, build, parse_moment, resolve
from engine.calendar.moment import Duration

# Entry on a Monday; the Thursday and the Friday of that week are days off.
ENTRY, DUE = datetime(2026, 9, 28, 2, tzinfo=UTC), date(2026, 10, 12)
ZONE = ZoneInfo("Asia/Shanghai")
OFF = {date(2026, 10, 1): "", date(2026, 10, 2): ""}
CALENDAR = CalendarSpec(name="example", first_year=2026, last_year=2027, days_off=OFF)

FORMS: tuple[tuple[str, str, str], ...] = (
    ("2026-12-31", "A day; its whole length counts.", "某一天（整天）。"),
    (
        "due",
        "A name: a limit, an act, a date field, a setting, a date of the cycle …",
        "名称：期限、操作、日期字段、设置、周期日期等。",
    ),
    ("10 days", "So long after entry. Day 1 is the day after.", "进入阶段之后若干天，次日为第一天。"),
    ("3 business days", "Working days of the person's site.", "按当事人所在地点的工作日计算。"),
    ("5 clear days", "Whole days between: neither day 0 nor the last counts.", "净日：首日与末日均不计算在内。"),
    ("2 weeks after due", "Before or after a name.", "某个名称之前或之后。"),
    (
        "plan_days days after entry",
        "So many as a number says: a field, a setting (`settings.NAME`), a fact (`ROLE.FACT`); here 30.",
        "天数由数值字段、设置（settings.NAME）或人员信息（ROLE.FACT）给出；此处为 30。",
    ),
    (
        "1 month before 2026-03-31",
        "Months and years keep the day, or take the month's last.",
        "月和年保持日期不变，没有该日则取月末。",
    ),
    ("36 hours after entry", "Hours and minutes are exact.", "小时和分钟精确计算。"),
    ("2 days before due at 09:00", "At an hour, by the person's clock.", "当事人当地时间的某一时刻。"),
    (
        "2026-10-03, rolled to the next business day",
        "On a day off, the next working day.",
        "遇休息日顺延至下一工作日。",
    ),
    ("2026-10-03, rolled to the previous business day", "… or the one before.", "……或提前至上一工作日。"),
    ("5 days after entry, counting the first day", "The first day counts as day 1.", "当天即为第一天。"),
    ("later of due and 2026-10-20", "The later; not known while one of them is not.", "取较晚者；任一未知则结果未知。"),
    ("earlier of due and 2026-10-20", "The earlier.", "取较早者。"),
    ("later of known due and signed_on", "Of those that are known.", "只在已知的日期中取。"),
    ("start of entry", "The whole day something happened on.", "发生当天（整天）。"),
    (
        "2026-10-03, rolled to the next friday",
        "A day of the week, unless it is one already.",
        "顺延至某个星期几；当天就是则不变。",
    ),
    (
        "last day of the month of due",
        "Also first day of …; also quarter, half-year, year, and term where the calendar has terms.",
        "另有 first day of …；也可用 quarter、half-year、year，日历有学期时可用 term。",
    ),
    (
        "31 March of the year after entry",
        "A day of the calendar year; also of the year of, of the year before. 29 February is 28 where there is none.",
        "某公历年的某一天；另有 of the year of、of the year before。没有 2 月 29 日的年份取 28 日。",
    ),
    ("15 May after entry", "The next such day, never the day itself.", "其后最近的这一天，不含当天。"),
    (
        "settings.notice before due",
        "By a length of time that is a setting.",
        "时长取自一项设置。",
    ),
    (
        "1 week before latest of goals.due_on",
        "The latest (earliest) day in a column of a list.",
        "列表某一列中最晚（earliest 为最早）的日期。",
    ),
    ("2 days before (1 week after due)", "Brackets, where it reads better.", "可用括号分组。"),
)
UNITS_SAID = ("business day", "clear day", "day", "week", "month", "year", "hour", "minute")
PERIODS = ("every business day", "every 2 weeks", "every 6 months")
ANCHORS: tuple[tuple[str, str, str], ...] = (
    (
        "entry",
        "when the state was entered; a length alone counts from it, or from the opening of a task that opened later",
        "进入当前阶段时；只写时长也从此起算，但较晚产生的任务只写时长时从其产生时起算",
    ),
    ("due", "the state's limit", "当前阶段的期限"),
    ("start", "when the instance (in a cycle file: the turn) began", "实例开始时（周期文件中：该期开始日）"),
    ("today, now", "the present day, the present moment", "今天、此刻"),
    ("STATE.entry, STATE.due", "of another state, the last time", "另一阶段最近一次的进入时间或期限"),
    ("TASK.due", "a task's limit, the last time it was opened", "任务最近一次产生时的期限"),
    (
        "LIST.COLUMN",
        "with latest of or earliest of: the days in a column",
        "与 latest of 或 earliest of 连用：某一列的日期",
    ),
    ("item.COLUMN", "in a requirement with each: a day of the row", "在带 each 的条件中：该行的日期"),
    ("ACT", "when the act was last done", "操作最近一次执行的时间"),
    ("FIELD", "a field of type date or moment", "date 或 moment 类型的字段"),
    ("settings.NAME", "a setting that is a day or a length of time", "值为日期或时长的设置"),
    ("cycle.DATE, cycle.start, cycle.period.from, cycle.period.to", "dates of the cycle", "周期中的日期"),
    (
        "ROLE.hired_on, ROLE.left_on, ROLE.FACT",
        "days of a person: these, and any fact of type date or moment",
        "人员的日期：入职日、离职日，以及任何 date 或 moment 类型的信息项",
    ),
)


def given(source: str) -> str:
    """The day, or the exact local time, that a form gives in the worked setting."""
    anchors = {
        "entry": Instant(at=ENTRY),
        "due": Instant(DUE),
        "signed_on": None,
        "settings.notice": Duration(5, "business day"),
        "plan_days": Decimal(30),
        "goals.due_on": (date(2026, 11, 30), date(2026, 12, 18)),
    }
    found = resolve(parse_moment(source), anchors.__getitem__, build(CALENDAR), ZONE)
    if found is None:
        return "–"
    return found.day.isoformat() if found.day else f"{found.begins(ZONE).astimezone(ZONE):%Y-%m-%d %H:%M}"


def forms(language: str) -> list[list[str]]:
    at = 1 if language == "en" else 2
    return [[f"`{each[0]}`", given(each[0]), each[at]] for each in FORMS]


def anchors(language: str) -> list[list[str]]:
    at = 1 if language == "en" else 2
    return [["`" + each[0].replace(", ", "`, `") + "`", each[at]] for each in ANCHORS]
