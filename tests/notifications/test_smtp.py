"""Mail to a real server on this machine that refuses, hangs up, and speaks TLS."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from notifications.channels import Permanent, Temporary, open_channel
from notifications.channels.smtp import Server, SmtpChannel
from notifications.message import Message
from tests.notifications.samples import message

REFUSALS = {
    "full@example.com": "452 4.2.2 mailbox full",
    "nobody@example.com": "550 5.1.1 no such user",
    "leaving@example.com": "421 closing",
    "stuffed@example.com": "552 5.2.2 over quota",
    "quota@example.com": "552 storage exceeded",
    "huge@example.com": "552 5.3.4 message too big for system",
    "relay@example.com": "550 5.7.1 relaying denied",
    "gone@example.com": "551 5.1.6 moved away",
    "disabled@example.com": "550 5.2.1 mailbox disabled",
    "plain@example.com": "550 no",
}


class Office:
    """A mail server's handler: keeps what it gets, refuses by the name of the recipient."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []
        self.sessions: list[Session] = []
        self.reply = "250 taken"
        self.sender_reply = "250 OK"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if session not in self.sessions:
            self.sessions.append(session)
        if self.sender_reply == "250 OK":
            envelope.mail_from = address
        return self.sender_reply

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in REFUSALS:
            return REFUSALS[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.reply.startswith("250"):
            self.got.append(envelope)
        return self.reply


class Listening(Controller):
    """The handler needs the transport to hang up, and aiosmtpd keeps it to itself."""

    def factory(self) -> SMTP:
        class Server(SMTP):
            def connection_made(self, transport: object) -> None:
                super().connection_made(transport)
                self.session.transport = transport

        return Server(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Open = Callable[..., Controller]


@pytest.fixture
def opened() -> Iterator[Open]:
    running: list[Controller] = []

    def start(office: Office, **options: object) -> Controller:
        controller = Listening(office, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return controller

    yield start
    for controller in running:
        controller.stop()


def channel_to(controller: Controller, **changes: object) -> SmtpChannel:
    plain = {"security": "none", "hello": "test.example.com", "timeout": 5}
    return SmtpChannel(Server(host="127.0.0.1", port=controller.port, **{**plain, **changes}))  # type: ignore[arg-type]


def test_the_frozen_bytes_arrive_and_a_batch_shares_one_connection(opened: Open) -> None:
    office = Office()
    sent = [message(text=f"您好 {number}\n.\n..\n") for number in range(5)]
    with channel_to(opened(office)) as channel:
        receipts = [channel.deliver(each, "wei@example.com") for each in sent]
    assert [Message.from_bytes(each.original_content) for each in office.got] == sent
    assert office.got[0].original_content == sent[0].as_bytes()
    assert office.got[0].mail_from == "hr@example.com"
    assert office.got[0].rcpt_tos == ["wei@example.com"]
    assert len(office.sessions) == 1
    assert receipts[0].reference == "taken"


def test_settings_are_enough_to_send(opened: Open) -> None:
    office = Office()
    port = opened(office).port
    channel = open_channel("smtp", {"host": "127.0.0.1", "port": str(port), "security": "none", "hello": "t"})
    channel.deliver(message(), "wei@example.com")
    channel.close()
    channel.deliver(message(), "wei@example.com")
    channel.close()
    assert len(office.got) == 2


@pytest.mark.parametrize(
    ("address", "kind", "status"),
    [
        ("full@example.com", Temporary, 452),
        ("leaving@example.com", Temporary, 421),
        ("nobody@example.com", Permanent, 550),
        ("stuffed@example.com", Temporary, 552),
        ("quota@example.com", Temporary, 552),
        ("huge@example.com", Temporary, 552),
        ("relay@example.com", Temporary, 550),
        ("gone@example.com", Permanent, 551),
        ("disabled@example.com", Permanent, 550),
        ("plain@example.com", Permanent, 550),
    ],
)
def test_a_refused_recipient_is_told_apart_and_the_next_still_gets_theirs(
    opened: Open, address: str, kind: type[Exception], status: int
) -> None:
    office = Office()
    with channel_to(opened(office)) as channel:
        with pytest.raises(kind) as refused:
            channel.deliver(message(), address)
        channel.deliver(message(), "wei@example.com")
    assert refused.value.code == "smtp-recipient-refused"  # type: ignore[attr-defined]
    assert refused.value.facts["status"] == status  # type: ignore[attr-defined]
    assert [each.rcpt_tos for each in office.got] == [["wei@example.com"]]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [("451 later", Temporary), ("554 spam", Permanent), ("554 5.7.1 policy", Temporary), ("421 bye", Temporary)],
)
def test_refused_content_is_told_apart(opened: Open, reply: str, kind: type[Exception]) -> None:
    office = Office()
    office.reply = reply
    with channel_to(opened(office)) as channel:
        with pytest.raises(kind, match="at DATA"):
            channel.deliver(message(), "wei@example.com")
        office.reply = "250 taken"
        channel.deliver(message(), "wei@example.com")
    assert len(office.got) == 1


def test_a_refused_sender_is_for_the_owner_to_mend_and_loses_no_message(opened: Open) -> None:
    office = Office()
    office.sender_reply = "550 who are you"
    with channel_to(opened(office)) as channel:
        with pytest.raises(Temporary, match="MAIL FROM"):
            channel.deliver(message(), "wei@example.com")
        office.sender_reply = "250 OK"
        channel.deliver(message(), "wei@example.com")
        office.sender_reply = "550 who are you"
        with pytest.raises(Temporary, match="MAIL FROM"):
            channel.deliver(message(), "wei@example.com")


def test_a_connection_the_server_dropped_is_made_again(opened: Open) -> None:
    office = Office()
    controller = opened(office)
    with channel_to(controller) as channel:
        channel.deliver(message(), "wei@example.com")
        for session in office.sessions:
            controller.loop.call_soon_threadsafe(session.transport.close)  # type: ignore[attr-defined]
        channel.deliver(message(), "wei@example.com")
    assert len(office.got) == 2
    assert len(office.sessions) == 2


def test_nobody_listening_is_temporary_and_says_where() -> None:
    port = free_port()
    channel = SmtpChannel(Server(host="127.0.0.1", port=port, security="none", hello="t", timeout=5))
    with pytest.raises(Temporary, match=f"127.0.0.1:{port}") as refused:
        channel.deliver(message(), "wei@example.com")
    assert refused.value.code == "smtp-unreachable"


def test_a_server_that_says_nothing_runs_into_the_time_limit() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        channel = SmtpChannel(Server(host="127.0.0.1", port=port, security="none", hello="t", timeout=1))
        with pytest.raises(Temporary, match="smtp-unreachable"):
            channel.deliver(message(), "wei@example.com")


@pytest.mark.parametrize("greeting", [b"554 no\r\n", b"\xff\xfe\r\n", b""])
def test_a_server_that_greets_wrongly_is_temporary(greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        channel = SmtpChannel(
            Server(host="127.0.0.1", port=server.getsockname()[1], security="none", hello="t", timeout=5)
        )

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(greeting)

        greeter = threading.Thread(target=greet)
        greeter.start()
        with pytest.raises(Temporary):
            channel.deliver(message(), "wei@example.com")
        greeter.join()


@pytest.mark.parametrize("address", ["a@b.c>\r\nDATA", "no-at-sign", "a@b.c, d@e.f", ""])
def test_an_address_that_is_none_never_reaches_the_server(opened: Open, address: str) -> None:
    office = Office()
    with channel_to(opened(office)) as channel, pytest.raises(Permanent, match="address-malformed"):
        channel.deliver(message(), address)
    assert office.sessions == []


def test_without_tls_on_offer_nothing_is_sent(opened: Open) -> None:
    office = Office()
    with channel_to(opened(office), security="starttls") as channel, pytest.raises(Temporary, match="STARTTLS"):
        channel.deliver(message(), "wei@example.com")
    assert office.got == []


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this run's own, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    subprocess.run([*command, *subject], check=True, capture_output=True)
    return certificate, key


def accepts(server: object, session: object, envelope: object, mechanism: str, login: object) -> AuthResult:
    return AuthResult(success=login == LoginPassword(b"hr", b"right"), handled=False)


def guarded(opened: Open, office: Office, certificate: tuple[Path, Path]) -> Controller:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return opened(office, tls_context=context, require_starttls=True, authenticator=accepts, auth_required=True)


def test_starttls_and_sign_in(opened: Open, certificate: tuple[Path, Path]) -> None:
    office = Office()
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    controller = guarded(opened, office, certificate)
    good = {"security": "starttls", "trust": trust, "user": "hr", "password": "right"}
    with channel_to(controller, **good) as channel:
        channel.deliver(message(), "wei@example.com")
    assert len(office.got) == 1
    with (
        channel_to(controller, **{**good, "password": "wrong"}) as channel,
        pytest.raises(Temporary, match="smtp-sign-in-refused") as refused,
    ):
        channel.deliver(message(), "wei@example.com")
    assert "wrong" not in str(refused.value)


def test_a_certificate_nobody_vouches_for_is_not_trusted(opened: Open, certificate: tuple[Path, Path]) -> None:
    office = Office()
    controller = guarded(opened, office, certificate)
    channel = channel_to(controller, security="starttls", user="hr", password="right")
    with channel, pytest.raises(Temporary, match=r"(?i)certificate"):
        channel.deliver(message(), "wei@example.com")
    assert office.got == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it knows of STARTTLS only
def test_tls_from_the_first_byte_and_sign_in(opened: Open, certificate: tuple[Path, Path]) -> None:
    office = Office()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    controller = opened(office, ssl_context=context, authenticator=accepts, auth_required=True, auth_require_tls=False)
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    good = {"security": "tls", "trust": trust, "user": "hr", "password": "right"}
    with channel_to(controller, **good) as channel:
        channel.deliver(message(), "wei@example.com")
    assert [each.rcpt_tos for each in office.got] == [["wei@example.com"]]
    plain = channel_to(controller, security="none", timeout=2)
    with plain, pytest.raises(Temporary, match="smtp-unreachable"):
        plain.deliver(message(), "wei@example.com")
    with channel_to(controller, security="tls") as doubtful, pytest.raises(Temporary, match=r"(?i)certificate"):
        doubtful.deliver(message(), "wei@example.com")
    assert len(office.got) == 1
