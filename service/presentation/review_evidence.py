"""What a yearly review rests on: everything the other side wrote down since the review before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from service import clock
from service.casework.facts import side_of_affiliation
from service.db import Transaction
from service.models import Case, Organization
from service.presentation.dual_entries import LABELS, entry_text
from service.presentation.due import short_day
from service.presentation.particulars import Pair
from service.queries.registration_entries import RegistrationEntry, entries_of
from workflows.vocabulary import Party


@dataclass(frozen=True)
class Evidence:
    """Shown above the form; `summary` is what the form proposes to write."""

    title: str
    pairs: Sequence[Pair]
    none_text: str
    summary: str


def review_evidence(tx: Transaction, case: Case) -> Evidence:
    """Of the side where the member takes part and does not belong."""
    other = Party.OUTFLOW if side_of_affiliation(case) == Party.RECEIVING else Party.RECEIVING
    unit = next(row.organization for row in case.parties if row.party == other)
    began = clock.day_of(case.opened_at)
    entries = entries_of(tx, [case.id], began)[case.id]
    last = max((entry for entry in entries if entry.action == "review"), key=lambda entry: entry.seq, default=None)
    theirs = [entry for entry in entries if entry.party == other and (last is None or entry.seq > last.seq)]
    return _evidence(unit, last.day if last else began, theirs, tx.today)


def _evidence(unit: Organization, since: date, entries: Sequence[RegistrationEntry], today: date) -> Evidence:
    actions = [entry.action for entry in entries]
    return Evidence(
        title=_("%(unit)s自 %(day)s 以来的记录", unit=unit.title, day=since.isoformat()),
        pairs=[
            Pair(f"{short_day(entry.day, today)} {LABELS[entry.action]}", entry_text(entry), whole=True)
            for entry in entries
        ],
        none_text="" if entries else _("对方没有登记过联系、服务或反馈。评议前先问一问对方。"),
        summary=_(
            "对方联系 %(contacts)s 次，服务 %(services)s 次，反馈 %(feedback)s 次。",
            contacts=actions.count("log_contact"), services=actions.count("log_service"),
            feedback=actions.count("give_feedback"),
        ),
    )  # fmt: skip
