"""What can be chosen for many cases of a list at once: ticks beside the rows, and the actions that fit some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from service.casework.bulk_letters import PRINT
from service.casework.facts import facts_of
from service.casework.letter_papers import letter_in_force, printing_post
from service.models import Case
from service.permissions import acting_parties
from service.presentation.form_fields import Option
from service.presentation.now_box import Viewer
from workflows import NEWEST, workflow_of
from workflows.everywhere import EVERYWHERE

FOR_MANY: Mapping[str, Sequence[str]] = {
    "take_up": ("comment",), "submit": ("comment",), "agree": ("comment",), "release": ("comment",),
    "issue_letter": ("valid_days", "comment"), "record_seals": ("seal_applied", "riding_seal_applied", "applied_by"),
    "reissue": ("reason", "valid_days", "comment"), "report_in": ("received_on", "comment"),
    "check_file": ("enquired_on", "comment"), "accept": ("comment",), "place": ("placed_in_code", "comment"),
    "send_receipt": ("handled_by", "handled_phone", "sent_via", "comment"), "confirm_receipt": ("comment",),
    "file": ("comment",),
    "log_contact": ("happened_on", "way", "result", "next_on"),
    "log_service": ("happened_on", "way", "result", "next_on"),
}  # fmt: skip
"""Actions whose fields may be the same for many, in the order of the procedure, and which fields are asked.

What turns a member back or ends a case is decided for one at a time.
"""

OWN: Mapping[str, str] = dict.fromkeys(("report_in", "send_receipt", "confirm_receipt"), "letter_number")
"""The field that each case has for itself: a number read from its own paper.

It is never proposed, for comparing it with what is kept here is what the step is for.
"""


@dataclass(frozen=True)
class BulkBar:
    """The choice below a list; `whole_label` offers the pages that are not shown, `ticked` that all boxes are set."""

    form_url: str
    hidden: Mapping[str, str]
    options: Sequence[Option]
    tick_url: str
    ticked: bool = False
    whole_label: str = ""


@dataclass(frozen=True)
class Around:
    """The list that the choice stands below: its filter, its address with all boxes set, and what lies beyond it."""

    words: Mapping[str, str]
    tick_url: str
    ticked: bool = False
    whole_label: str = ""


def for_many(case: Case, viewer: Viewer) -> list[str]:
    """The actions of the case that this person might take for many cases at once."""
    if not case.is_open:
        return []
    workflow, acting = workflow_of(case.workflow, case.workflow_version), acting_parties(viewer.actor, case)
    found = {action.name for action in workflow.available(facts_of(case, viewer.today), acting)}
    prints = letter_in_force(case) is not None and printing_post(viewer.actor, case) is not None
    return [*(name for name in FOR_MANY if name in found), *([PRINT] if prints else [])]


def bulk_bar(found: Iterable[Sequence[str]], around: Around) -> BulkBar | None:
    """The choice; nothing where no row has anything to choose. `found` has the actions of each row."""
    counted = Counter(name for names in found for name in names)
    options = [
        Option(name, _("%(action)s（本页 %(count)s 件）", action=label_for_many(name), count=counted[name]))
        for name in (*FOR_MANY, PRINT)
        if counted[name]
    ]
    if not options:
        return None
    words = {name: value for name, value in around.words.items() if value}
    return BulkBar(url_for("bulk.preview"), words, options, around.tick_url, around.ticked, around.whole_label)


def label_for_many(name: str) -> str:
    """What the action is called, whatever the workflow of the cases."""
    if name in EVERYWHERE:
        return _(EVERYWHERE[name].label)
    return _(next(known.actions[name].label for known in NEWEST.values() if name in known.actions))
