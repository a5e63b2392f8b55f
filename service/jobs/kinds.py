"""The kinds of long work, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.casework import bulk_jobs
from service.errors import DeskError
from service.intake import batch_work, batches, import_undo, import_work, imports, organization_hand_in
from service.intake.import_work import Task
from service.jobs.bench import Bench, Done, LeaseLost, Work
from service.jobs.bulk_work import take_bulk
from service.jobs.letters_work import print_letters
from service.jobs.organizations_work import apply_organizations, check_organizations


def _on(what: str, part: Callable[[Task], None], fail: Callable[[Task, DeskError], None]) -> Work:
    """Work on something that says itself why it could not go on; what another worker has now is left to that one."""

    def work(bench: Bench) -> Done:
        task = Task(bench.database, bench.actor, bench.wanted[what], bench.progress)
        try:
            part(task)
        except LeaseLost:
            raise
        except Exception as error:
            fail(task, error if isinstance(error, DeskError) else DeskError())
            raise
        return Done()

    return work


KINDS: Mapping[str, Work] = {
    imports.CHECK: _on("import", import_work.check, import_work.fail),
    imports.APPLY: _on("import", import_work.apply, import_work.fail),
    imports.UNDO: _on("import", import_undo.undo, import_work.fail),
    batches.CHECK: _on("batch", batch_work.check, batch_work.fail),
    batches.OPEN: _on("batch", batch_work.open_cases, batch_work.fail),
    bulk_jobs.KIND: take_bulk,
    bulk_jobs.LETTERS: print_letters,
    organization_hand_in.CHECK: check_organizations,
    organization_hand_in.APPLY: apply_organizations,
}
