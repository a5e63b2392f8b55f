"""Activity certificates: a number given once, the paper in force of a case, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, update

from service.casework.case_numbers import draw
from service.casework.change import Change
from service.errors import ActionRefused
from service.models import Certificate
from service.queries.certificates import certificate_in_force, is_number_taken
from workflows.certificates import last_day_of
from workflows.letter_numbers import normal_number
from workflows.parties import Party
from workflows.vocabulary import Refusal

PREFIX = "HD"
"""活动证: the numbers that the platform draws begin with it."""


def issue(change: Change, *, replaces: int | None = None) -> None:
    """A new certificate in force for the case; the number is what was typed from the paper, or the next one."""
    _refuse_a_second(change)
    today, number = change.tx.today, _number(change)
    values: dict[str, Any] = {
        "case_id": change.case.id,
        "issuer_id": _issuer(change),
        "number": number,
        "normal_number": normal_number(number),
        "issued_on": today,
        "inspected_on": today,
        "valid_until": last_day_of(today),
        "status": "valid",
        "replaces_id": replaces,
        **_seals(change),
    }
    key = change.tx.session.execute(insert(Certificate).values(values).returning(Certificate.id)).scalar_one()
    _show(change, {"id": key, **values})
    change.details["certificate"] = number


def end(change: Change, status: str, on: date | None = None) -> int | None:
    """Mark the certificate in force as lost, void or handed back; its key. Its number stays given for ever."""
    kept = change.case.particulars.get("certificate")
    if not kept or kept["status"] != "valid":
        return None
    _write(change, status=status, ended_on=on or change.tx.today)
    change.details["certificate"] = kept["number"]
    return int(kept["id"])


def inspect(change: Change, on: date) -> None:
    """Good for another year."""
    if change.case.particulars.get("certificate"):
        _write(change, inspected_on=on, valid_until=last_day_of(on))


def _write(change: Change, **values: Any) -> None:
    kept = change.case.particulars["certificate"]
    change.tx.session.execute(
        update(Certificate)
        .where(Certificate.id == kept["id"])
        .values(values)
        .execution_options(synchronize_session=False)
    )
    _show(change, {**kept, **values})


def _show(change: Change, values: dict[str, Any]) -> None:
    """What guards and lists ask of the paper stands beside the case too, so that a step reads no more rows."""
    names = ("id", "number", "issued_on", "inspected_on", "valid_until", "status")
    shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    change.keep(certificate={name: shown[name] for name in names})


def _number(change: Change) -> str:
    typed = change.fields.get("certificate_number")
    if not typed:
        return draw(change.tx, PREFIX)
    if is_number_taken(change.tx, _issuer(change), str(typed)):
        raise ActionRefused([Refusal("certificate_number_taken", {"number": typed}, "certificate_number")])
    return str(typed)


def _refuse_a_second(change: Change) -> None:
    """Nobody carries two: the other one is handed back or declared lost first."""
    other = certificate_in_force(change.tx, change.case.member.id)
    if other is not None:
        raise ActionRefused([Refusal("certificate_in_force", {"number": other.number, "case": other.case})])


def _issuer(change: Change) -> int:
    """The base committee seals; where there is none, the unit itself."""
    rows = {row.party: row.organization_id for row in change.case.parties}
    return rows.get(Party.OUTFLOW_COMMITTEE) or rows[Party.HOME]


def _seals(change: Change) -> dict[str, Any]:
    """Applied by a person, and only written down here."""
    applied = ("photo_applied", "seal_applied")
    return {f"{name}_at": change.tx.now for name in applied if change.fields.get(name)}
