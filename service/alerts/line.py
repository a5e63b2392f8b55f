"""A line to the mail server: open it when there is something to send, offer a mail, then hand it over."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from service.alerts.claims import Outcome

Answer = TypeVar("Answer")

TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 25, "smtps": 465}
_ACCEPTED, _REFUSED = range(200, 300), range(400, 600)


class NoConnection(Exception):
    """The mail server cannot be reached, or left before any data was sent."""


@dataclass(frozen=True)
class Outlet:
    """Where mail goes out: smtp://user:password@host:port or smtps://…, with `?from=` as the sender's address."""

    host: str
    port: int
    is_tls: bool
    user: str
    password: str
    sender: str

    @classmethod
    def of(cls, url: str, desk_host: str) -> Outlet:
        """The outlet a URL means. Raises ValueError for another scheme or without a host."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("TRANSFER_DESK_SMTP_URL is to be smtp://user:password@host:port or smtps://…")
        user = unquote(parts.username or "")
        given = parse_qs(parts.query).get("from", [user if "@" in user else ""])[0]
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            is_tls=parts.scheme == "smtps",
            user=user,
            password=unquote(parts.password or ""),
            sender=given or f"transfer-desk@{desk_host if _is_a_name(desk_host) else 'localhost'}",
        )

    @property
    def is_local(self) -> bool:
        """A relay on this machine."""
        return self.host == "localhost" or (not _is_a_name(self.host) and ip_address(self.host).is_loopback)


class Line:
    """One connection for the mails of a pass. Every answer is waited for ten seconds at most."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self._server: smtplib.SMTP | None = None

    def offer(self, address: str) -> str | None:
        """Name sender and recipient; the server's refusal in its own words, or None. Raises NoConnection."""
        return self._before_data(lambda server: _offer(server, self.outlet.sender, address))

    def hand_over(self, message: bytes) -> tuple[Outcome, str]:
        """Send an offered mail. Whatever happens from here on without an answer leaves the outcome unknown."""
        if self._server is None:
            raise NoConnection("not connected")
        try:
            code, reply = self._server.data(message)
        except smtplib.SMTPDataError as refusal:  # the server did not want the data: it has none of it
            return Outcome.REFUSED, _words(refusal.smtp_code, refusal.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Outcome.UNKNOWN, f"no answer: {type(error).__name__}"
        if code in _ACCEPTED:
            return Outcome.SENT, ""
        return Outcome.REFUSED if code in _REFUSED else Outcome.UNKNOWN, _words(code, reply)

    def withdraw(self) -> None:
        """An offered mail is not sent after all. Raises NoConnection."""
        self._before_data(lambda server: server.rset())

    def end(self) -> None:
        """Say goodbye and hang up."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()
        self.close()

    def close(self) -> None:
        """Hang up without another word."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _before_data(self, talk: Callable[[smtplib.SMTP], Answer]) -> Answer:
        try:
            if self._server is None:
                self._server = _connect(self.outlet)
            return talk(self._server)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NoConnection(type(error).__name__) from error


def _connect(outlet: Outlet) -> smtplib.SMTP:
    # Without a name of its own the library would look one up, and an office without DNS would wait for it.
    name, context = socket.gethostname(), ssl.create_default_context()
    if outlet.is_tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            outlet.host, outlet.port, local_hostname=name, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(outlet.host, outlet.port, local_hostname=name, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if not outlet.is_tls and not outlet.is_local and server.has_extn("starttls"):
            server.starttls(context=context)
        if outlet.user:
            server.login(outlet.user, outlet.password)
    except BaseException:
        server.close()
        raise
    return server


def _offer(server: smtplib.SMTP, sender: str, address: str) -> str | None:
    for ask, who in ((server.mail, sender), (server.rcpt, address)):
        code, reply = ask(who)
        if code not in _ACCEPTED:
            server.rset()
            return _words(code, reply)
    return None


def _words(code: int, reply: bytes | str) -> str:
    return f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"


def _is_a_name(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host != "localhost"
    return False
