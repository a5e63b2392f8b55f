"""A form of two taps: one opens it filled in, one confirms it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from service.models import Case
from service.presentation.form_fields import FormField
from service.presentation.page_actions import PageAction


@dataclass(frozen=True)
class QuickForm:
    """A form that is filled in: what to look at before confirming, and `more` that is mostly left as it is."""

    name: str
    label: str
    url: str
    confirm_label: str
    key: str
    fields: Sequence[FormField]
    more: Sequence[FormField]


def quick_form(case: Case, action: PageAction, label: str, back: Mapping[str, Any]) -> QuickForm:
    """What was done stands first; after it was sent, one is where one was, which `back` says."""
    url = url_for("cases.action", number=case.number, action_name=action.name, **back)
    first = [field for field in action.fields if field.name == "result"]
    more = [field for field in action.fields if field.name != "result"]
    return QuickForm(action.name, label, url, action.confirm_label, action.key, first, more)
