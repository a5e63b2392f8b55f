"""What a request to open a case asks for, before anybody or anything is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.errors import NotFound
from workflows import NEWEST
from workflows.engine import Workflow
from workflows.vocabulary import Action

WHO = ("member_id", "id_number", "name", "member")


@dataclass(frozen=True)
class Opening:
    """What a request to open a case asks for: the workflow, its opening action, who, and the action's fields.

    `follows` is the number of the case that it follows from, `about` the key of its member, where a step of that one
    begins this one.
    """

    workflow: Workflow
    action: Action
    who: Mapping[str, Any]
    raw: Mapping[str, Any]
    follows: str = ""
    about: str = ""


def opening(workflow_name: str, action_name: str | None, body: Mapping[str, Any]) -> Opening:
    """The opening that a body means. Raises NotFound for an unknown workflow or an action that opens nothing."""
    workflow = NEWEST.get(workflow_name)
    if workflow is None:
        raise NotFound(workflow=workflow_name)
    action = workflow.actions.get(action_name) if action_name else workflow.opening_actions[0]
    if action is None or not action.opens:
        raise NotFound(action=action_name)
    who = {name: body[name] for name in WHO if body.get(name) is not None}
    raw = {name: value for name, value in body.items() if name not in WHO}
    if not any(use.name == "outflow_code" for use in action.fields):
        raw.pop("outflow_code", None)  # the outflow unit is where the member belongs
    return Opening(workflow, action, who, raw)


def instead_of(wanted: Opening) -> Opening:
    """For somebody found who belongs nowhere as far as is known: the follow-up that is opened in its place."""
    found = {"category": "affiliation_unknown", "comment": wanted.raw.get("comment")}
    return opening(wanted.action.instead, None, {**wanted.who, **found})
