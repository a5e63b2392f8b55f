"""Cases that are left out of a step for many, together where the same stands against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from service import messages
from service.casework.bulk import CaseAnswer
from service.models import Case
from service.presentation.words import say


@dataclass(frozen=True)
class SkippedCase:
    """A case that is left out; one that is not to be seen has no address and no name, like one that is not there."""

    number: str
    url: str
    name: str
    detail: str


@dataclass(frozen=True)
class SkippedGroup:
    """A reason, and the cases it holds back; where it differs from case to case, each says its own."""

    label: str
    cases: Sequence[SkippedCase]


@dataclass(frozen=True)
class Skip:
    """A case with what speaks against the step: codes with the values of their sentences."""

    number: str
    case: Case | None
    reasons: Sequence[tuple[str, Mapping[str, Any]]]

    @classmethod
    def of(cls, answer: CaseAnswer, case: Case | None) -> Skip:
        """As it was answered."""
        found = [(refusal.code, refusal.values) for refusal in answer.refusals]
        return cls(answer.number, case, found or [(answer.code or "failed", answer.values)])


def groups_of(skipped: Iterable[Skip]) -> list[SkippedGroup]:
    """The reasons in the order in which they are met."""
    groups: dict[tuple[str, ...], list[Skip]] = {}
    for skip in skipped:
        groups.setdefault(tuple(code for code, _values in skip.reasons), []).append(skip)
    return [_group(codes, found) for codes, found in groups.items()]


def _group(codes: Sequence[str], found: Sequence[Skip]) -> SkippedGroup:
    said = [" ".join(say(code, values) for code, values in skip.reasons) for skip in found]
    alike = len(set(said)) == 1
    reason = said[0] if alike else " ".join(_(messages.title(code)) for code in codes)
    label = _("%(reason)s（%(count)s 件）", reason=reason, count=len(found))
    return SkippedGroup(label, [_case(skip, "" if alike else own) for skip, own in zip(found, said, strict=True)])


def _case(skip: Skip, detail: str) -> SkippedCase:
    if skip.case is None:
        return SkippedCase(skip.number, "", "", detail)
    return SkippedCase(skip.number, url_for("cases.detail", number=skip.number), skip.case.subject_name, detail)
