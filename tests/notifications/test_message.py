"""Messages as bytes: correct for any reader of mail, the same every time, and impossible to forge."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.message import LetterInvalid, Message, Party, composed
from tests.notifications.samples import NA, NOW, SENDER, letter, message

LONG_ZH = "关于二〇二六年上半年度绩效考核结果公布及异议申请截止时间的重要通知" * 4


def parsed(content: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "subject",
    [
        "Short",
        "A long English subject that goes on and on past the seventy-six columns a line should have",
        "=?utf-8?b?forged?=",
        LONG_ZH,
        "a" * 300,
        "",
        "Ünïcode, and an emoji 🎯 across the border " * 3,
    ],
)
def test_a_mail_reader_sees_the_subject_as_it_was_written(subject: str) -> None:
    content = message(subject=subject).as_bytes()
    assert str(parsed(content)["Subject"]) == subject
    assert Message.from_bytes(content).subject == subject


def test_headers_keep_to_76_columns_and_the_whole_to_seven_bits() -> None:
    content = message(subject=LONG_ZH, to=Party(name=LONG_ZH[:60], address="a" * 60 + "@example.com")).as_bytes()
    head = content.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 76
    assert max(content) < 128
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_no_line_of_the_text_is_longer_than_mail_allows() -> None:
    one = message(text="word " * 500 + "\nshort\n")
    assert max(map(len, one.as_bytes().split(b"\r\n"))) <= 998
    assert Message.from_bytes(one.as_bytes()) == one


def test_a_mail_reader_sees_names_text_and_identity() -> None:
    found = parsed(message(text="您好：\n\n.\n谢谢\n").as_bytes())
    assert found["From"].addresses[0].display_name == "人力资源部"
    assert found["To"].addresses[0].addr_spec == "wei@example.com"
    assert found["Message-ID"] == "<0f8c.1@reviews.example.com>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Date"].datetime == NOW
    assert found.get_content().replace("\r\n", "\n") == "您好：\n\n.\n谢谢\n"
    assert not found.defects


def test_the_header_table_is_what_is_sent() -> None:
    one = message(subject="Hello")
    assert one.headers["Subject"] == "Hello"
    assert b"Content-Language: en\r\n" in one.as_bytes()


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), codec="utf-8"), max_size=80).map(str.strip)
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r", codec="utf-8"))


@given(name=NAMES, subject=NAMES, text=TEXTS)
def test_what_was_frozen_comes_back_equal_and_byte_for_byte(name: str, subject: str, text: str) -> None:
    asked = replace(letter("x", "zh"), recipient=replace(NA, name=name))
    one = composed(asked, language="zh", subject=subject, text=text, now=NOW)
    content = one.as_bytes()
    again = Message.from_bytes(content)
    assert again == one
    assert again.as_bytes() == content
    assert replace(again, frozen=b"").as_bytes() == content


@pytest.mark.parametrize("name", ['"quoted"', "a \\ b", "Last, First", "李 <娜>", '"李"', "=?x?=", "李" * 9])
def test_strange_names_survive(name: str) -> None:
    one = message(to=Party(name=name, address="x@example.com"))
    assert Message.from_bytes(one.as_bytes()).to.name == name
    assert parsed(one.as_bytes())["To"].addresses[0].display_name == name


def test_a_very_long_name_survives() -> None:
    one = message(to=Party(name="Anna-" * 40, address="x@example.com"))
    assert Message.from_bytes(one.as_bytes()).to == one.to


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "Li\r\nBcc: all@example.com", "header-control-character"),
        ("name", "Li\nNa", "header-control-character"),
        ("name", "Li\u2028Na", "header-control-character"),
        ("name", "Li\x00", "header-control-character"),
        ("name", "Li\ud800", "header-control-character"),
        ("address", "a@b.c\r\nRCPT TO:<x@y.z>", "address-malformed"),
        ("address", "a@b.c, x@y.z", "address-malformed"),
        ("address", "<a@b.c>", "address-malformed"),
        ("address", "李@b.c", "address-malformed"),
        ("address", "", "address-malformed"),
        ("address", "a@" + "b" * 300, "address-malformed"),
    ],
)
def test_a_header_cannot_be_forged(field: str, value: str, code: str) -> None:
    for place in ("to", "sender"):
        with pytest.raises(LetterInvalid) as refused:
            message(**{place: replace(NA, **{field: value})})
        assert refused.value.code == code
        assert refused.value.text("en").isprintable()
        assert refused.value.text("zh").isprintable()


@pytest.mark.parametrize("message_id", ["", "<a@b>", "a b@c", "a@b\r\nX: y", "你好@x"])
def test_a_malformed_id_is_refused(message_id: str) -> None:
    with pytest.raises(LetterInvalid, match="message-id-malformed"):
        message(message_id=message_id)


def test_line_breaks_from_variables_fold_in_the_subject_and_hidden_controls_go_from_the_text() -> None:
    one = composed(letter("x"), language="en", subject=" a\r\nBcc: b\x85 ", text="\n\na\x00\ud800b  \r\n\r\nc", now=NOW)
    assert one.subject == "a Bcc: b"
    assert one.text == "ab\n\nc\n"


def test_the_date_is_utc_in_whole_seconds() -> None:
    local = datetime(2026, 3, 2, 17, 30, 1, 999, tzinfo=timezone(timedelta(hours=8)))
    one = composed(letter("x"), language="en", subject="a", text="b", now=local)
    assert one.sent_at == datetime(2026, 3, 2, 9, 30, 1, tzinfo=UTC)
    assert one.headers["Date"] == "Mon, 02 Mar 2026 09:30:01 +0000"


def test_reading_takes_the_line_ends_of_a_mailbox_on_disk() -> None:
    one = message(subject=LONG_ZH, text="您好\n\nfin\n", sender=SENDER)
    assert Message.from_bytes(one.as_bytes().replace(b"\r\n", b"\n")) == one
