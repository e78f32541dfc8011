"""Years of results before those of the made-up nation, so that pages have a long past to draw."""

from __future__ import annotations

from datetime import datetime

import pyarrow.parquet as pq
from django.utils import timezone

from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys.models import Round
from sightline.people.models import GivenRole, User
from sightline.results import actions, mart
from sightline.results.models import Dataset

SURVEY = "learner-survey"


def lengthen(years: int) -> None:
    """Add rounds before the first until there are so many.

    They are copies of the first round's answers and dated like it, since the made-up nation has no
    places before that day; only their year is another.
    """
    administrator = GivenRole.objects.filter(role="administrator").earliest("pk").user
    rounds = Round.objects.filter(survey__code=SURVEY).exclude(dataset=None).order_by("year")
    first = rounds.select_related("survey", "dataset").first()
    if first is None or first.dataset is None:
        raise ValueError("The made-up nation has no round to copy.")
    at = first.dataset.built_at or timezone.now()
    table = pq.read_table(mart.folder_of(first.dataset.folder) / mart.ANSWERS)
    for before in range(1, years - rounds.count() + 1):
        year = first.year - before
        dataset = actions.begin(
            survey=SURVEY,
            survey_name=first.dataset.survey_name,
            year=year,
            label=f"Autumn {year}",
            collected_from=first.collected_from,
            collected_to=first.collected_to,
            source_name="copy",
            source_sha256="",
            is_made_up=True,
            by=None,
            at=at,
        )
        folder = mart.aside(dataset.folder)
        folder.mkdir(parents=True)
        pq.write_table(table, folder / mart.ANSWERS, compression="zstd", compression_level=1)
        _switch_in(dataset, first, administrator, at)


def _switch_in(dataset: Dataset, like: Round, administrator: User, at: datetime) -> None:
    actions.prepare(dataset=dataset, by=None, at=at)
    actions.switch_in(dataset=dataset, by=None, at=at)
    added = surveys.add_round(
        survey=like.survey,
        year=dataset.year,
        label=dataset.label,
        collected_from=like.collected_from,
        collected_to=like.collected_to,
        by=administrator,
        at=at,
    )
    Round.objects.filter(pk=added.pk).update(dataset=dataset, is_final=True)
