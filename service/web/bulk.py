"""批量办理: many cases chosen in a list, looked at, confirmed, and each answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.casework.bulk import AT_ONCE, Bulk, Chosen, require_known, take_all
from service.casework.bulk_jobs import ask_bulk, keep_answers
from service.casework.bulk_letters import PRINT
from service.casework.foresee import Foreseen, common_faults, foresee
from service.db import Transaction
from service.errors import DeskError, NotFound, ValidationFailed
from service.login import current_actor, current_database
from service.models import Case
from service.presentation.bulk_choice import FOR_MANY, OWN
from service.presentation.bulk_pages import (
    BulkAsked,
    PreviewPage,
    action_of,
    preview_page,
)
from service.presentation.form_fields import Typed
from service.presentation.reading import branches_offered
from service.presentation.subject import party_row
from service.web import bulk_jobs, bulk_letters
from service.web.chosen import asked_again, numbers_chosen, refused, words_of_list
from service.web.lookup import Looked, look_up
from service.web.once import Outcome, follow, once, outcome_before, sent_key
from service.web.own_numbers import faults_of_rows, only_matches, ticked_with_numbers
from service.web.room import complaints_of, sent_fields, signed_in, status_of
from service.web.steps import look_ups
from workflows.parties import OTHER_SIDES
from workflows.vocabulary import Action, Refusal

blueprint = signed_in("bulk")
bulk_jobs.install(blueprint)
bulk_letters.install(blueprint)


@blueprint.get("/bulk")
def preview() -> Response | str | tuple[str, int]:
    """What would become of each of the chosen cases, and the fields that are asked once."""
    name = request.args.get("action", "")
    if name == PRINT:
        return redirect(f"{url_for('bulk.letters')}?{request.query_string.decode()}", 303)
    with current_database().read() as tx:
        asked = BulkAsked(name, numbers_chosen(tx), words=words_of_list())
        try:
            _require_choice(asked)
        except DeskError as error:
            return refused(asked, error)
        return render_template("bulk/preview.html", page=_look_ahead(tx, asked))


@blueprint.post("/bulk")
def take() -> Response | tuple[str, int]:
    """Take the step for every case that is ticked, or show the form again with what was typed."""
    asked = _asked_of_form()
    try:
        if "find" not in request.form and not only_matches(asked.action):
            return _taken(asked)
        error = None
    except DeskError as against:
        error = against
    if error is not None and asked.action not in FOR_MANY:
        return refused(asked, error)
    typed = Typed(sent_fields(), complaints_of(error) if error else [])
    with current_database().read() as tx:
        page = _look_ahead(tx, replace(asked, typed=typed))
    return render_template("bulk/preview.html", page=page), status_of(error) if error else 200


def _taken(asked: BulkAsked) -> Response:
    actor, before = current_actor(), outcome_before()
    if before is not None:
        return follow(before)
    bulk = _bulk_of_form(asked)
    if len(bulk.cases) > AT_ONCE:
        return once(lambda tx: Outcome(url_for("bulk.job", job_id=ask_bulk(tx, actor, bulk).id)))
    answers = take_all(current_database(), actor, bulk, f"page:{sent_key()}")
    return once(lambda tx: Outcome(url_for("bulk.result", file_id=keep_answers(tx, actor, bulk.action, answers))))


def _bulk_of_form(asked: BulkAsked) -> Bulk:
    """What is to be done. Raises ValidationFailed while a field is wrong for all of them."""
    bulk = Bulk(asked.action, ticked_with_numbers(asked.action))
    require_known(bulk)
    if asked.action not in FOR_MANY:
        return bulk
    with current_database().read() as tx:
        ready = _ready(foresee(tx, current_actor(), bulk, filled=False))
        action = action_of(bulk.action, ready)
        if action is None:
            return bulk
        looked = _looked(tx, asked.action, ready)
        looked.require()
        typed = sent_fields() | looked.codes
        bulk = replace(bulk, fields={name: typed[name] for name in FOR_MANY[action.name] if typed.get(name)})
        _require_filled(tx, bulk, action)
    return bulk


def _require_filled(tx: Transaction, bulk: Bulk, action: Action) -> None:
    own = frozenset({OWN[action.name]} if action.name in OWN else ())
    faults = common_faults(action, bulk.fields, own) or _faults(action, foresee(tx, current_actor(), bulk))
    if faults:
        raise ValidationFailed(list({(fault.code, fault.field): fault for fault in faults}.values()))


def _faults(action: Action, seen: Sequence[Foreseen]) -> list[Refusal]:
    """A common field is wrong where none goes through; a number of its own is mended in its row before any does."""
    against = [refusal for found in seen if found.error for refusal in found.error.refusals]
    common = [] if _ready(seen) else [refusal for refusal in against if refusal.field in FOR_MANY[action.name]]
    return common or (faults_of_rows(action.name, seen) if action.name in OWN else [])


def _look_ahead(tx: Transaction, asked: BulkAsked) -> PreviewPage:
    """The page, with what the look-ups of its form found or offer."""
    actor = current_actor()
    seen = foresee(tx, actor, Bulk(asked.action, [Chosen(number) for number in asked.numbers]), filled=False)
    ready = _ready(seen)
    looked = _looked(tx, asked.action, ready)
    together = len({_receiving(case) for case in ready}) == 1
    offered = branches_offered(tx, actor, ready[0]) if asked.action == "place" and together else {}
    candidates = {**offered, **{name: found for name, found in looked.candidates.items() if found}}
    typed = replace(asked.typed, values={**asked.typed.values, **looked.codes}, candidates=candidates)
    return preview_page(replace(asked, typed=typed), actor, tx.now, seen)


def _looked(tx: Transaction, name: str, cases: Sequence[Case]) -> Looked:
    """The organizations that the form asks for: those of one case where all cases go to the same unit."""
    wanted = [one for one in look_ups(cases[0], name) if one.name in FOR_MANY.get(name, ())] if cases else []
    apart = len({_receiving(case) for case in cases}) > 1
    return look_up(tx, request.form, [replace(one, below="/") if apart else one for one in wanted])


def _receiving(case: Case) -> int | None:
    row = party_row(case, OTHER_SIDES)
    return row.organization_id if row else None


def _ready(seen: Sequence[Foreseen]) -> list[Case]:
    return [found.case for found in seen if found.case is not None and found.error is None]


def _asked_of_form() -> BulkAsked:
    name = request.form.get("action", "")
    if name not in FOR_MANY and name != "undo":
        raise NotFound(action=name)
    return asked_again(name)


def _require_choice(asked: BulkAsked) -> None:
    """Raises ValidationFailed until cases and an action are chosen, NotFound for an action that is not for many."""
    if not asked.action:
        raise ValidationFailed([Refusal("no_action_chosen", {})])
    if asked.action not in FOR_MANY:
        raise NotFound(action=asked.action)
    require_known(Bulk(asked.action, [Chosen(number) for number in asked.numbers]))
