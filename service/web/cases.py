"""The register of cases, the page of one, and the steps that are taken there."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from werkzeug.wrappers import Response

from service.errors import DeskError
from service.login import current_actor, current_database
from service.presentation.action_page import Sent, action_page
from service.presentation.case_page import case_page
from service.presentation.graph_page import graph_page
from service.presentation.reading import branches_offered, read_case, viewer_of, visible_case
from service.presentation.register import asked_of, register_page
from service.presentation.review_evidence import review_evidence
from service.queries.lists import cases_page
from service.web import attachments, away, case_sheets, letters, new_case, receipt_links, steps
from service.web.lookup import look_up
from service.web.once import once
from service.web.room import signed_in, status_of

blueprint = signed_in("cases")
ROWS = 20

new_case.install(blueprint)
away.install(blueprint)
letters.install(blueprint)
case_sheets.install(blueprint)
attachments.install(blueprint)
receipt_links.install(blueprint)
blueprint.add_url_rule("/cases/<number>/comments", "comment", steps.comment, methods=["POST"])
blueprint.add_url_rule("/cases/<number>/undo", "undo", steps.undo_step, methods=["POST"])


@blueprint.get("/cases")
def index() -> str:
    """Every case one may see, filtered by what the address says."""
    asked = asked_of(request.args)
    with current_database().read() as tx:
        actor = current_actor()
        found, place = cases_page(tx, actor, asked.wanted, after=asked.after, limit=ROWS)
        return render_template("cases/index.html", page=register_page(asked, viewer_of(tx, actor), found, place))


@blueprint.get("/cases/<number>")
def detail(number: str) -> str:
    """One case: whose turn, how late, what to do, and all that happened."""
    with current_database().read() as tx:
        reading, viewer = read_case(tx, current_actor(), number)
    return render_template("cases/detail.html", case=case_page(reading, viewer))


@blueprint.get("/cases/<number>/graph")
def graph(number: str) -> str:
    """The whole procedure, with the place where this case is."""
    with current_database().read() as tx:
        case = visible_case(tx, current_actor(), number)
    return render_template("cases/graph.html", page=graph_page(case, current_actor()))


@blueprint.get("/cases/<number>/actions/<action_name>")
def action(number: str, action_name: str) -> tuple[str, int]:
    """The form of one action."""
    return _action_page(number, action_name, Sent(back=request.args.get("back", "")))


@blueprint.post("/cases/<number>/actions/<action_name>")
def perform(number: str, action_name: str) -> Response | tuple[str, int]:
    """Take the step, or show the form again with what was typed."""
    if "find" in request.form:
        return _action_page(number, action_name, steps.sent())
    try:
        return once(lambda tx: steps.take(tx, number, action_name))
    except DeskError as error:
        return _action_page(number, action_name, steps.sent(error))


@blueprint.route("/cases/<number>/nudge", methods=["GET", "POST"])
def nudge(number: str) -> Response | tuple[str, int]:
    """催办: remind whoever holds the case."""
    return steps.small_form(number, "nudge", steps.nudge_page, steps.send_nudge)


@blueprint.route("/cases/<number>/hand-over", methods=["GET", "POST"])
def hand_over(number: str) -> Response | tuple[str, int]:
    """转交: give the case to a colleague of the unit whose turn it is."""
    return steps.small_form(number, "hand_over", steps.hand_over_page, steps.send_hand_over)


@blueprint.route("/cases/<number>/reassign", methods=["GET", "POST"])
def reassign(number: str) -> Response | tuple[str, int]:
    """改换当事方: the department puts another organization in the place of one."""
    return steps.small_form(number, "reassign", steps.reassign_form, steps.send_reassign)


def _action_page(number: str, name: str, sent: Sent) -> tuple[str, int]:
    with current_database().read() as tx:
        actor = current_actor()
        case = visible_case(tx, actor, number)
        looked = look_up(tx, request.form, steps.look_ups(case, name))
        offered = branches_offered(tx, actor, case) if name == "place" else {}
        asked = steps.with_found(sent, looked, offered)
        if name == "review" and case.workflow == "dual_management":
            asked = replace(asked, evidence=review_evidence(tx, case))
        page = action_page(case, actor, name, tx.now, asked)
    blocked = 409 if page.action.blocked else 200
    return render_template("cases/action.html", page=page, **vars(page)), status_of(
        sent.error
    ) if sent.error else blocked
