"""The workflows: states, actions, and a picture."""

from __future__ import annotations

from typing import Any

from service.api.contract import Asked, accepts
from service.api.door import Door
from service.api.paging import page
from service.api.schemas.inputs import SPEAKER
from service.api.schemas.rules import WorkflowSchema
from service.api.schemas.shared import page_of
from service.errors import NotFound
from service.presentation import WorkflowView, workflow_view
from workflows import NEWEST

door = Door("workflows", __name__, url_prefix="/workflows", description="流程")


@door.route("")
@door.answers(200, page_of(WorkflowSchema))
@accepts(SPEAKER, "query")
def index(_asked: Asked) -> dict[str, Any]:
    """各流程现在用的一版"""
    return page([workflow_view(workflow) for workflow in NEWEST.values()], None)


@door.route("/<name>")
@door.answers(200, WorkflowSchema, 404)
@accepts(SPEAKER, "query")
def detail(_asked: Asked, name: str) -> WorkflowView:
    """一个流程的状态、办理和图"""
    if name not in NEWEST:
        raise NotFound(workflow=name)
    return workflow_view(NEWEST[name])
