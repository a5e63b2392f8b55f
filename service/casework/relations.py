"""Moving the two dated facts: one closed and one opened, in the step's own transaction."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert, update
from sqlalchemy.orm.attributes import set_committed_value

from service.casework.tree import require_standing
from service.db import Transaction
from service.models import Case, MemberRelation, Organization


def move(tx: Transaction, case: Case, moves: Mapping[str, Organization]) -> None:
    """From now on these organizations hold these relations with the case's member."""
    require_standing(tx, moves.values())
    end(tx, case, moves)
    rows = [
        {
            "member_id": case.member_id,
            "relation": relation,
            "organization_id": organization.id,
            "since": tx.now,
            "until": None,
            "case_id": case.id,
        }
        for relation, organization in moves.items()
    ]
    tx.session.execute(insert(MemberRelation), rows)
    for relation, organization in moves.items():
        _show(case, relation, organization)


def end(tx: Transaction, case: Case, relations: Mapping[str, object]) -> None:
    """From now on nobody holds these relations."""
    tx.session.execute(
        update(MemberRelation)
        .where(
            MemberRelation.member_id == case.member_id,
            MemberRelation.relation.in_(list(relations)),
            MemberRelation.until.is_(None),
        )
        .values(until=tx.now)
        .execution_options(synchronize_session=False)
    )
    for relation in relations:
        _show(case, relation, None)


def _show(case: Case, relation: str, organization: Organization | None) -> None:
    set_committed_value(case, "affiliation" if relation == "affiliation" else "responsible", organization)
