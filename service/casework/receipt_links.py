"""回执链接: made and revoked by whoever speaks for the outflow committee, used once by a unit outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from service import clock
from service.casework.attachments import Document, keep_attachment
from service.casework.files import keep_file, open_file
from service.casework.perform_action import perform_action
from service.casework.record import Entry, record
from service.casework.write_step import row_of
from service.db import Transaction
from service.errors import Conflict, NotFound, NotPermitted, ValidationFailed, WrongState
from service.forms.loading import load
from service.forms.receipts import RECEIPT
from service.models import Case, Letter, ReceiptLink, StoredFile
from service.papers import new_code
from service.permissions import Actor, PostHeld, may_read_case, post_for
from service.queries.cases import lock_case
from service.queries.receipt_links import awaits_outside_receipt, hash_of_code, kept_photo, link_of, link_with_code
from workflows.letter_numbers import same_number
from workflows.vocabulary import Party, Refusal

VALID_DAYS = 30
"""About the month in which a receipt is due."""


def make_receipt_link(tx: Transaction, actor: Actor, number: str) -> tuple[Case, str]:
    """The case, and the code of a new link, which nobody can read again; an earlier link ends.

    Raises NotPermitted for who does not act for the outflow committee, WrongState where no receipt is due from outside.
    """
    case, post = _to_link(tx, actor, number, "make_receipt_link")
    if case.letter is None or not awaits_outside_receipt(case):
        raise WrongState(number=number, state=case.state, action="make_receipt_link")
    _end(tx, case)
    code, until = new_code(), tx.now + timedelta(days=VALID_DAYS)
    tx.session.add(ReceiptLink(case_id=case.id, code_hash=hash_of_code(tx, code), expires_at=until))
    details = {"letter": case.letter.number, "link_until": clock.day_of(until).isoformat()}
    record(tx, case, Entry("make_receipt_link", case.state, case.state, actor, post, details=details))
    tx.session.flush()
    return case, code


def revoke_receipt_link(tx: Transaction, actor: Actor, number: str) -> Case:
    """From now on the code is one that nobody knows. Raises WrongState where there is none that could be used."""
    case, post = _to_link(tx, actor, number, "revoke_receipt_link")
    found = link_of(tx, case)
    if found is None or not found.is_open(tx):
        raise WrongState(number=number, state=case.state, action="revoke_receipt_link")
    _end(tx, case)
    record(tx, case, Entry("revoke_receipt_link", case.state, case.state, actor, post))
    tx.session.flush()
    return case


def hand_in_receipt(tx: Transaction, code: str, raw: Mapping[str, Any], photo: Document | None = None) -> Case:
    """What a unit outside confirms: the photo becomes a file of the case, and the receipt counts as sent.

    Without a photo it is the one that was kept. The outflow committee confirms or rejects the receipt as it does any
    other. Raises NotFound for a code that nobody knows, Conflict (`receipt_link_over`) for a link that cannot be used,
    ValidationFailed.
    """
    case, link = _locked(tx, code)
    photo, values = photo or _kept(tx, case), load(RECEIPT, raw)
    if photo is None:
        raise ValidationFailed([Refusal("receipt_photo_required", {}, "file")])
    _check(case.letter, values, tx.today)
    link.used_at = tx.now
    bearer = _bearer(case)
    _forget_photo(tx, case)
    keep_attachment(tx, case, photo, _photo_line(case, bearer, values["happened_on"]))
    said = {name: values[name] for name in ("letter_number", "handled_by", "handled_phone")}
    fields = {**said, "sent_via": "online"}
    return perform_action(tx, bearer, case.number, "send_receipt", fields, expected_version=case.version)


def keep_receipt_photo(tx: Transaction, code: str, photo: Document) -> None:
    """Keep the photo of a receipt that was refused, in place of an earlier one, for as long as the link can be used.

    Raises NotFound and Conflict as handing in does.
    """
    case, link = _locked(tx, code)
    _forget_photo(tx, case)
    keep_file(tx, photo, "upload", case_id=case.id, expires_at=link.expires_at)


def linking_post(actor: Actor, case: Case) -> PostHeld | None:
    """The post by which the actor makes links: for the outflow committee, or in place of the receiver outside."""
    rows = [row_of(case, party) for party in (Party.OUTFLOW_COMMITTEE, Party.STREET)]
    posts = (post_for(actor, row, case) for row in rows if row is not None)
    return next((post for post in posts if post is not None), None)


def _bearer(case: Case) -> Actor:
    street = row_of(case, Party.STREET)
    return Actor(None, street.organization.title if street else "", linked_case_id=case.id)


def _photo_line(case: Case, bearer: Actor, signed_on: date) -> Entry:
    street = row_of(case, Party.STREET)
    outside = (street.organization.code, street.organization.title) if street else None
    details = {"happened_on": signed_on.isoformat()}
    return Entry("attach", case.state, case.state, bearer, None, Party.STREET.value, outside, details=details)


def _check(letter: Letter | None, values: Mapping[str, Any], today: date) -> None:
    refusals = []
    if letter is None or not same_number(values["letter_number"], letter.number):
        refusals.append(Refusal("receipt_mismatch", {}, "letter_number"))
    if letter is not None and not letter.issued_on <= values["happened_on"] <= today:
        refusals.append(Refusal("receipt_day", {"since": letter.issued_on.isoformat()}, "happened_on"))
    if refusals:
        raise ValidationFailed(refusals)


def _locked(tx: Transaction, code: str) -> tuple[Case, ReceiptLink]:
    """The case first, then the link, as whoever makes or revokes one does; what was read before may be over by now."""
    known = link_with_code(tx, code)
    locked = lock_case(tx, known.case.number) if known else None
    if known is None or locked is None:
        raise NotFound
    tx.session.expire(known.link)
    found = link_with_code(tx, code)
    if found is None or not found.is_open(tx):
        raise Conflict([Refusal("receipt_link_over", {})])
    return locked.case, found.link


def _to_link(tx: Transaction, actor: Actor, number: str, action: str) -> tuple[Case, PostHeld]:
    locked = lock_case(tx, number)
    if locked is None or not may_read_case(actor, locked.case):
        raise NotFound(number=number)
    post = linking_post(actor, locked.case)
    if post is None:
        raise NotPermitted(number=number, action=action)
    return locked.case, post


def _kept(tx: Transaction, case: Case) -> Document | None:
    kept = kept_photo(tx, case)
    opened = open_file(tx, kept.id) if kept else None
    return Document(opened.name, opened.media_type, opened.content) if opened else None


def _forget_photo(tx: Transaction, case: Case) -> None:
    tx.session.execute(delete(StoredFile).where(StoredFile.case_id == case.id, StoredFile.purpose == "upload"))


def _end(tx: Transaction, case: Case) -> None:
    _forget_photo(tx, case)
    tx.session.execute(delete(ReceiptLink).where(ReceiptLink.case_id == case.id))
