"""Examples of the keys of the organisation and of calendars."""

from __future__ import annotations

from engine.definition.examples.pair import Examples, Pair

HOUSE_EXAMPLES: Examples = {
    "organisation": {
        "organisation": Pair("organisation: example", "organisation: 'example/east'", "expected"),
        "title": Pair("title: {en: Example, zh: 示例}", "title: Example", "expected"),
        "person": Pair(
            "person: {level: {type: number, title: {en: Level, zh: 职级}}}", "person: {level: number}", "expected"
        ),
        "unit": Pair(
            "unit: {budget: {type: money, title: {en: Budget, zh: 预算}}}", "unit: {budget: money}", "expected"
        ),
        "kinds": Pair("kinds: {team: {en: Team, zh: 团队}}", "kinds: {team: Team}", "expected"),
        "groups": Pair(
            "groups: {hr: {en: Human resources, zh: 人力资源部}}",
            "groups: {hr: {en: Human resources, zh: 人力资源部}, it: IT}",
            "expected",
        ),
        "admins": Pair("admins: hr", "admins: hq", "no-such-name"),
        "messages": Pair("messages: {digest: daily}", "messages: {digests: daily}", "unknown-key-near"),
        "sites": Pair(
            "sites: {Shanghai: {title: {en: Shanghai, zh: 上海}, calendar: plain, time_zone: Asia/Shanghai}}",
            "sites: {}",
            "expected",
        ),
    },
    "message_rules": {
        "digest": Pair("digest: daily", "digest: weekly", "unknown-word"),
        "digest_from": Pair("digest_from: 4", "digest_from: 1", "expected"),
        "most_a_day": Pair("most_a_day: 3", "most_a_day: 0", "expected"),
        "quiet_hours": Pair("quiet_hours: 12:00-13:30", "quiet_hours: at noon", "expected"),
    },
    "site": {
        "title": Pair("title: {en: Berlin, zh: 柏林}", "title: {en: Berlin}", "missing-translation"),
        "calendar": Pair("calendar: plain", "calendar: plane", "no-such-name-near"),
        "time_zone": Pair("time_zone: Europe/Berlin", "time_zone: Berlin", "unknown-zone"),
        "language": Pair("language: zh", "language: de", "unknown-word"),
        "hours": Pair("hours: 08:30-17:00", "hours: 17:00-08:30", "hours-end-first"),
    },
    "term": {
        "from": Pair("from: 2026-09-01", "from: 2026-09-31", "no-such-day"),
        "to": Pair("to: 2026-12-18", "to: 2029-12-18", "day-outside-years"),
    },
    "calendar": {
        "calendar": Pair("calendar: works", "calendar: work", "name-is-not-file"),
        "title": Pair("title: {en: Plain, zh: 普通}", "title: {en: Plain}", "missing-translation"),
        "country": Pair("country: DE", "country: DX", "calendar-country"),
        "week": Pair(
            "week: [sunday, monday, tuesday, wednesday, thursday]", "week: [sun, monday]", "unknown-word-near"
        ),
        "first_year": Pair("first_year: 2026", "first_year: 1800", "calendar-years"),
        "last_year": Pair("last_year: 2028", "last_year: 2025", "calendar-years"),
        "provisional": Pair("country: CN\nprovisional: [2027]", "country: CN", "calendar-unpublished"),
        "terms": Pair(
            "terms: {autumn: {from: 2026-09-01, to: 2026-12-18}}",
            "terms: {autumn: {from: 2026-12-18, to: 2026-09-01}}",
            "term-ends-first",
        ),
        "days_off": Pair("days_off: {2026-12-24: Christmas Eve}", "days_off: {2026-02-29: Leap day}", "no-such-day"),
        "work_days": Pair(
            "work_days: {2026-05-09: closed on Friday}", "work_days: {2028-05-09: later}", "day-outside-years"
        ),
    },
}
