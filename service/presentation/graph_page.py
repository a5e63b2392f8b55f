"""The whole procedure of a case as a table of its states, the present one marked, and as text for drawing tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from service.models import Case
from service.permissions import Actor
from service.presentation.case_page import CaseHead, case_head
from service.presentation.procedure import StateRow, state_rows
from workflows import workflow_of
from workflows.diagram import mermaid


@dataclass(frozen=True)
class GraphPage:
    """As `cases/graph.html` reads it."""

    case: CaseHead
    title: str
    rows: Sequence[StateRow]
    mermaid: str


def graph_page(case: Case, actor: Actor) -> GraphPage:
    """The states in the order of the procedure."""
    workflow = workflow_of(case.workflow, case.workflow_version)
    return GraphPage(
        case=case_head(case, actor),
        title=_("%(workflow)s：完整流程", workflow=_(workflow.label)),
        rows=state_rows(workflow, case.state),
        mermaid=mermaid(workflow.definition, case.state),
    )
