"""Two records that may be of one person: compared, then merged or told apart."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework.duplicates import Pair, merge_members, obstacles, tell_apart
from service.db import Transaction
from service.errors import DeskError, NotFound, NotPermitted
from service.login import current_actor, current_database
from service.models import Member
from service.permissions import may_write_members
from service.presentation.duplicate_page import DuplicatePage, Side, duplicate_page
from service.presentation.form_fields import NOTHING_TYPED, Typed
from service.presentation.words import say
from service.queries.members import affiliation_of, find_member, masked, responsible_for
from service.web.once import Outcome, once
from service.web.room import complaints_of, sent_fields, signed_in, status_of

blueprint = signed_in("duplicates")
_DECIDED = {"merge": merge_members, "apart": tell_apart}


@blueprint.route("/members/<member_id>/duplicates/<other_id>", methods=["GET", "POST"])
def compare(member_id: str, other_id: str) -> Response | str | tuple[str, int]:
    """Both records; sent, what was decided."""
    decide = _DECIDED.get(request.form.get("step", ""))
    if decide is None:
        return _shown(member_id, other_id, NOTHING_TYPED)
    actor, reason = current_actor(), request.form.get("reason", "")
    pair = Pair(member_id, other_id, *(_seen(name) for name in ("kept_version", "other_version")))

    def verb(tx: Transaction) -> Outcome:
        member = decide(tx, actor, pair, reason)
        told = _("已合并。") if decide is merge_members else _("已记下不是同一人，以后不再提示。")
        return Outcome(url_for("members.detail", member_id=member.id), told)

    try:
        return once(verb)
    except NotFound:
        raise
    except DeskError as error:
        return _shown(member_id, other_id, Typed(sent_fields(), complaints_of(error))), status_of(error)


def _seen(name: str) -> int | None:
    given = request.form.get(name, "")
    return int(given) if given.isdecimal() else None


def _shown(member_id: str, other_id: str, typed: Typed) -> str:
    with current_database().read() as tx:
        page = _page(tx, member_id, other_id, typed)
    return render_template("members/duplicate.html", page=page)


def _page(tx: Transaction, member_id: str, other_id: str, typed: Typed) -> DuplicatePage:
    kept, other = _writable(tx, member_id), _writable(tx, other_id)
    in_the_way = [say(refusal.code, refusal.values) for refusal in obstacles(tx, kept, other)]
    return duplicate_page(
        _side(tx, kept), _side(tx, other), in_the_way, typed, (kept.version, other.version), request.form.get("key", "")
    )


def _side(tx: Transaction, member: Member) -> Side:
    return Side(member, masked(tx, member), affiliation_of(tx, member))


def _writable(tx: Transaction, key: str) -> Member:
    actor = current_actor()
    member = find_member(tx, actor, key)
    if member is None:
        raise NotFound(member=key)
    responsible = responsible_for(tx, member)
    if responsible is None or not may_write_members(actor, responsible):
        raise NotPermitted(member=key)
    return member
