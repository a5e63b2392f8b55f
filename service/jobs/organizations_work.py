"""A file of organizations in the background: read, then checked or carried out in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence

from service.casework.files import RESULT_KEPT_FOR, NewFile, keep_file, open_file
from service.casework.idempotency import Answer, Request, answer_once
from service.db import Transaction
from service.errors import NotFound
from service.intake.organization_lines import Line, read_lines
from service.intake.organization_results import PARTS, FileResult
from service.intake.organizations import import_organizations
from service.intake.tables import read_table
from service.jobs.bench import Bench, Done

_NAME, _JSON = "organizations.json", "application/json"


def check_organizations(bench: Bench) -> Done:
    """What the file would do, and what it would touch."""
    lines = _lines(bench)
    return bench.database.transact(lambda tx: Done(_carry_out(tx, bench, lines, check_only=True)))


def apply_organizations(bench: Bench) -> Done:
    """The file, all of it or nothing; begun again, it answers what was done the first time."""
    lines = _lines(bench)

    def verb(tx: Transaction) -> Answer:
        return Answer(200, json.dumps(_carry_out(tx, bench, lines, check_only=False)).encode())

    request = Request.of(bench.job.user_id, f"organizations:{bench.job.id}")
    return Done(json.loads(answer_once(bench.database, request, verb).body))


def _lines(bench: Bench) -> list[Line]:
    with bench.database.read() as tx:
        file = open_file(tx, str(bench.wanted["file"]))
    if file is None:
        raise NotFound(job=bench.job.id)
    lines = read_lines(read_table(file.content))
    bench.progress(0, len(lines))
    return lines


def _carry_out(tx: Transaction, bench: Bench, lines: Sequence[Line], *, check_only: bool) -> dict[str, object]:
    found = import_organizations(tx, bench.actor, lines, check_only=check_only, look=True)
    result = FileResult.of(found, lines)
    file = NewFile(_NAME, _JSON, result.as_bytes())
    kept = keep_file(tx, file, "result", owner_id=bench.job.user_id, expires_at=tx.now + RESULT_KEPT_FOR)
    parts = {name: len(result.part(name)) for name in PARTS}
    return {"result": kept.id, "applied": result.applied, **parts, "counts": dict(result.counts)}
