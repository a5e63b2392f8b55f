"""Members: recorded, corrected, and shown in full to whoever says why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import delete, exc, insert

from service.casework.tree import require_standing
from service.db import Transaction
from service.errors import NotFound, NotPermitted, StaleVersion, ValidationFailed
from service.forms.directory import PERSON
from service.forms.loading import load
from service.models import AccessLine, Member, MemberRelation, Organization
from service.models.member import RELATIONS
from service.permissions import Actor, may_write_members, require
from service.pinyin import initials
from service.queries.members import find_member, responsible_for
from service.queries.organizations import find_organization
from workflows.roles import MEMBER_KINDS
from workflows.vocabulary import Refusal

Secret = Literal["id_number", "phone"]

HOLDING_KINDS = MEMBER_KINDS | {"group"}
REASON_LENGTH = 200
_LAST = 4
_YEAR = 4
PLAIN = (
    "sex", "ethnic_group", "birth_date", "member_status", "joined_on", "converted_on", "probation_ends_on",
    "dues_paid_through", "employer", "residence", "last_activity_on", "graduated_on", "discharged_on",
    "residence_changed_on", "work_changed_on", "household_here", "lives_here",
)  # fmt: skip
_DATED = {"residence": "residence_changed_on", "employer": "work_changed_on"}
"""When another place is entered and nobody says since when, it changed today."""


def create_member(tx: Transaction, actor: Actor, values: Mapping[str, Any]) -> Member:
    """A new member of `organization_code`; `values` are those of the form for members.

    Raises ValidationFailed for an ID number that is known already and a unit that takes no members.
    """
    described = dict(values)
    code = described.pop("organization_code")
    organization = find_organization(tx, code)
    if organization is None:
        raise ValidationFailed([Refusal("unknown_organization", {"code": code}, "organization_code")])
    require(may_write_members(actor, organization), organization=code)
    if organization.kind not in HOLDING_KINDS or not organization.is_valid_on(tx.today):
        raise ValidationFailed([Refusal("takes_no_members", {"code": code}, "organization_code")])
    return add_member(tx, organization, described)


def add_member(
    tx: Transaction, organization: Organization, described: Mapping[str, Any], relations: Sequence[str] = RELATIONS
) -> Member:
    """A new member who belongs to an organization and is answered for by it, or one of both; whoever records it."""
    member = new_member(tx, described)
    try:
        _insert(tx, [(member, organization)], relations)
    except exc.IntegrityError:
        raise _id_number_taken() from None
    return member


def add_members(tx: Transaction, newcomers: Sequence[tuple[Member, Organization]]) -> list[Member]:
    """Many at once; answered are those whose ID number somebody else recorded meanwhile."""
    try:
        _insert(tx, newcomers)
    except exc.IntegrityError:
        return [member for member, organization in newcomers if not _inserted(tx, member, organization)]
    return []


def new_member(tx: Transaction, described: Mapping[str, Any]) -> Member:
    """A row not yet inserted, with what identifies the person sealed to it."""
    return described_member(tx, load(PERSON, described))


def described_member(tx: Transaction, values: Mapping[str, Any]) -> Member:
    """The same from values that a form has put into their normal form already."""
    member = Member(id=uuid.uuid4().hex, created_at=tx.now, version=1)
    set_facts(tx, member, values)
    return member


def remove_newcomer(tx: Transaction, member: Member) -> bool:
    """Take back a record on which nothing rests yet. False, and it stays, when a case or anything else names it."""
    try:
        with tx.session.begin_nested():
            tx.session.execute(delete(MemberRelation).where(MemberRelation.member_id == member.id))
            tx.session.delete(member)
            tx.session.flush()
    except exc.IntegrityError:
        return False
    return True


def update_member(
    tx: Transaction, actor: Actor, member_id: str, changes: Mapping[str, Any], expected_version: int
) -> Member:
    """Correct what is recorded about a member; where the member belongs is moved by cases only."""
    member = _visible(tx, actor, member_id, lock=True)
    responsible = responsible_for(tx, member)
    if responsible is None or not may_write_members(actor, responsible):
        raise NotPermitted(member=member_id)
    if member.version != expected_version:
        raise StaleVersion(version=member.version)
    try:
        with tx.session.begin_nested():
            set_facts(tx, member, changes)
    except exc.IntegrityError:
        raise _id_number_taken() from None
    return member


def reveal(tx: Transaction, actor: Actor, member_id: str, what: Secret, reason: str) -> str | None:
    """The whole ID number or phone, and a line that says who looked and why."""
    member = _visible(tx, actor, member_id)
    if not reason.strip() or actor.user_id is None:
        raise ValidationFailed([Refusal("reason_required", {}, "reason")])
    tx.session.add(
        AccessLine(at=tx.now, user_id=actor.user_id, member_id=member.id, what=what, reason=reason[:REASON_LENGTH])
    )
    sealed: bytes | None = getattr(member, f"{what}_sealed")
    return None if sealed is None else tx.vault.unseal(sealed, table="members", column=what, row=member.id)


def set_facts(tx: Transaction, member: Member, values: Mapping[str, Any]) -> None:
    """Write what `values` names into the row, sealing what identifies the person."""
    changed = {dated for name, dated in _DATED.items() if _is_another(getattr(member, name), values.get(name))}
    for name in PLAIN:
        if name in values:
            setattr(member, name, values[name])
    for dated in changed - {name for name in values if values[name]}:
        setattr(member, dated, tx.today.isoformat())
    member.member_status = member.member_status or "full"
    if "name" in values:
        member.name, member.name_initials = values["name"], initials(values["name"])
    if "id_number" in values:
        _seal_id_number(tx, member, values["id_number"])
    if "phone" in values:
        phone = values["phone"]
        member.phone_sealed = _sealed(tx, member, "phone", phone)
        member.phone_index = tx.vault.blind_index("phone", phone) if phone else None
    if member.member_status == "probationary" and not member.probation_ends_on:
        member.probation_ends_on = a_year_later(member.joined_on)


def _is_another(before: str | None, now: str | None) -> bool:
    return bool(before and now and before != now)


def a_year_later(partial: str | None) -> str | None:
    """A date as exact as it was, one year on; a 29 February ends on the 28th."""
    if partial is None:
        return None
    later = f"{int(partial[:_YEAR]) + 1}{partial[_YEAR:]}"
    return later.replace("-02-29", "-02-28")


def _insert(
    tx: Transaction, newcomers: Sequence[tuple[Member, Organization]], relations: Sequence[str] = RELATIONS
) -> None:
    require_standing(tx, [organization for _, organization in newcomers])
    with tx.session.begin_nested():
        tx.session.add_all(member for member, _ in newcomers)
    rows = [
        {"member_id": member.id, "relation": relation, "organization_id": organization.id, "since": tx.now}
        for member, organization in newcomers
        for relation in relations
    ]
    if rows:  # in one statement: as objects each would be sent alone, to learn its key
        tx.session.execute(insert(MemberRelation), rows)


def _inserted(tx: Transaction, member: Member, organization: Organization) -> bool:
    try:
        _insert(tx, [(member, organization)])
    except exc.IntegrityError:
        return False
    return True


def _seal_id_number(tx: Transaction, member: Member, number: str | None) -> None:
    member.id_number_sealed = _sealed(tx, member, "id_number", number)
    member.id_number_index = tx.vault.blind_index("id_number", number) if number else None
    member.id_last4_index = tx.vault.blind_index("id_last4", number[-_LAST:]) if number else None


def _sealed(tx: Transaction, member: Member, column: str, text: str | None) -> bytes | None:
    return tx.vault.seal(text, table="members", column=column, row=member.id) if text else None


def _id_number_taken() -> ValidationFailed:
    return ValidationFailed([Refusal("id_number_taken", {}, "id_number")])


def _visible(tx: Transaction, actor: Actor, member_id: str, *, lock: bool = False) -> Member:
    member = find_member(tx, actor, member_id, lock=lock)
    if member is None:
        raise NotFound(member=member_id)
    return member
