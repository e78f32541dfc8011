"""Checking and applying a roster in the background."""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from sightline.base.refusal import Refusal
from sightline.listen.invitations.roster import actions
from sightline.listen.invitations.roster.models import Roster
from sightline.people.models import User


@task()
def check_roster(pk: int, by: int) -> None:
    """A refusal is no fault of the task: its reason stands with the roster."""
    with suppress(Refusal):
        actions.check(
            roster=Roster.objects.get(pk=pk), by=User.objects.get(pk=by), at=timezone.now()
        )


@task()
def apply_roster(pk: int, by: int) -> None:
    with suppress(Refusal):
        actions.apply(
            roster=Roster.objects.get(pk=pk), by=User.objects.get(pk=by), at=timezone.now()
        )
