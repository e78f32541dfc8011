"""Files of imports that have been kept as long as they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from sightline.listen.imports import actions, storage
from sightline.listen.imports.models import SurveyImport


def forget_unused(*, found: Iterable[SurveyImport], at: datetime) -> int:
    """Set imports aside that nobody used, with their files. Gives how many."""
    done = 0
    for one in found:
        actions.set_aside(survey_import=one, by=None, at=at)
        done += 1
    return done


@transaction.atomic
def forget_errors(*, keys: Sequence[int], at: datetime) -> int:
    """Delete the files of rows in error of these imports; their counts stay."""
    found = list(SurveyImport.objects.select_for_update(of=("self",)).filter(pk__in=keys))
    for one in found:
        storage.place(one.stored_name).errors.unlink(missing_ok=True)
    return SurveyImport.objects.filter(pk__in=[one.pk for one in found]).update(errors_name="")
