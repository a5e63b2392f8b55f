"""What a case and a workflow look like to whoever asks: derived once, shown by pages and API alike.

Labels and refusals are not yet in the reader's language; the door that shows them translates.
"""

from service.presentation.case import CaseView, UnitView, case_view
from service.presentation.offers import ActionView, FieldView, action_view, offers
from service.presentation.workflow import WorkflowView, workflow_view

__all__ = [
    "ActionView",
    "CaseView",
    "FieldView",
    "UnitView",
    "WorkflowView",
    "action_view",
    "case_view",
    "offers",
    "workflow_view",
]
