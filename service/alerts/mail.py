"""Send the mail that waits, each at most once by itself: the states it goes through are in claims."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlsplit

import structlog

from service.alerts.claims import Claim, Outcome, begin_submission, claim, release, settle, take_back_leases
from service.alerts.line import Line, NoConnection, Outlet
from service.alerts.wording import word
from service.config import Config
from service.db import Database
from service.queries.deliveries import MailMatter, mail_matters

log = structlog.get_logger()

AT_ONCE = 20
ROUND_SECONDS = 60
PRODUCT = "接转台"
_ADDRESS = re.compile(r"[!-~]+@[!-~]+")
_NOT_IN_ADDRESS = frozenset('<>,;"')


def deliver(database: Database, config: Config, now: datetime, stop: threading.Event | None = None) -> int:
    """How many mails the server took. Ends after a minute, and at the first sign that the server is not well.

    Without a mail server nothing is sent. Raises ValueError for an address of the server that means nothing.
    """
    database.transact(take_back_leases)
    if not config.smtp_url:
        return 0
    outlet = Outlet.of(config.smtp_url, urlsplit(config.base_url).hostname or "localhost")
    errand = _Round(database, config, Line(outlet), stop or threading.Event())
    try:
        while errand.goes_on:
            taken = database.transact(lambda tx: claim(tx, now, AT_ONCE))
            if not taken.attempts:
                break
            errand.carry(taken)
    finally:
        errand.line.end()
    return errand.sent


@dataclass
class _Round:
    database: Database
    config: Config
    line: Line
    stop: threading.Event
    sent: int = 0
    is_cut_short: bool = False
    ends_at: float = field(default_factory=lambda: time.monotonic() + ROUND_SECONDS)

    @property
    def goes_on(self) -> bool:
        """A server that is not well is left alone till the next round, or it would make every mail unknown in turn."""
        return not self.is_cut_short and not self.stop.is_set() and time.monotonic() < self.ends_at

    def carry(self, taken: Claim) -> None:
        """Try each of these in turn, and give back what there was no time for."""
        try:
            with self.database.read() as tx:
                matters = mail_matters(tx, taken.attempts)
            for matter in matters:
                if not self.goes_on:
                    break
                outcome, reason = self._try(matter, taken)
                if outcome is not None:
                    self._write_down(matter, taken, outcome, reason)
        finally:
            self.database.transact(lambda tx: release(tx, taken.token))

    def _try(self, matter: MailMatter, taken: Claim) -> tuple[Outcome | None, str]:
        """What became of it; None when it is no longer this worker's to send."""
        address = matter.user.email or ""
        if not matter.user.is_active or not _can_be_sent_to(address):
            return Outcome.IMPOSSIBLE, "nobody to send it to"
        message = self._written(matter, address)
        if message is None:
            return Outcome.REFUSED, "the mail could not be written"
        return self._submit(matter, taken, address, message)

    def _submit(self, matter: MailMatter, taken: Claim, address: str, message: bytes) -> tuple[Outcome | None, str]:
        begin = partial(begin_submission, delivery_id=matter.delivery.id, token=taken.token)
        try:
            refusal = self.line.offer(address)
            if refusal is not None:
                return Outcome.REFUSED, refusal
            if not self.database.transact(begin):
                self.line.withdraw()
                return None, ""
        except NoConnection as error:
            self.is_cut_short = True
            return Outcome.REFUSED, f"no connection: {error}"
        outcome, reason = self.line.hand_over(message)
        self.is_cut_short = outcome is Outcome.UNKNOWN
        return outcome, reason

    def _written(self, matter: MailMatter, address: str) -> bytes | None:
        try:
            return compose(matter, self.config, self.line.outlet.sender, address, self.database.vault.commitment)
        except Exception:
            log.exception("mail not written", action="deliver", delivery=matter.delivery.id)
            return None

    def _write_down(self, matter: MailMatter, taken: Claim, outcome: Outcome, reason: str) -> None:
        self.sent += outcome is Outcome.SENT
        key = matter.delivery.id
        is_mine = self.database.transact(lambda tx: settle(tx, key, taken, outcome, reason))
        if outcome is not Outcome.SENT or not is_mine:
            log.warning("mail not sent", action="deliver", delivery=key, outcome=outcome.value, in_time=is_mine)


def compose(matter: MailMatter, config: Config, sender: str, address: str, commitment: Callable[[str], str]) -> bytes:
    """The mail as it goes over the wire. Its Message-ID is the same at every attempt."""
    wording = word(matter, config)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(PRODUCT, addr_spec=sender)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = wording.subject
    message["Date"] = format_datetime(matter.alert.raised_at if matter.alert else matter.delivery.available_at)
    message["Message-ID"] = f"<{commitment(f'mail|{matter.key}')[:40]}@transfer-desk>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(wording.text, cte="base64")
    return message.as_bytes()


def _can_be_sent_to(address: str) -> bool:
    return bool(_ADDRESS.fullmatch(address)) and address.count("@") == 1 and _NOT_IN_ADDRESS.isdisjoint(address)
