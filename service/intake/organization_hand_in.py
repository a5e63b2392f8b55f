"""A newer file of organizations handed in: checked with a look at what it touches, and then carried out or not."""

from __future__ import annotations

from service.casework.files import UPLOAD_KEPT_FOR, NewFile, keep_file, open_file
from service.casework.jobs import ask_job, own_job
from service.db import Transaction
from service.errors import Conflict, NotFound, ValidationFailed, WrongState
from service.intake.organization_results import FileResult
from service.models import Job, StoredFile
from service.permissions import Actor, may_hand_in_organizations, require
from workflows.vocabulary import Refusal

CHECK, APPLY = "check_organizations", "apply_organizations"
KINDS = (CHECK, APPLY)


def hand_in_organizations(tx: Transaction, actor: Actor, file: NewFile) -> Job:
    """Keep the file and have it checked; nothing changes. Raises NotPermitted, ValidationFailed for an empty file."""
    require(may_hand_in_organizations(actor))
    if not file.content:
        raise ValidationFailed([Refusal("file_required", {}, "file")])
    kept = keep_file(tx, file, "upload", owner_id=actor.user_id, expires_at=tx.now + UPLOAD_KEPT_FOR)
    return ask_job(tx, actor, CHECK, {"file": kept.id})


def apply_organizations(tx: Transaction, actor: Actor, job_id: str) -> Job:
    """Carry out a file that was checked without a fault, all of it or nothing; what happened since is looked at again.

    The work that was asked for already is answered, not asked for twice.
    """
    require(may_hand_in_organizations(actor))
    check = own_organization_job(tx, actor, job_id)
    tx.session.refresh(check, with_for_update=True)  # of two who confirm at once, the second finds the first
    outcome = dict(check.outcome or {})
    if check.kind != CHECK or check.state != "done":
        raise WrongState(job=job_id)
    if outcome.get("wrong"):
        raise Conflict([Refusal("rows_not_accepted", {"rows": outcome["wrong"]})])
    asked = own_job(tx, actor, outcome["apply"]) if outcome.get("apply") else None
    if asked is not None and asked.state != "failed":
        return asked
    if tx.session.get(StoredFile, check.wanted["file"]) is None:
        raise NotFound(job=job_id)
    job = ask_job(tx, actor, APPLY, {"file": check.wanted["file"], "check": check.id})
    check.outcome = {**outcome, "apply": job.id}
    return job


def own_organization_job(tx: Transaction, actor: Actor, job_id: str) -> Job:
    """One's own check, or the work that carries it out. Raises NotFound."""
    job = own_job(tx, actor, job_id)
    if job.kind not in KINDS:
        raise NotFound(job=job_id)
    return job


def result_of(tx: Transaction, job: Job) -> FileResult | None:
    """What came of it; nothing while it lasts, where it failed, and once it is forgotten."""
    file = open_file(tx, str((job.outcome or {}).get("result", "")))
    return FileResult.of_bytes(file.content) if file is not None else None
