"""Reading what a mail about an alert or a notice has to say, and to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from service.db import Transaction
from service.models import Alert, Case, Delivery, HistoryLine, Notice, Organization, User


@dataclass(frozen=True)
class MailMatter:
    """A delivery with all that its text is made from."""

    delivery: Delivery
    alert: Alert | None
    notice: Notice | None
    case: Case
    user: User
    recipient: Organization
    holder: Organization | None
    sender: Organization | None
    line: HistoryLine | None

    @property
    def key(self) -> str:
        """What this mail is, whichever row it is kept in: the same after any number of attempts."""
        told = f"{self.delivery.channel}|{self.user.name}|{self.recipient.code}"
        if self.alert is not None:
            return f"alert|{self.case.number}|{self.alert.clock}|{self.alert.turn}|{self.alert.rung}|{told}"
        return f"notice|{self.case.number}|{self.notice.seq if self.notice else 0}|{told}"


def mail_matters(tx: Transaction, delivery_ids: Collection[int]) -> list[MailMatter]:
    """Deliveries with what they are about, in one statement."""
    recipient, holder, sender = aliased(Organization), aliased(Organization), aliased(Organization)
    query = (
        select(Delivery, Alert, Notice, Case, User)
        .add_columns(recipient, holder, sender, HistoryLine)
        .outerjoin(Alert, Alert.id == Delivery.alert_id)
        .outerjoin(Notice, Notice.id == Delivery.notice_id)
        .join(Case, Case.id == func.coalesce(Alert.case_id, Notice.case_id))
        .join(User, User.id == Delivery.user_id)
        .join(recipient, recipient.id == func.coalesce(Alert.recipient_id, Notice.recipient_id))
        .outerjoin(holder, holder.id == Case.holder_id)
        .outerjoin(sender, sender.id == Notice.sender_id)
        .outerjoin(HistoryLine, (HistoryLine.case_id == Notice.case_id) & (HistoryLine.seq == Notice.seq))
        .where(Delivery.id.in_(delivery_ids))
        .order_by(Delivery.id)
    )
    return [MailMatter(*row) for row in tx.session.execute(query)]
