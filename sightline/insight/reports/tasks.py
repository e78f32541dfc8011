"""Making reports in the background."""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from sightline.base.refusal import Refusal
from sightline.insight.reports import actions
from sightline.insight.reports.models import ReportRun
from sightline.people.models import User


@task()
def make_reports(pk: int, by: int) -> None:
    """A refusal is no fault of the task: the run says that it has stopped."""
    with suppress(Refusal):
        actions.work(
            run=ReportRun.objects.get(pk=pk), by=User.objects.get(pk=by), at=timezone.now()
        )
