"""凭活动证登记报到: a member shows the certificate at a unit that home may not have thought of, or is turned away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.hosts import seat_host
from service.casework.perform_action import perform_action
from service.db import Transaction
from service.errors import ActionRefused, NotPermitted, WrongState
from service.forms.arrivals import ARRIVAL
from service.forms.loading import load
from service.models import Case, Organization
from service.permissions import Actor, speaks_for
from service.queries.cases import LockedCase, lock_case
from service.queries.certificates import awaited_at, case_with_certificate
from service.queries.organizations import organization_with_code
from workflows.parties import Party
from workflows.vocabulary import Refusal

_ATTACH, _DECLINE = "attach_member", "decline_attach"
_FIELDS = ("certificate_number", "received_on", "handled_by", "handled_phone", "comment")


def arrive(tx: Transaction, actor: Actor, raw: Mapping[str, Any]) -> Case:
    """The case of the certificate, with the unit where it was shown as its host, and the member taken in there.

    Raises ActionRefused for a number that nobody gave, that is void or another's, NotPermitted for somebody who does
    not act for the unit.
    """
    values = load(ARRIVAL, raw)
    host = _host(tx, actor, values)
    locked = lock_case(tx, case_with_certificate(tx, values["certificate_number"], values["name"]))
    case = _awaited(locked, values)
    if all(row.party != Party.HOST or row.organization_id != host.id for row in case.parties):
        seat_host(tx, case, host)
    fields = {name: values[name] for name in _FIELDS if name in values}
    fields |= {"received_on": values["received_on"].isoformat()} if "received_on" in values else {}
    return perform_action(tx, actor, case.number, _ATTACH, fields, expected_version=case.version)


def decline_holder(tx: Transaction, actor: Actor, typed: str, reason: str) -> Case:
    """未予编入: the case whose certificate is expected at the actor's unit, with the reason for taking nobody in.

    Raises ActionRefused for a number that is not expected here.
    """
    awaited = awaited_at(tx, actor, typed) if typed.strip() else []
    locked = lock_case(tx, awaited[0].case) if awaited else None
    if locked is None:
        raise ActionRefused([Refusal("certificate_mismatch", {}, "certificate_number")])
    version = locked.case.version
    return perform_action(tx, actor, locked.case.number, _DECLINE, {"reason": reason}, expected_version=version)


def _host(tx: Transaction, actor: Actor, values: Mapping[str, Any]) -> Organization:
    code = values.get("receiving_code") or (actor.post.code if actor.post else "")
    host = organization_with_code(tx, code)
    if not speaks_for(actor, Party.HOST, host):
        raise NotPermitted(organization=code)
    if not host.as_unit(tx.today).takes_members:
        raise ActionRefused([Refusal("destination_not_exact", {"code": code}, "receiving_code")])
    return host


def _awaited(locked: LockedCase | None, values: Mapping[str, Any]) -> Case:
    """The case as it is under the lock; a member who was taken in meanwhile is not taken in again."""
    if locked is None:
        raise ActionRefused([Refusal("certificate_mismatch", {}, "certificate_number")])
    if locked.case.state != "certificate_issued":
        raise WrongState(number=locked.case.number, state=locked.case.state, action=_ATTACH)
    return locked.case
