"""Mail over SMTP. One connection serves a batch; a server that hung up in between is called again."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from notifications.channels import Permanent, Receipt, Temporary
from notifications.channels.settings import Settings
from notifications.message import LetterInvalid, Message, Party, check_party

PORTS = {"starttls": 587, "tls": 465, "none": 25}
NAMES = ("host", "port", "security", "user", "password", "timeout", "hello")
CLOSING = 421  # the server says it will hang up, at whatever command
# A refusal for good that somebody can mend, by RFC 3463: a full mailbox, the system, the way, the protocol, a policy.
MENDABLE = re.compile(r"5\.(?:2\.2|[3457]\.\d{1,3})\b")
FULL = 552  # which servers say of a full mailbox, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where and how. `timeout` is in seconds; `hello` is how we name ourselves, else the machine's name."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: int = 15
    hello: str | None = None
    trust: ssl.SSLContext | None = field(default=None, repr=False)


class SmtpChannel:
    """4xx and whatever breaks on the way are Temporary, as is what somebody can mend (sign-in, sender, a full mailbox,
    a policy); a recipient nobody knows or content nobody takes is Permanent."""

    name = "smtp"

    def __init__(self, server: Server) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> SmtpChannel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def deliver(self, message: Message, address: str) -> Receipt:
        try:
            check_party(Party(name="", address=address))
        except LetterInvalid as error:
            raise Permanent(error.code, **error.facts) from error
        if "@" not in address:
            raise Permanent("address-malformed", address=address)
        try:
            connection = self._begun(message.sender.address)
            return self._handed_over(connection, message, address)
        except smtplib.SMTPResponseException as error:
            self._drop()
            raise self._refused(Temporary, "CONNECT", error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise self._unreachable(error) from error

    def probe(self) -> str:
        """Connect, encrypt and sign in; nothing is sent."""
        try:
            self._connection = self._connected()
        except smtplib.SMTPResponseException as error:
            raise self._refused(Temporary, "CONNECT", error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._unreachable(error) from error
        self.close()
        return f"{self.server.host}:{self.server.port}"

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _begun(self, sender: str) -> smtplib.SMTP:
        """A connection that has accepted MAIL FROM. Up to here a second try can send nothing twice."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                code, reply = self._connection.mail(sender)
                if code == 250:
                    return self._connection
                if code != CLOSING:
                    raise self._refused(Temporary, "MAIL FROM", code, reply)
            self._drop()
        self._connection = connection = self._connected()
        code, reply = connection.mail(sender)
        if code != 250:
            self._drop()
            raise self._refused(Temporary, "MAIL FROM", code, reply)
        return connection

    def _handed_over(self, connection: smtplib.SMTP, message: Message, address: str) -> Receipt:
        reply: bytes | str
        code, reply = connection.rcpt(address)
        if code not in (250, 251):
            self._reset(connection, code)
            raise _kind(code, reply)(
                "smtp-recipient-refused",
                host=self.server.host,
                address=address,
                status=code,
                reply=_shown(reply),
            )
        try:
            code, reply = connection.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error
        if code != 250:
            self._reset(connection, code)
            raise self._refused(_kind(code, reply), "DATA", code, reply)
        return Receipt(channel=self.name, message_id=message.message_id, reference=_shown(reply))

    def _connected(self) -> smtplib.SMTP:
        server = self.server
        trust = server.trust or ssl.create_default_context()
        connection: smtplib.SMTP
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, server.hello, timeout=server.timeout, context=trust)
        else:
            connection = smtplib.SMTP(server.host, server.port, server.hello, timeout=server.timeout)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                connection.starttls(context=trust)
            if server.user:
                connection.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError as error:
            connection.close()
            raise Temporary("smtp-sign-in-refused", host=server.host, status=error.smtp_code) from error
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _reset(self, connection: smtplib.SMTP, code: int) -> None:
        if code == CLOSING:
            self._drop()
            return
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _refused(
        self, kind: type[Temporary] | type[Permanent], stage: str, code: int, reply: bytes | str
    ) -> Temporary | Permanent:
        return kind("smtp-refused", host=self.server.host, stage=stage, status=code, reply=_shown(reply))

    def _unreachable(self, error: Exception) -> Temporary:
        reason = str(error)[:200] or type(error).__name__
        return Temporary("smtp-unreachable", host=f"{self.server.host}:{self.server.port}", reason=reason)


def _kind(code: int, reply: bytes | str) -> type[Temporary] | type[Permanent]:
    """Whether a refusal is for good: 5xx is, but for what its extended code says somebody can mend."""
    said = _shown(reply)
    if code < 500 or MENDABLE.match(said) or (code == FULL and not said.startswith("5.")):
        return Temporary
    return Permanent


def _shown(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(text.split())[:200]


def from_settings(settings: Mapping[str, str]) -> SmtpChannel:
    """`host`; `security`: starttls (the default), tls or none; `port`: 587, 465 or 25 unless said;
    `user` and `password`; `timeout` in seconds (15); `hello`: our own name."""
    given = Settings(SmtpChannel.name, settings, NAMES)
    security = given.choice("security", tuple(PORTS))
    user = given.text("user", "")
    return SmtpChannel(
        Server(
            host=given.text("host"),
            port=given.number("port", PORTS[security], 65_535),
            security=security,
            user=user,
            password=given.text("password") if user else "",
            timeout=given.number("timeout", 15, 600),
            hello=given.text("hello", "") or None,
        )
    )
