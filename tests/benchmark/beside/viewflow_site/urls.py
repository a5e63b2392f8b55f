"""Where the flow's own views answer."""

# mypy: ignore-errors
from django.urls import path
from viewflow.workflow.flow import FlowViewset
from viewflow_site.flows import ReviewFlow

urlpatterns = [path("review/", FlowViewset(ReviewFlow, icon="assignment").urls)]
