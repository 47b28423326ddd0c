"""The organisation and the calendars."""

from __future__ import annotations

from engine.definition.grammar import ListOf, Map, MapOf, Number, OneOf, Plain, Word
from engine.definition.house import DIGESTS
from engine.definition.shapes.fields import COLUMN
from engine.definition.shapes.parts import CODE, COUNT, DATE, NAME, REFERENCE, TEXT, WORDING, ZONE, key, needed, said
from engine.words.texts.definition import TITLES, WORDS

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = Plain(WORDS["hours"], r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")
_SOME = Number(whole=True, least=2)

_SITE = Map(
    "site",
    TITLES["site"],
    {
        "title": needed(TEXT, "What people call the place.", "地点名称。"),
        "calendar": needed(REFERENCE, "The calendar of its holidays.", "使用的日历。"),
        "time_zone": needed(ZONE, "Its clock, such as Asia/Shanghai.", "时区，例如 Asia/Shanghai。"),
        "language": key(
            Word(("en", "zh")), "The language of messages, unless a person has one.", "消息语言，个人另有设置的除外。"
        ),
        "hours": key(_HOURS, "When messages may arrive.", "消息可以送达的时间段。"),
    },
    said(
        "A place of work: whose holidays, whose clock, which language.",
        "工作地点：假日、时区与语言。",
    ),
)

_MESSAGES = Map(
    "message_rules",
    TITLES["messages"],
    {
        "digest": key(
            Word(DIGESTS),
            "`each`: every notice is a letter. `together` (otherwise so): those due at once become one. `daily`: one "
            "letter a day, when work begins.",
            "`each`：每条通知单独发送；`together`（默认）：同时到期的合并为一封；`daily`：每天上班时一封。",
        ),
        "digest_from": key(
            _SOME,
            "So many notices due at once become one letter (3); of routine ones two do.",
            "同时到期的通知达到几条即合并为一封（3）；例行通知两条即合并。",
        ),
        "most_a_day": key(
            COUNT,
            "Letters one person gets in a day (5); what is more waits for the next, but never past its limit.",
            "每人每天最多收到几封（5）；超出的留到次日，但不会超过其期限。",
        ),
        "quiet_hours": key(
            _HOURS, "Hours in which nothing arrives, such as 12:00-13:30.", "免打扰时段，例如 12:00-13:30。"
        ),
    },
    said(
        "How messages reach people; everybody may choose otherwise.",
        "消息如何送达；每个人可另行选择。",
    ),
)

ORGANISATION = Map(
    "organisation",
    TITLES["organisation"],
    {
        "organisation": needed(CODE, "Its name.", "组织名称。"),
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "person": key(
            MapOf(TITLES["facts"], COLUMN, NAME),
            "Facts of a person beside the built-in ones.",
            "内置属性之外的人员属性。",
        ),
        "unit": key(
            MapOf(TITLES["facts"], COLUMN, NAME),
            "Facts of a unit beside the built-in ones.",
            "内置属性之外的单元属性。",
        ),
        "kinds": key(
            MapOf(TITLES["kinds"], TEXT, CODE),
            "Kinds of unit, such as department, team or product.",
            "单元的种类，例如部门、团队、产品。",
        ),
        "groups": key(MapOf(TITLES["groups"], TEXT, CODE), "Groups that roles may name.", "角色可引用的群组。"),
        "admins": key(
            REFERENCE,
            "The group whose members may intervene in running instances; nobody unless said.",
            "可以干预进行中实例的群组；不写则无人可以。",
        ),
        "messages": key(_MESSAGES, "How messages reach people.", "消息如何送达。"),
        "sites": needed(MapOf(TITLES["sites"], _SITE, CODE, least=1), "Places of work.", "工作地点。"),
    },
    said(
        "What is known of people and places: `processes/organisation.yaml`.",
        "人员与地点的信息：`processes/organisation.yaml`。",
    ),
)

_TERM = Map(
    "term",
    TITLES["term"],
    {
        "from": needed(DATE, "Its first day.", "第一天。"),
        "to": needed(DATE, "Its last day.", "最后一天。"),
    },
    said(
        "A span in which there is work, such as a school term.",
        "有工作日的一段期间，例如学期。",
    ),
)
_DAYS = MapOf(TITLES["days"], OneOf(scalar=WORDING, mapping=TEXT), DATE)
CALENDAR = Map(
    "calendar",
    TITLES["calendar"],
    {
        "calendar": needed(CODE, "Its name.", "日历名称。"),
        "title": needed(TEXT, "What people call it.", "显示名称。"),
        "country": key(
            WORDING,
            "Public holidays of this country, or of a part (ISO 3166), e.g. CN, DE-BE. GB lacks days that GB-ENG has.",
            "采用该国家或其地区的公共假日（ISO 3166），例如 CN、DE-BE。单写 GB 会缺少各地区的假日，应写 GB-ENG。",
        ),
        "week": key(ListOf(Word(DAYS)), "The working days of a week.", "每周的工作日。"),
        "first_year": needed(COUNT, "The first year it is published for.", "已公布的第一年。"),
        "last_year": needed(COUNT, "The last year it is published for.", "已公布的最后一年。"),
        "provisional": key(ListOf(COUNT), "Years that may still change.", "尚可能变动的年份。"),
        "terms": key(
            MapOf(TITLES["terms"], _TERM, CODE, least=1),
            "Working days lie within these terms only.",
            "只有学期之内的日子才是工作日。",
        ),
        "days_off": key(_DAYS, "Own days off.", "自定的休息日。"),
        "work_days": key(_DAYS, "Own working days, such as worked weekends.", "自定的工作日，例如调休上班日。"),
    },
    said(
        "Which days are worked: `processes/calendars/NAME.yaml`.",
        "哪些天上班：`processes/calendars/名称.yaml`。",
    ),
)
