"""Files of organizations: handed in, checked with a look at what they touch, and carried out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response as Answer
from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from service.db import Transaction
from service.errors import DeskError, NotFound
from service.intake.organization_hand_in import (
    KINDS,
    apply_organizations,
    hand_in_organizations,
    own_organization_job,
    result_of,
)
from service.intake.organization_results import PARTS
from service.login import current_actor, current_database
from service.permissions import may_hand_in_organizations, require
from service.presentation.job_progress import REFRESH_SECONDS
from service.presentation.organization_files import file_page, files_page, first_part
from service.presentation.organization_pages import organization_tabs
from service.presentation.words import Complaint
from service.queries.jobs import jobs_of, names_of_files
from service.web.once import Outcome, once
from service.web.room import chosen, complaints_of, sent_file, signed_in, status_of

blueprint = signed_in("organization_files")
FILES, LINES = 30, 50
_DIGITS = 8


@blueprint.before_request
def _writers_only() -> None:
    require(may_hand_in_organizations(current_actor()))


@blueprint.get("/organizations/files")
def index() -> str:
    """What one has handed in, and the form for the next."""
    return _index()


@blueprint.post("/organizations/files")
def create() -> Response | tuple[str, int]:
    """Keep the file and have it checked."""
    actor, file = current_actor(), sent_file()

    def verb(tx: Transaction) -> Outcome:
        return Outcome(url_for("organization_files.detail", job_id=hand_in_organizations(tx, actor, file).id))

    try:
        return once(verb)
    except DeskError as error:
        return _index(complaints_of(error)), status_of(error)


@blueprint.get("/organizations/files/<job_id>")
def detail(job_id: str) -> Answer:
    """One file; while it is worked on, the page comes again by itself."""
    return _detail(job_id)


@blueprint.post("/organizations/files/<job_id>/apply")
def apply(job_id: str) -> Response:
    """Carry it out, all of it or nothing."""

    def verb(tx: Transaction) -> Outcome:
        job = apply_organizations(tx, current_actor(), job_id)
        return Outcome(url_for("organization_files.detail", job_id=job.id))

    try:
        return once(verb)
    except NotFound:
        raise
    except DeskError as error:
        return _detail(job_id, error)


def _index(errors: Sequence[Complaint] = ()) -> str:
    actor = current_actor()
    with current_database().read() as tx:
        found = jobs_of(tx, actor, KINDS, FILES + 1, after=request.args.get("after", ""))
        shown = found[:FILES]
        next_url = url_for("organization_files.index", after=shown[-1].id) if len(found) > FILES else ""
        tabs = organization_tabs(actor, current="files")
        page = files_page(shown, names_of_files(tx, shown), tabs, next_url, tx.now, errors)
    return render_template("organizations/files.html", page=page)


def _detail(job_id: str, error: DeskError | None = None) -> Answer:
    after = request.args.get("after", "")
    with current_database().read() as tx:
        job = own_organization_job(tx, current_actor(), job_id)
        result = result_of(tx, job)
        part = chosen("part", [first_part(result), *PARTS])
        start = int(after) if after.isdecimal() and len(after) < _DIGITS else 0
        names = names_of_files(tx, [job])
        page = file_page(job, names, result, part, (start, LINES), complaints_of(error) if error else ())
    answer = render_template("organizations/file.html", page=page)
    response = make_response(answer, status_of(error) if error else 200)
    if page.progress:
        response.headers["Refresh"] = str(REFRESH_SECONDS)  # works without scripts, and ends with the work
    return response
