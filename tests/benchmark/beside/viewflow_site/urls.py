"""Where the flow's own views answer."""

# mypy: ignore-errors
from django.urls import path
from viewflow.contrib.auth import AuthViewset
from viewflow.urls import Site
from viewflow.workflow.flow import FlowAppViewset
from viewflow_site.flows import ReviewFlow

site = Site(title="Review", viewsets=[FlowAppViewset(ReviewFlow, icon="assignment")])

urlpatterns = [path("", site.urls), path("accounts/", AuthViewset().urls)]
