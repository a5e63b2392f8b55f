"""A receipt from a unit outside: open to whoever holds the link, once, and to nobody who guesses."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service.casework.attachments import Document
from service.casework.files import name_of
from service.casework.receipt_links import hand_in_receipt, keep_receipt_photo
from service.errors import DeskError, ValidationFailed
from service.forms.loading import load
from service.forms.receipts import RECEIPT
from service.intake.documents import read_document
from service.login import current_database
from service.papers import read_code
from service.presentation.form_fields import Typed
from service.presentation.receipt_pages import ReceiptPage, over_page, receipt_page, used_page
from service.queries.receipt_links import kept_photo, link_with_code
from service.web.once import SEE_OTHER
from service.web.room import complaints_of, sent_file, status_of, texts
from service.web.tries import Tries, address_of_request
from workflows.vocabulary import Refusal

blueprint = Blueprint("receipts", __name__)
_TRIES = "receipt_tries"
_WRONG_ONE_MORE = 2
"""As dear as a wrong code of a letter."""
_FIELDS = ("letter_number", "handled_by", "handled_phone", "happened_on")

blueprint.record(lambda state: state.app.extensions.setdefault(_TRIES, Tries()))


@blueprint.get("/r/<code>")
def receipt(code: str) -> tuple[str, int]:
    """What is to be confirmed; or that it was, or that the link cannot be used."""
    _spend()
    return _page(code)


@blueprint.post("/r/<code>")
def hand_in(code: str) -> Response | tuple[str, int]:
    """Take the receipt; when it is refused, what was typed stays and the photo is kept.

    The link's state is looked at before the photo.
    """
    _spend()
    drawn = _page(code)
    read = read_code(code)
    standing = _standing(read) if read else None
    if read is None or standing is None:
        return drawn
    typed, photo = texts(*_FIELDS), None
    try:
        photo = _photo(typed, has_one=standing)
        current_database().transact(lambda tx: hand_in_receipt(tx, read, typed, photo))
    except DeskError as error:
        _keep(read, photo)
        return _page(code, error)
    return redirect(url_for("receipts.receipt", code=code), SEE_OTHER)


def _standing(code: str) -> bool | None:
    """Whether a photo is kept for the link; None for a link that cannot be used."""
    with current_database().read() as tx:
        found = link_with_code(tx, code)
        return kept_photo(tx, found.case) is not None if found and found.is_open(tx) else None


def _keep(code: str, photo: Document | None) -> None:
    """A good photo is not asked for again because of another field. A link that ended meanwhile keeps nothing."""
    if photo is not None:
        with suppress(DeskError):
            current_database().transact(lambda tx: keep_receipt_photo(tx, code, photo))


def _photo(typed: dict[str, str], *, has_one: bool) -> Document | None:
    """The photo that was chosen; none where the one that is kept will do.

    Raises what speaks against it, together with what is wrong in the fields: both are mended at once.
    """
    sent = sent_file()
    if has_one and not sent.name:
        return None
    try:
        if not sent.name:
            raise ValidationFailed([Refusal("receipt_photo_required", {}, "file")])
        return read_document(sent, pictures_only=True)
    except DeskError as error:
        raise type(error)([*error.refusals, *_wrong(typed)]) from None


def _wrong(typed: dict[str, str]) -> list[Refusal]:
    try:
        load(RECEIPT, typed)
    except ValidationFailed as error:
        return list(error.refusals)
    return []


def _page(code: str, error: DeskError | None = None) -> tuple[str, int]:
    page, status = _drawn(code, error)
    return render_template("receipts/receipt.html", page=page), status


def _drawn(code: str, error: DeskError | None) -> tuple[ReceiptPage, int]:
    read = read_code(code)
    with current_database().read() as tx:
        found = link_with_code(tx, read) if read else None
        if read and found and found.is_open(tx):
            typed = Typed(texts(*_FIELDS), complaints_of(error) if error else [])
            photo = kept_photo(tx, found.case)
            page = receipt_page(found, read, typed, name_of(tx, photo) if photo else "")
            return page, status_of(error) if error else 200
        if found and found.link.used_at:
            return used_page(found, found.link.used_at), 200
    _spend(_WRONG_ONE_MORE)
    return over_page(), 404


def _spend(price: int = 1) -> None:
    tries: Tries = current_app.extensions[_TRIES]
    tries.spend(address_of_request(), price)
