"""The letters of many cases in the background: each print counted once, all of them as one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from service.casework.bulk import Bulk, CaseAnswer
from service.casework.bulk_jobs import answers_file, bulk_of
from service.casework.files import RESULT_KEPT_FOR, NewFile, keep_file
from service.casework.idempotency import Answer, Request, answer_once
from service.casework.letter_papers import print_letter, printed_again
from service.db import Transaction
from service.errors import DeskError
from service.jobs.bench import Bench, Done
from service.papers import LetterPaper, letters_pdf
from service.papers.codes import shown_code
from service.papers.numerals import Script

_EVERY = 10
_NAME, _PDF = "letters.pdf", "application/pdf"


@dataclass
class _Print:
    """What is printed so far, and the answer of each case."""

    bench: Bench
    reason: str
    papers: list[LetterPaper] = field(default_factory=list)
    answers: list[CaseAnswer] = field(default_factory=list)

    def take(self, number: str) -> None:
        """One letter; begun again, it is not counted twice."""
        try:
            self.papers.append(self._with_check_address(self._counted(number)))
        except DeskError as error:
            self.answers.append(CaseAnswer.refused(number, error))
        else:
            self.answers.append(CaseAnswer(number, done=True))

    def _counted(self, number: str) -> LetterPaper:
        bench, found = self.bench, list[LetterPaper]()
        script = cast(Script, bench.wanted["script"])

        def verb(tx: Transaction) -> Answer:
            found.append(print_letter(tx, bench.actor, number, self.reason, script))
            return Answer(200, b"")

        key = f"letters:{bench.job.id}:{number}"
        answer = answer_once(bench.database, Request.of(bench.actor.user_id or 0, key), verb)
        if answer.is_replay:
            return bench.database.transact(lambda tx: printed_again(tx, bench.actor, number, script))
        return found[-1]

    def _with_check_address(self, paper: LetterPaper) -> LetterPaper:
        return replace(paper, check_address=self.bench.wanted["check_place"] + shown_code(paper.code))


def print_letters(bench: Bench) -> Done:
    """Every letter of the job that may be printed, in the order in which the cases were chosen."""
    with bench.database.read() as tx:
        bulk = bulk_of(tx, bench.job)
    printed = _Print(bench, str(bulk.fields.get("reason", "")))
    _count(printed, bulk)
    outcome = {"done": len(printed.papers), "skipped": len(printed.answers) - len(printed.papers)}
    kept = {"pdf": _keep(bench, printed.papers)} if printed.papers else {}
    return Done({**outcome, **kept}, answers_file(bulk.action, printed.answers))


def _count(printed: _Print, bulk: Bulk) -> None:
    total = len(bulk.cases)
    for done, chosen in enumerate(bulk.cases, start=1):
        printed.take(chosen.number)
        if done % _EVERY == 0 or done == total:
            printed.bench.progress(done, total)


def _keep(bench: Bench, papers: Sequence[LetterPaper]) -> str:
    """The PDF, for whoever asked; its key."""
    file = NewFile(_NAME, _PDF, letters_pdf(papers))

    def verb(tx: Transaction) -> str:
        return keep_file(tx, file, "result", owner_id=bench.job.user_id, expires_at=tx.now + RESULT_KEPT_FOR).id

    return bench.database.transact(verb)
