"""Opening a channel by name: our own, a stranger's by entry point, and every wrong setting by its name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.words.errors import Misuse
from notifications.channels import DEFAULT, channel_names, open_channel
from notifications.channels.mailbox import MailboxChannel
from notifications.channels.smtp import SmtpChannel
from notifications.channels.webhook import WebhookChannel

SECRET = "whsec_" + "A" * 32
STRANGER = """
class Printed:
    name = "printed"
    def __init__(self, settings): self.settings = settings
    def deliver(self, message, address): ...
    def close(self): ...
"""


def test_our_own_channels_open_by_name(tmp_path: Path) -> None:
    mailbox = open_channel(DEFAULT, {"folder": str(tmp_path / "mail")})
    smtp = open_channel("smtp", {"host": "mail.example.com"})
    webhook = open_channel("webhook", {"url": "https://hooks.example.com/x", "secret": SECRET})
    assert [type(each) for each in (mailbox, smtp, webhook)] == [MailboxChannel, SmtpChannel, WebhookChannel]
    assert list(tmp_path.iterdir()) == []


def test_security_comes_with_its_usual_port() -> None:
    ports = {}
    for security in ("starttls", "tls", "none"):
        channel = open_channel("smtp", {"host": "h", "security": security})
        assert isinstance(channel, SmtpChannel)
        ports[security] = channel.server.port
    assert ports == {"starttls": 587, "tls": 465, "none": 25}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution of somebody else, as pip would leave it."""
    (tmp_path / "printed_channel.py").write_text(STRANGER)
    info = tmp_path / "printed_channel-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: printed-channel\nVersion: 1.0\n")
    points = "printed = printed_channel:Printed\nbroken = printed_channel:Nothing\nsmtp = printed_channel:Printed\n"
    (info / "entry_points.txt").write_text(f"[reviewflow.channels]\n{points}")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "printed_channel", raising=False)
    return tmp_path


def test_a_stranger_adds_a_channel_but_cannot_take_our_names(installed: Path) -> None:
    assert channel_names() == ("mailbox", "smtp", "webhook", "feishu", "dingtalk", "wecom", "chat", "broken", "printed")
    opened = open_channel("printed", {"tray": "2"})
    assert opened.name == "printed"
    assert vars(opened) == {"settings": {"tray": "2"}}
    assert isinstance(open_channel("smtp", {"host": "h"}), SmtpChannel)


def test_a_broken_strangers_channel_is_named(installed: Path) -> None:
    with pytest.raises(Misuse, match="“broken” cannot be loaded") as refused:
        open_channel("broken", {})
    assert refused.value.code == "channel-broken"


@pytest.mark.parametrize(
    ("channel", "settings", "code", "said"),
    [
        ("smpt", {}, "channel-unknown", "Did you mean “smtp”"),
        ("mailbox", {}, "channel-setting-missing", "“folder”"),
        ("mailbox", {"foldr": "x"}, "channel-setting-unknown", "Did you mean “folder”"),
        ("smtp", {}, "channel-setting-missing", "“host”"),
        ("smtp", {"host": ""}, "channel-setting-missing", "“host”"),
        ("smtp", {"host": "h", "user": "u"}, "channel-setting-missing", "“password”"),
        ("smtp", {"host": "h", "port": "0"}, "channel-setting-invalid", "whole number"),
        ("smtp", {"host": "h", "port": "２５"}, "channel-setting-invalid", "whole number"),
        ("smtp", {"host": "h", "port": "65536"}, "channel-setting-invalid", "whole number"),
        ("smtp", {"host": "h", "security": "ssl"}, "channel-setting-invalid", "starttls, tls, none"),
        ("webhook", {"secret": SECRET}, "channel-setting-missing", "“url”"),
        ("webhook", {"url": "https://x.example"}, "channel-setting-missing", "“secret”"),
        ("webhook", {"url": "http://x.example", "secret": SECRET}, "channel-setting-invalid", "https"),
        ("webhook", {"url": "ftp://127.0.0.1", "secret": SECRET}, "channel-setting-invalid", "https"),
        ("webhook", {"url": "https://", "secret": SECRET}, "channel-setting-invalid", "https"),
        ("webhook", {"url": "https://x:y:z", "secret": SECRET}, "channel-setting-invalid", "https"),
        ("webhook", {"url": "https://x.example", "secret": "whsec_?"}, "channel-setting-invalid", "base64"),
        ("webhook", {"url": "https://x.example", "secret": "whsec_AAAA"}, "channel-setting-invalid", "24 to 64"),
        (
            "webhook",
            {"url": "https://x.example", "secret": SECRET, "allow_private": "true"},
            "channel-setting-invalid",
            "no, yes",
        ),
    ],
)
def test_a_wrong_setting_is_named(channel: str, settings: dict[str, str], code: str, said: str) -> None:
    with pytest.raises(Misuse) as refused:
        open_channel(channel, settings)
    assert refused.value.code == code
    assert said in refused.value.text("en")
    assert refused.value.text("zh")
    assert SECRET not in str(refused.value)


def test_secrets_do_not_show() -> None:
    smtp = open_channel("smtp", {"host": "h", "user": "u", "password": "hunter2"})
    webhook = open_channel("webhook", {"url": "https://x.example", "secret": SECRET})
    assert isinstance(smtp, SmtpChannel)
    assert isinstance(webhook, WebhookChannel)
    assert "hunter2" not in repr(smtp.server)
    assert SECRET not in repr(vars(webhook))
    for service in ("feishu", "dingtalk"):
        bot = open_channel(service, {"url": "https://x.example", "secret": "hunter2"})
        assert "hunter2" not in repr(vars(bot))
