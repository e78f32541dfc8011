"""Checking and preparing in the background.

A refusal is no fault of the task: its reason stands with the import, where people read it.
"""

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from sightline.base.refusal import Refusal
from sightline.listen.imports import actions
from sightline.listen.imports.models import SurveyImport
from sightline.people.models import User


@task()
def check_file(pk: int, by: int | None = None) -> None:
    """Check an import; ``by`` is the key of the person who asked."""
    actions.sweep(by=None, at=timezone.now())
    with suppress(Refusal):
        actions.check(
            survey_import=SurveyImport.objects.get(pk=pk), by=_person(by), at=timezone.now()
        )


@task()
def prepare_results(pk: int, by: int | None = None) -> None:
    """Prepare results from an import and switch them in."""
    with suppress(Refusal):
        actions.prepare(
            survey_import=SurveyImport.objects.get(pk=pk), by=_person(by), at=timezone.now()
        )


def _person(key: int | None) -> User | None:
    return User.objects.get(pk=key) if key is not None else None
