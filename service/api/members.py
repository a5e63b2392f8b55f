"""Members: found, shown masked, recorded and corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Response

from service.api.contract import Asked, accepts, answered, as_bytes, key_given, respond, version_seen
from service.api.door import ETAG, IF_MATCH, KEY, Door, takes
from service.api.member_record import record_of
from service.api.paging import cursor_of, cut, limit_of, page, text_in
from service.api.schemas.directory import MemberRecordSchema, MemberSchema
from service.api.schemas.inputs import MemberQuery, MemberShown
from service.api.schemas.shared import page_of
from service.casework.duplicates import Pair, merge_members, tell_apart
from service.casework.idempotency import Answer
from service.casework.members import create_member, reveal, update_member
from service.db import Transaction
from service.errors import NotFound
from service.forms.directory import DUPLICATE, MEMBER, PERSON
from service.login import current_database
from service.models import Member
from service.permissions import Actor
from service.presentation.case import unit_view
from service.queries.member_page import missing_facts
from service.queries.members import find_member, holders, masked, members_page
from service.queries.organizations import organization_with_code

door = Door("members", __name__, url_prefix="/members", description="党员")
SHOWN, RECORD = MemberSchema(), MemberRecordSchema()


@door.route("")
@door.answers(200, page_of(MemberSchema), 404)
@accepts(MemberQuery(), "query")
def index(asked: Asked) -> dict[str, Any]:
    """本组织及下级的党员"""
    limit, code = limit_of(asked.values), asked.values.get("organization")
    with current_database().read() as tx:
        unit = organization_with_code(tx, code) if code else None
        found = members_page(
            tx,
            asked.actor,
            organization=unit,
            q=asked.values.get("q", ""),
            after=text_in(asked.values),
            limit=limit + 1,
        )
        shown, last = cut(found, limit)
        return page(views(tx, shown), cursor_of(last.id) if last else None)


@door.route("", methods=["POST"])
@door.answers(201, MemberRecordSchema, 400, 404, 409, headers=ETAG)
@accepts(MEMBER)
@takes(KEY)
def create(asked: Asked) -> Response:
    """登记党员"""
    return answered(
        asked,
        key_given(),
        lambda tx: member_answer(tx, asked.actor, create_member(tx, asked.actor, asked.values), status=201),
    )


@door.route("/<member_id>")
@door.answers(200, MemberRecordSchema, 404, headers=ETAG)
@accepts(MemberShown(), "query")
def detail(asked: Asked, member_id: str) -> Response:
    """看一名党员；reveal 和 reason 一起，显示全文并留痕"""
    wanted, reason = asked.values.get("reveal", []), asked.values.get("reason", "")
    if wanted:
        return respond(current_database().transact(lambda tx: _revealed(tx, asked, member_id, wanted, reason)))
    with current_database().read() as tx:
        return respond(member_answer(tx, asked.actor, _found(tx, asked, member_id)))


@door.route("/<member_id>", methods=["PATCH"])
@door.answers(200, MemberRecordSchema, 404, 409, 412, headers=ETAG)
@accepts(PERSON, changes=True)
@takes(IF_MATCH)
def change(asked: Asked, member_id: str) -> Response:
    """更正党员信息；组织关系只由办件转移"""
    seen = version_seen(member_id)
    return respond(current_database().transact(lambda tx: _changed(tx, asked, member_id, seen)))


@door.route("/<member_id>/merge", methods=["POST"])
@door.answers(200, MemberRecordSchema, 404, 409, 412, headers=ETAG)
@accepts(DUPLICATE)
@takes(KEY, IF_MATCH)
def merge(asked: Asked, member_id: str) -> Response:
    """两份登记是同一人：把 other_id 并入这一份，不能撤回"""
    return _decided(asked, member_id, merge_members)


@door.route("/<member_id>/tell-apart", methods=["POST"])
@door.answers(200, MemberRecordSchema, 404, 409, 412, headers=ETAG)
@accepts(DUPLICATE)
@takes(KEY, IF_MATCH)
def apart(asked: Asked, member_id: str) -> Response:
    """两份登记不是同一人，以后不再提示"""
    return _decided(asked, member_id, tell_apart)


def _decided(asked: Asked, member_id: str, decide: Callable[[Transaction, Actor, Pair, str], Member]) -> Response:
    pair = Pair(member_id, asked.values["other_id"], version_seen(member_id))

    def verb(tx: Transaction) -> Answer:
        return member_answer(tx, asked.actor, decide(tx, asked.actor, pair, asked.values["reason"]))

    return answered(asked, key_given(), verb)


def _found(tx: Transaction, asked: Asked, member_id: str) -> Member:
    member = find_member(tx, asked.actor, member_id)
    if member is None:
        raise NotFound(member=member_id)
    return member


def _changed(tx: Transaction, asked: Asked, member_id: str, seen: int | None) -> Answer:
    """Whoever names no version means the one that is there now."""
    expected = _found(tx, asked, member_id).version if seen is None else seen
    return member_answer(tx, asked.actor, update_member(tx, asked.actor, member_id, asked.values, expected))


def _revealed(tx: Transaction, asked: Asked, member_id: str, wanted: Sequence[Any], reason: str) -> Answer:
    full = {name: reveal(tx, asked.actor, member_id, name, reason) for name in wanted}
    return member_answer(tx, asked.actor, _found(tx, asked, member_id), full=full)


def member_answer(
    tx: Transaction, actor: Actor, member: Member, status: int = 200, full: Mapping[str, str | None] | None = None
) -> Answer:
    """A member as it is shown, with what was asked for in full."""
    (view,) = views(tx, [member])
    shown = view | record_of(tx, actor, member) | dict(full or {})
    return Answer(status, as_bytes(RECORD.dump(shown)), f"member-{member.id}-{member.version}")


def views(tx: Transaction, members: Sequence[Member]) -> list[dict[str, Any]]:
    """Members as everybody who may read them sees them."""
    belongs, answers = holders(tx, members, "affiliation"), holders(tx, members, "responsibility")
    return [
        {name: getattr(member, name) for name in SHOWN.fields if hasattr(Member, name)}
        | masked(tx, member)
        | {
            "missing": missing_facts(member),
            "affiliation": unit_view(belongs.get(member.id)),
            "responsible_organization": unit_view(answers.get(member.id)),
        }
        for member in members
    ]
