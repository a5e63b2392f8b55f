"""Organizations: found in the tree, made, corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, key_given
from service.api.door import KEY, Door, takes
from service.api.paging import cursor_of, cut, limit_of, page, text_in
from service.api.schemas.directory import OrganizationSchema
from service.api.schemas.inputs import SPEAKER, OrganizationQuery
from service.api.schemas.shared import page_of
from service.casework.idempotency import Answer
from service.casework.organizations import create_organization, update_organization
from service.db import Transaction
from service.forms.directory import ORGANIZATION, ORGANIZATION_CHANGES
from service.login import current_database
from service.models import Organization
from service.queries.lists import organizations_page
from service.queries.organizations import children_page, organization_with_code, organizations_by_id, search

door = Door("organizations", __name__, url_prefix="/organizations", description="组织")
SHOWN = OrganizationSchema()


@door.route("")
@door.answers(200, page_of(OrganizationSchema), 404)
@accepts(OrganizationQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """组织树：全部、某组织的下级（below）、直接下级（parent），或按名称找（q，最接近的 20 个）"""
    with current_database().read() as tx:
        found, cursor = _listed(tx, asked.values)
        return page(views(tx, found), cursor)


@door.route("", methods=["POST"])
@door.answers(201, OrganizationSchema, 400, 404, 409)
@accepts(ORGANIZATION)
@takes(KEY)
def create(asked: Asked) -> Response:
    """新建组织"""
    return answered(
        asked, key_given(), lambda tx: organization_answer(tx, create_organization(tx, asked.actor, asked.values), 201)
    )


@door.route("/<code>")
@door.answers(200, OrganizationSchema, 404)
@accepts(SPEAKER, "query")
def detail(_asked: Asked, code: str) -> dict[str, Any]:
    """看一个组织"""
    with current_database().read() as tx:
        return views(tx, [organization_with_code(tx, code)])[0]


@door.route("/<code>", methods=["PATCH"])
@door.answers(200, OrganizationSchema, 404, 409)
@accepts(ORGANIZATION_CHANGES, changes=True)
def change(asked: Asked, code: str) -> dict[str, Any]:
    """修改组织，改 parent_code 则连同下级一起移动"""
    return current_database().transact(
        lambda tx: views(tx, [update_organization(tx, asked.actor, code, asked.values)])[0]
    )


def organization_answer(tx: Transaction, organization: Organization, status: int) -> Answer:
    """An organization as it is after a write."""
    return Answer(status, as_bytes(SHOWN.dump(views(tx, [organization])[0])))


def views(tx: Transaction, organizations: Sequence[Organization]) -> list[dict[str, Any]]:
    """Organizations with the codes of the one above and of the one that follows."""
    codes = _codes(tx, (key for unit in organizations for key in (unit.parent_id, unit.successor_id)))
    return [
        {name: getattr(unit, name) for name in SHOWN.fields if hasattr(Organization, name)}
        | {"parent_code": codes.get(unit.parent_id), "successor_code": codes.get(unit.successor_id)}
        for unit in organizations
    ]


def _codes(tx: Transaction, keys: Iterable[int | None]) -> dict[int | None, str]:
    wanted = {key for key in keys if key is not None}
    return {key: unit.code for key, unit in organizations_by_id(tx, wanted).items()} if wanted else {}


def _listed(tx: Transaction, values: dict[str, Any]) -> tuple[Sequence[Organization], str | None]:
    limit, after, kinds = limit_of(values), text_in(values), [values["kind"]] if "kind" in values else []
    below = organization_with_code(tx, values["below"]).path if "below" in values else "/"
    if "q" in values:
        return search(tx, values["q"], kinds=kinds, below=below, limit=min(limit, 20)), None
    if "parent" in values:
        parent = organization_with_code(tx, values["parent"])
        shown, last = cut(children_page(tx, parent, after=after, limit=limit + 1), limit)
        return shown, cursor_of(last.code) if last else None
    shown, last = cut(organizations_page(tx, below=below, kinds=kinds, after=after, limit=limit + 1), limit)
    return shown, cursor_of(last.path) if last else None
