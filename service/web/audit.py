"""核验与存证: have histories re-computed."""

from __future__ import annotations

from flask import render_template, request

from service.errors import NotFound
from service.login import current_actor, current_database
from service.models import HistoryLine
from service.permissions import may_verify_audit, require
from service.presentation.audit_page import Verdict, audit_page, verdict_of_all, verdict_of_case
from service.presentation.reading import visible_case
from service.presentation.words import Complaint, say
from service.queries.audit import verify as verify_everything
from service.queries.audit import verify_case
from service.web.room import signed_in

blueprint = signed_in("audit")


@blueprint.get("/audit/verify")
def verify() -> str | tuple[str, int]:
    """One case, by its number."""
    require(may_verify_audit(current_actor()))
    number = request.args.get("number", "").strip().upper()
    try:
        result = _one(number) if number else None
    except NotFound as error:
        page = audit_page(number=number, errors=[Complaint("number", say(error.code, error.values))])
        return render_template("audit/verify.html", page=page), 404
    return render_template("audit/verify.html", page=audit_page(number=number, result=result))


@blueprint.post("/audit/verify")
def verify_all() -> str:
    """All of them. Nothing is changed, so nothing is kept and a second sending just counts again."""
    require(may_verify_audit(current_actor()))
    with current_database().read() as tx:
        report = verify_everything(tx)
    return render_template("audit/verify.html", page=audit_page(result=verdict_of_all(report)))


def _one(number: str) -> Verdict:
    with current_database().read() as tx:
        case = visible_case(tx, current_actor(), number)
        finding = verify_case(tx, case)
        last = tx.session.get(HistoryLine, (case.id, case.history_count)) if finding is None else None
        return verdict_of_case(case, finding, last.at if last else None, tx.now)
