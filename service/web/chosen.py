"""What a list sends when many cases were chosen there: their numbers, or the whole list, and its filter."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request

from service.casework.bulk import AT_MOST, Chosen
from service.db import Transaction
from service.errors import DeskError, NotFound
from service.login import current_actor
from service.presentation.bulk_pages import BulkAsked, refused_page
from service.presentation.form_fields import Typed
from service.presentation.reading import viewer_of
from service.presentation.register import asked_of
from service.queries.lists import cases_page
from service.queries.todo import todo_cases
from service.web.room import complaints_of, status_of
from service.web.todo import asked_of_address, wanted_of

_LONGEST = 20
_FIGURES = 10
_WORDS = ("list", "box", "due", "q", "after", "workflow", "state", "overdue", "member")


def numbers_chosen(tx: Transaction) -> list[str]:
    """The numbers, each once."""
    numbers = _whole_list(tx) if request.args.get("all") else request.args.getlist("cases")
    return list(dict.fromkeys(map(_clean, numbers)))


def cases_ticked() -> list[Chosen]:
    """The boxes that are still set when the form is sent, each with the version that was seen."""
    return [_chosen(value) for value in request.form.getlist("cases")]


def asked_again(name: str) -> BulkAsked:
    """What the form says was chosen first, and what of it is ticked."""
    numbers = [_clean(number) for number in request.form.get("chosen", "").split()]
    ticked = frozenset(chosen.number for chosen in cases_ticked())
    return BulkAsked(name, list(dict.fromkeys(numbers)), ticked, key=request.form.get("key", ""), words=words_of_list())


def words_of_list() -> dict[str, str]:
    """The filter of the list from which one came."""
    return {name: request.values[name] for name in _WORDS if request.values.get(name)}


def refused(asked: BulkAsked, error: DeskError) -> tuple[str, int]:
    """A choice that cannot be looked at. Raises NotFound again."""
    if isinstance(error, NotFound):
        raise error
    page = refused_page(replace(asked, typed=Typed({}, complaints_of(error))))
    return render_template("bulk/preview.html", page=page), status_of(error)


def _whole_list(tx: Transaction) -> list[str]:
    """The list on all its pages; one more than can be done at once says that they are too many."""
    actor = current_actor()
    if request.args.get("list") == "cases":
        found, _place = cases_page(tx, actor, asked_of(request.args).wanted, limit=AT_MOST + 1)
    else:
        wanted = replace(wanted_of(asked_of_address(), viewer_of(tx, actor)), after=None)
        found, _place = todo_cases(tx, actor, wanted, AT_MOST + 1)
    return [case.number for case in found]


def _chosen(value: str) -> Chosen:
    number, _at, version = value.partition("@")
    known = version.isascii() and version.isdigit() and len(version) < _FIGURES
    return Chosen(_clean(number), int(version) if known else None)


def _clean(number: str) -> str:
    """A number as a case may bear it; what was put there by hand is only made fit to be looked for."""
    return "".join(filter(str.isprintable, number))[:_LONGEST]
