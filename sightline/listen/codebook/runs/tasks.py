"""Learning, and looking for themes, in the background."""

from django.utils import timezone
from django_tasks import task

from sightline.listen.codebook.runs import actions
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.people.models import User


@task()
def work(pk: int, by: int) -> None:
    """Do what ``by``, the key of a person, asked for."""
    actions.work(run=CodebookRun.objects.get(pk=pk), by=User.objects.get(pk=by), at=timezone.now())
