"""What may happen to a case, to whom, by when. Pure: no database, no web, no clock of its own."""

from workflows import dual_management, flow_report, follow_up, mobile_registration, transfer
from workflows.engine import Workflow

_DEFINITIONS = (
    transfer.DEFINITION, dual_management.DEFINITION, mobile_registration.DEFINITION, follow_up.DEFINITION,
    flow_report.DEFINITION,
)  # fmt: skip

WORKFLOWS: dict[tuple[str, int], Workflow] = {(d.name, d.version): Workflow(d) for d in _DEFINITIONS}
NEWEST: dict[str, Workflow] = {d.name: WORKFLOWS[d.name, d.version] for d in _DEFINITIONS}


def workflow_of(name: str, version: int | None = None) -> Workflow:
    """The newest version of a workflow, or the one a case was opened with. Raises KeyError for an unknown one."""
    return NEWEST[name] if version is None else WORKFLOWS[name, version]
