"""The flow: review and file check in turn, each done by a person."""

# mypy: ignore-errors
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow_site.models import Review


class ReviewFlow(flow.Flow):
    """A street's review."""

    process_class = Review

    start = flow.StartHandle(this.begin).Next(this.check_file)
    check_file = (
        flow.View(UpdateProcessView.as_view(fields=["enquired_on"]))
        .Assign(lambda activation: activation.process.street)
        .Next(this.finish_file_check)
    )
    finish_file_check = (
        flow.View(UpdateProcessView.as_view(fields=["finding"]))
        .Assign(lambda activation: activation.process.street)
        .Next(this.check_file)
    )

    def begin(self, activation, number, street):
        activation.process.number, activation.process.street = number, street
        return activation.process
