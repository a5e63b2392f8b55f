"""What the forms of a case send: steps of its workflow, words beside it, and the last step taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from service.casework import hand_over, perform_action, speak
from service.casework.reassign import reassign
from service.casework.speak import holder_of
from service.casework.undo import undo
from service.db import Transaction
from service.errors import DeskError
from service.login import current_actor, current_database
from service.models import Case
from service.permissions import Actor
from service.presentation.action_page import ActionPage, Sent
from service.presentation.form_fields import Option
from service.presentation.outcome import undo_strip, what_happened
from service.presentation.reading import visible_case
from service.presentation.small_pages import hand_over_page, nudge_page, reassign_page
from service.presentation.words import state_of
from service.web.lookup import Looked, LookUp, look_up
from service.web.once import Outcome, once, sent_version
from service.web.room import sent_fields, status_of
from workflows import workflow_of
from workflows.fields import FIELDS
from workflows.roles import MEMBER_KINDS, PLACEMENT_KINDS
from workflows.vocabulary import Party

_LISTS = {
    "registrations": ("registrations.index", ("quarter", "organization", "missing", "after")),
    "stuck": ("stuck.index", ("group", "organization", "after")),
    "mobile_members": ("mobile_members.index", ("side", "part", "organization", "after")),
}
"""Lists to which one comes back where one was, and what of their address says where."""
_REPLACEMENT = LookUp("to_code")

__all__ = ["hand_over_page", "nudge_page"]


def sent(error: DeskError | None = None) -> Sent:
    """The form that was sent, to be drawn again."""
    return Sent(sent_fields(), request.form.get("key", ""), error, back=request.args.get("back", ""))


def take(tx: Transaction, number: str, name: str) -> Outcome:
    """The step of a workflow that the form asks for."""
    actor = current_actor()
    case = visible_case(tx, actor, number)
    looked = look_up(tx, request.form, look_ups(case, name))
    looked.require()
    fields = {name: value for name, value in (sent_fields() | looked.codes).items() if name in FIELDS}
    after = perform_action.perform_action(tx, actor, number, name, fields, expected_version=sent_version())
    return _outcome(after, actor, name, tx.now)


def look_ups(case: Case, name: str) -> list[LookUp]:
    """The organizations that an action's form asks for."""
    action = workflow_of(case.workflow, case.workflow_version).actions.get(name)
    receiving = next((row.organization.path for row in case.parties if row.party == Party.RECEIVING), "/")
    kinds = {"placed_in_code": tuple(PLACEMENT_KINDS | MEMBER_KINDS), "receiving_code": tuple(MEMBER_KINDS)}
    return [
        LookUp(use.name, kinds.get(use.name, ()), receiving if use.name == "placed_in_code" else "/")
        for use in (action.fields if action else ())
        if FIELDS[use.name].type == "organization"
    ]


def with_found(asked: Sent, looked: Looked, offered: Mapping[str, Sequence[Option]]) -> Sent:
    """The form with what was found for it; without a search, what is offered from the start."""
    candidates = {**offered, **{name: found for name, found in looked.candidates.items() if found}}
    return replace(asked, candidates=candidates, values={**asked.values, **looked.codes})


def comment(number: str) -> Response:
    """Words that every party reads."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        speak.add_comment(tx, actor, number, request.form.get("comment", ""))
        return Outcome(url_for("cases.detail", number=number), _("已留言，各方都能看到。"))

    return once(verb)


def undo_step(number: str) -> Response:
    """Take the last step back, while that can still be done."""
    actor = current_actor()

    def verb(tx: Transaction) -> Outcome:
        case = undo(tx, actor, number, expected_version=sent_version())
        text = _("已撤回，办件回到“%(state)s”。", state=state_of(case).label)
        return Outcome(url_for("cases.detail", number=number), text)

    return once(verb)


def small_form(
    number: str,
    name: str,
    page: Callable[[Transaction, Actor, Case, Sent], ActionPage],
    verb: Callable[[Transaction, Actor, str], Outcome],
) -> Response | tuple[str, int]:
    """A form beside the workflow: shown, sent, and shown again when it is refused."""
    actor, refused = current_actor(), None
    if request.method == "POST" and "find" not in request.form:
        try:
            return once(lambda tx: verb(tx, actor, number))
        except DeskError as error:
            refused = error
    with current_database().read() as tx:
        drawn = page(tx, actor, visible_case(tx, actor, number), sent(refused))
    return render_template("cases/action.html", **vars(drawn)), status_of(refused) if refused else 200


def reassign_form(tx: Transaction, actor: Actor, case: Case, asked: Sent) -> ActionPage:
    """The form in which a party is replaced, with the organizations that were looked up for it."""
    looked = look_up(tx, request.form, [_REPLACEMENT])
    return reassign_page(case, actor, with_found(asked, looked, {}))


def send_reassign(tx: Transaction, actor: Actor, number: str) -> Outcome:
    """Put another organization in the place of a party."""
    looked = look_up(tx, request.form, [_REPLACEMENT])
    looked.require()
    typed = {name: request.form.get(name, "") for name in ("party", "reason")} | looked.codes
    reassign(tx, actor, number, typed, expected_version=sent_version())
    return Outcome(_back(number), _("已改换当事方。"))


def send_nudge(tx: Transaction, actor: Actor, number: str) -> Outcome:
    """Remind the holder."""
    case = speak.nudge(tx, actor, number, request.form.get("comment", ""))
    holder = holder_of(case)
    who = holder.organization.title if holder else ""
    return Outcome(_back(number), _("已催办%(who)s，这个工作日内不再重复发送。", who=who))


def send_hand_over(tx: Transaction, actor: Actor, number: str) -> Outcome:
    """Name another handler."""
    hand_over.hand_over(tx, actor, number, request.form.get("handler", ""), request.form.get("comment", ""))
    return Outcome(_back(number), _("已转交。"))


def _back(number: str) -> str:
    """To the list from which one came, or to the case."""
    back = request.args.get("back")
    if back in _LISTS:
        endpoint, names = _LISTS[back]
        where = {name: request.args[name] for name in names if name in request.args}
        return url_for(endpoint, **where, _anchor=number)  # type: ignore[arg-type]
    return url_for("todo.index") if back == "todo" else url_for("cases.detail", number=number)


def _outcome(case: Case, actor: Actor, name: str, now: datetime) -> Outcome:
    """On the case's own page a strip stands for as long as the step can be taken back; elsewhere it is said once."""
    strip = undo_strip(case, actor, now)
    if strip is None:
        return Outcome(_back(case.number), what_happened(case, name, now))
    if not request.args.get("back"):
        return Outcome(_back(case.number))
    return Outcome(_back(case.number), str(strip["text"]), undo=dict(strip["undo"]))
