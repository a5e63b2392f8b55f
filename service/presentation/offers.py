"""What a person may do with a case now: the buttons of a page and the `available_actions` of the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from service import clock
from service.casework.facts import facts_of
from service.casework.undo import may_undo
from service.forms.actions import options_of
from service.models import Case
from service.permissions import Actor, acting_parties
from workflows import workflow_of
from workflows.everywhere import EVERYWHERE
from workflows.fields import FIELDS, FieldType
from workflows.vocabulary import Action, Refusal, Use


@dataclass(frozen=True)
class Option:
    """A code that a field takes, and what it is called."""

    code: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """A field of an action's form."""

    name: str
    label: str
    type: FieldType
    required: bool
    options: tuple[Option, ...] | None
    max_length: int | None


@dataclass(frozen=True)
class ActionView:
    """An action with its form, and what stands in its way before anything is filled in."""

    name: str
    label: str
    fields: tuple[FieldView, ...]
    blocked: tuple[Refusal, ...] = ()
    help: str = ""


def offers(case: Case, actor: Actor, now: datetime) -> tuple[ActionView, ...]:
    """The actions open to this person, in the order of the procedure, and the last step while it can be taken back."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    facts, acting = facts_of(case, clock.day_of(now)), acting_parties(actor, case)
    found = [
        action_view(
            action,
            label=workflow.label_of(action, facts, acting),
            blocked=workflow.blocked(action, facts, acting),
        )
        for action in workflow.available(facts, acting)
    ]
    if may_undo(case, actor, now):
        found.append(ActionView("undo", EVERYWHERE["undo"].label, (), help=EVERYWHERE["undo"].help))
    return tuple(found)


def action_view(action: Action, *, label: str = "", blocked: Iterable[Refusal] = ()) -> ActionView:
    """An action as it is offered, or as its definition has it."""
    fields = tuple(field_view(use) for use in action.fields)
    return ActionView(action.name, label or action.label, fields, tuple(blocked), action.help)


def field_view(use: Use) -> FieldView:
    """One field of a form."""
    field, options = FIELDS[use.name], options_of(use)
    return FieldView(
        name=use.name,
        label=use.label or field.label,
        type=field.type,
        required=use.required,
        options=tuple(Option(code, label) for code, label in options.items()) if options is not None else None,
        max_length=field.max_length if field.type in ("text", "long_text") else None,
    )
