"""Work on many cases that is more than can be waited for: one's own, how far each is, and what came of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request, url_for

from service.casework.bulk_jobs import KIND, LETTERS, kept_answers
from service.casework.jobs import own_job
from service.errors import NotFound
from service.login import current_actor, current_database
from service.models import Job
from service.permissions import may_read_case
from service.presentation.bulk_jobs import job_page, jobs_page
from service.presentation.bulk_pages import result_page
from service.presentation.job_progress import REFRESH_SECONDS
from service.queries.jobs import jobs_of
from service.queries.lists import cases_by_number

JOBS = 30
_KINDS = (KIND, LETTERS)


def install(blueprint: Blueprint) -> None:
    """Beside the steps for many cases."""
    blueprint.add_url_rule("/bulk/jobs", "jobs", jobs)
    blueprint.add_url_rule("/bulk/jobs/<job_id>", "job", job)
    blueprint.add_url_rule("/bulk/results/<file_id>", "result", result)


def jobs() -> str:
    """The newest first."""
    with current_database().read() as tx:
        found = jobs_of(tx, current_actor(), _KINDS, JOBS + 1, after=request.args.get("after", ""))
        next_url = url_for("bulk.jobs", after=found[JOBS - 1].id) if len(found) > JOBS else ""
        return render_template("bulk/jobs.html", page=jobs_page(found[:JOBS], next_url, tx.now))


def job(job_id: str) -> Response:
    """How far it is, and then the answers."""
    with current_database().read() as tx:
        found = own_job(tx, current_actor(), job_id)
    if found.kind not in _KINDS:
        raise NotFound(job=job_id)
    if found.state == "done" and found.file_id:
        return make_response(_result(found.file_id, _pdf_url(found)))
    page = job_page(found)
    response = make_response(render_template("bulk/job.html", page=page))
    if page.progress:
        response.headers["Refresh"] = str(REFRESH_SECONDS)  # works without scripts, and ends with the work
    return response


def result(file_id: str) -> str:
    """The answer of each case, kept for a week for whoever asked."""
    return _result(file_id)


def _pdf_url(found: Job) -> str:
    return url_for("bulk.letters_pdf", job_id=found.id) if "pdf" in (found.outcome or {}) else ""


def _result(file_id: str, pdf_url: str = "") -> str:
    with current_database().read() as tx:
        actor = current_actor()
        name, answers = kept_answers(tx, actor, file_id)
        found = cases_by_number(tx, [answer.number for answer in answers])
        readable = {number: case for number, case in found.items() if may_read_case(actor, case)}
        page = result_page(name, answers, readable, actor, tx.now)
    return render_template("bulk/result.html", page=replace(page, pdf_url=pdf_url))
