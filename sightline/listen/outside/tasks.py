"""Reading and applying in the background. A refusal stands with the import, where people see it."""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from sightline.base.refusal import Refusal
from sightline.listen.outside import actions
from sightline.listen.outside.models import OutsideImport
from sightline.people.models import User


@task()
def read_file(pk: int, by: int) -> None:
    with suppress(Refusal):
        actions.read(
            outside_import=OutsideImport.objects.get(pk=pk),
            by=User.objects.get(pk=by),
            at=timezone.now(),
        )


@task()
def apply_file(pk: int, by: int) -> None:
    with suppress(Refusal):
        actions.apply(
            outside_import=OutsideImport.objects.get(pk=pk),
            by=User.objects.get(pk=by),
            at=timezone.now(),
        )
