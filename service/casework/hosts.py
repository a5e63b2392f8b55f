"""Where a member who is away takes part: the host of a case, with the street and the department that come with it."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.one_open import open_already
from service.casework.parties import find_way, new_party, set_desks
from service.casework.tree import require_standing
from service.db import Transaction
from service.models import Case, CaseParty, Organization
from workflows import workflow_of
from workflows.parties import Party
from workflows.vocabulary import Definition

_HOST_SIDE = (Party.STREET, Party.HOST, Party.DEPARTMENT)


def seat_host(tx: Transaction, case: Case, host: Organization | None) -> None:
    """Another host, or none that is known; whoever was replaced reads no more. Written down by the step at hand.

    Raises DuplicateOpenCase where the member is registered there already.
    """
    definition = workflow_of(case.workflow, case.workflow_version).definition
    home = next(row.organization for row in case.parties if row.party == Party.HOME)
    require_standing(tx, [host] if host else [])
    second = open_already(tx, case, (host or home).id)
    if second is not None:
        raise second
    way = find_way(tx, definition.cast, home, host)
    rows = {Party(row.party): row for row in case.parties}
    for party in _HOST_SIDE:
        _seat(tx, case, rows, definition, party, way.parties.get(party))
    set_committed_value(case, "parties", sorted(rows.values(), key=lambda row: row.party))
    case.receiving_id, case.route = (host or home).id, way.route(case.particulars.get("reason_code"))
    set_desks(case.parties, case.route)


def _seat(
    tx: Transaction,
    case: Case,
    rows: dict[Party, CaseParty],
    definition: Definition,
    party: Party,
    unit: Organization | None,
) -> None:
    before = rows.get(party)
    if before is not None and unit is not None and before.organization_id == unit.id:
        return
    if before is not None:
        here = (CaseParty.case_id == case.id, CaseParty.party == party.value)
        tx.session.execute(delete(CaseParty).where(*here).execution_options(synchronize_session=False))
        tx.session.expunge(rows.pop(party))
    if unit is not None:
        rows[party] = new_party(definition, party, unit)
        rows[party].case_id = case.id
