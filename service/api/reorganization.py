"""Changes of organizations: planned, carried out, listed, taken back."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, key_given
from service.api.door import KEY, Door, takes
from service.api.organizations import organization_answer
from service.api.paging import cursor_of, cut, key_in, limit_of, page
from service.api.schemas.directory import OrganizationSchema
from service.api.schemas.inputs import Paged
from service.api.schemas.reorganization import ChangeSchema, PlanSchema
from service.api.schemas.shared import page_of
from service.casework.idempotency import Answer
from service.casework.reorganization.plan import Plan
from service.casework.reorganization.taking_back import take_back
from service.casework.reorganization.verb import TAKEN_BACK, plan_of, reorganize
from service.db import Transaction
from service.forms.reorganization import CHANGES, TAKING_BACK
from service.login import current_database
from service.models import Organization
from service.queries.former_names import ChangeLine, changes_of
from service.queries.organizations import organization_with_code

door = Door("reorganization", __name__, url_prefix="/organizations", description="组织变更")
_SAID = {
    "rename": "改名，旧名称仍能查到",
    "recode": "换代码（如补登正式代码），旧代码仍能查到",
    "move": "调整上级，下级随同转入",
    "merge": "并入承接组织：党员、岗位、下级组织和在办办件一并转入，不能撤回",
    "split": "拆分：新设一个组织，划转指定的党员和下级组织，答复新组织",
    "dissolve": "撤销组织；还有党员、在办办件或下级组织时不能撤销",
}


def _open(kind: str) -> None:
    """The two views of a kind of change: carry it out, or see what it would do."""

    def carry_out(asked: Asked, code: str) -> Response:
        return answered(asked, key_given(), lambda tx: _carried_out(tx, asked, code, kind))

    def preview(asked: Asked, code: str) -> dict[str, Any]:
        with current_database().read() as tx:
            return _plan(plan_of(tx, asked.actor, code, kind, asked.values))

    carry_out.__name__, carry_out.__doc__ = kind, _SAID[kind]
    preview.__name__, preview.__doc__ = f"{kind}_preview", f"预览：{_SAID[kind]}"
    taken, form = takes(KEY)(carry_out), CHANGES[kind]
    answering = door.answers(200, OrganizationSchema, 400, 404, 409)
    door.route(f"/<code>/{kind}", methods=["POST"])(answering(accepts(form)(taken)))
    showing = door.answers(200, PlanSchema, 404)
    door.route(f"/<code>/{kind}/preview", methods=["POST"])(showing(accepts(form)(preview)))


for _kind in CHANGES:
    _open(_kind)


@door.route("/<code>/changes")
@door.answers(200, page_of(ChangeSchema), 404)
@accepts(Paged(), "query")
def changes(asked: Asked, code: str) -> dict[str, Any]:
    """组织的变更记录，最近的在前"""
    limit = limit_of(asked.values)
    with current_database().read() as tx:
        unit = organization_with_code(tx, code)
        found = changes_of(tx, unit, before=key_in(asked.values), limit=limit + 1)
    shown, last = cut(found, limit)
    return page([_change(line) for line in shown], cursor_of(last.change.id) if last else None)


@door.route("/<code>/changes/<int(max=2147483647):change_id>/take-back", methods=["POST"])
@door.answers(200, OrganizationSchema, 400, 404, 409)
@accepts(TAKING_BACK)
@takes(KEY)
def undo_change(asked: Asked, code: str, change_id: int) -> Response:
    """改回：改名、换代码、调整上级和撤销可以改回，合并和拆分不能"""

    def verb(tx: Transaction) -> Answer:
        change = take_back(tx, asked.actor, code, change_id, asked.values.get("reason", ""))
        return organization_answer(tx, tx.session.get_one(Organization, change.organization_id), 200)

    return answered(asked, key_given(), verb)


def _carried_out(tx: Transaction, asked: Asked, code: str, kind: str) -> Answer:
    change = reorganize(tx, asked.actor, code, kind, asked.values)
    shown = change.other_id if kind == "split" else change.organization_id
    return organization_answer(tx, tx.session.get_one(Organization, shown), 200)


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "kind": plan.kind,
        "on": plan.on,
        "organization": _unit(plan.unit),
        "other": _unit(plan.other),
        "counts": plan.counts(),
        "cases": [
            {"number": found.case.number, "state": found.case.state, "fate": found.fate, "letter": found.case.letter}
            for found in plan.cases
            if found.case.visible
        ],
        "posts": [{"name": post.name, "role": post.role, "doubled": post.doubled} for post in plan.posts],
        "units": [_unit(unit) for unit in plan.units],
        "can_be_taken_back": plan.kind in TAKEN_BACK,
        "refusals": list(plan.refusals),
    }


def _change(line: ChangeLine) -> dict[str, Any]:
    change = line.change
    plain = ("id", "at", "kind", "effective_on", "reason", "document_number", "details")
    return {name: getattr(change, name) for name in plain} | {
        "actor": line.actor_name,
        "organization": _unit(line.unit),
        "other": _unit(line.other),
        "undoes": change.undoes_id,
        "undone": line.undone,
    }


def _unit(unit: Organization | None) -> dict[str, str] | None:
    return {"code": unit.code, "name": unit.title} if unit else None
