"""What the form for many cases sends where each has a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import request

from service.casework.bulk import Chosen
from service.casework.foresee import Foreseen
from service.presentation.bulk_choice import OWN
from service.presentation.bulk_numbers import NUMBERS, own_name
from service.web.chosen import cases_ticked
from workflows.vocabulary import Refusal


def only_matches(action: str) -> bool:
    """Whether the form only wants pasted numbers put into their rows: they are looked at before anything is done."""
    return action in OWN and ("match" in request.form or bool(request.form.get(NUMBERS, "").strip()))


def ticked_with_numbers(action: str) -> list[Chosen]:
    """The rows that are ticked, each with the number typed for it."""
    return [_with_number(action, chosen) for chosen in cases_ticked()] if action in OWN else cases_ticked()


def faults_of_rows(action: str, seen: Sequence[Foreseen]) -> list[Refusal]:
    """What is wrong with single rows of a filled form, each said at the number of its row.

    What lies in the case and in no field is left to the answer of the case.
    """
    return [
        _at_row(action, found.number, refusal)
        for found in seen
        for refusal in (found.error.refusals if found.error else ())
        if refusal.field is not None
    ]


def _with_number(action: str, chosen: Chosen) -> Chosen:
    typed = request.form.get(own_name(action, chosen.number), "")
    return replace(chosen, fields={OWN[action]: typed} if typed.strip() else {})


def _at_row(action: str, number: str, refusal: Refusal) -> Refusal:
    missing = refusal.code == "required" and refusal.field == OWN[action]
    return replace(refusal, code="number_missing" if missing else refusal.code, field=own_name(action, number))
