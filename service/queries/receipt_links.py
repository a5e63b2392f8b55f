"""Links by which units outside confirm receipts: found by their code, or by their case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from service.db import Transaction
from service.models import Case, ReceiptLink, StoredFile
from service.queries.cases import case_with_all
from workflows.vocabulary import Party


@dataclass(frozen=True)
class FoundLink:
    """A link and its case, with everything that pages look at."""

    link: ReceiptLink
    case: Case

    def is_open(self, tx: Transaction) -> bool:
        """Whether it can be used now."""
        return self.link.used_at is None and tx.now < self.link.expires_at and awaits_outside_receipt(self.case)


def awaits_outside_receipt(case: Case) -> bool:
    """The receipt of a letter is due from a unit that has no sign-ins."""
    street = next((row.organization for row in case.parties if row.party == Party.STREET), None)
    return case.state == "receipt_due" and case.letter is not None and street is not None and street.external


def hash_of_code(tx: Transaction, code: str) -> str:
    """What is kept of a code: it needs the keys of the installation, and leads back to no code."""
    return tx.vault.commitment(f"receipt link|{code}")


def link_with_code(tx: Transaction, code: str) -> FoundLink | None:
    """The link that bears this code."""
    link = tx.session.scalar(select(ReceiptLink).where(ReceiptLink.code_hash == hash_of_code(tx, code)))
    if link is None:
        return None
    query = case_with_all(select(Case)).where(Case.id == link.case_id)
    return FoundLink(link, tx.session.scalars(query).unique().one())


def kept_photo(tx: Transaction, case: Case) -> StoredFile | None:
    """The photo that came with a receipt which was refused, without its content."""
    query = select(StoredFile).where(StoredFile.case_id == case.id, StoredFile.purpose == "upload")
    return tx.session.scalar(query.order_by(StoredFile.created_at.desc(), StoredFile.id).limit(1))


def link_of(tx: Transaction, case: Case) -> FoundLink | None:
    """The newest link of a case, unless it was revoked."""
    link = tx.session.get(ReceiptLink, case.id)
    return FoundLink(link, case) if link else None
