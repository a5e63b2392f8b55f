"""The kinds of long work, one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.casework import bulk_jobs
from service.errors import DeskError
from service.intake import import_undo, import_work, imports
from service.intake.import_work import Task
from service.jobs.bench import Bench, Done, Work
from service.jobs.bulk_work import take_bulk
from service.jobs.letters_work import print_letters


def _on_import(part: Callable[[Task], None]) -> Work:
    def work(bench: Bench) -> Done:
        task = Task(bench.database, bench.actor, bench.wanted["import"], bench.progress)
        try:
            part(task)
        except Exception as error:
            import_work.fail(task, error if isinstance(error, DeskError) else DeskError())
            raise
        return Done()

    return work


KINDS: Mapping[str, Work] = {
    imports.CHECK: _on_import(import_work.check),
    imports.APPLY: _on_import(import_work.apply),
    imports.UNDO: _on_import(import_undo.undo),
    bulk_jobs.KIND: take_bulk,
    bulk_jobs.LETTERS: print_letters,
}
