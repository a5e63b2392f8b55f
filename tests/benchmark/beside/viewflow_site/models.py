"""The process that carries what the two steps say."""

# mypy: ignore-errors
from django.db import models
from viewflow.workflow.models import Process


class Review(Process):
    """A review by a street, whose file check begins and ends."""

    number = models.CharField(max_length=20, unique=True)
    street = models.ForeignKey("auth.User", on_delete=models.PROTECT)
    enquired_on = models.DateField(null=True)
    finding = models.CharField(max_length=200, blank=True)
