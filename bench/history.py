"""Years of results before those of the made-up nation, so that pages have a long past to draw."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pyarrow.parquet as pq
from django.utils import timezone

from sightline.listen.comments import cells
from sightline.listen.comments.models import Comment
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User
from sightline.results import actions, gate, mart
from sightline.results.levels import NATION, Level
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


#: What is written of: none stands for comments about no theme.
_NO_THEME = 0.2
_BATCH = 5_000


def comment(many: int) -> None:
    """Released comments in each round that has fewer, until there are so many.

    At random at providers that ten or more answered at, in answer to two questions, about the
    survey's themes: as many as a national round has, so that pages of themes can be measured.
    """
    for round_ in Round.objects.filter(survey__code=SURVEY).exclude(dataset=None):
        missing = many - Comment.objects.filter(round=round_).count()
        if missing > 0:
            _write(round_.pk, missing)


def _write(pk: int, many: int) -> None:
    round_ = Round.objects.select_related("dataset").get(pk=pk)
    if round_.dataset is None:
        raise ValueError(f"{round_} has no results.")
    opened = gate.open_round(round_.dataset)
    places = opened.children(NATION, Level.PROVIDER)
    weight = np.array([opened.respondents(one) or 0 for one in places], dtype=np.float64)
    weight[weight < cells.LEAST] = 0
    numbers = dict(Organisation.objects.providers().values_list("code", "pk"))
    themes = [info.code for info in opened.measures if info.is_theme]
    random = np.random.default_rng(pk)
    at = random.choice(len(places), many, p=weight / weight.sum())
    about = random.choice([*themes, ""], many, p=[*_shares(len(themes)), _NO_THEME])
    for start in range(0, many, _BATCH):
        Comment.objects.bulk_create(
            Comment(
                round=round_,
                source="bench",
                question=f"KC{number % 2 + 1}",
                question_label=("What went well?", "What could be better?")[number % 2],
                theme=str(about[number]),
                organisation_id=numbers[places[at[number]].code],
                masked_text="Words that nobody wrote.",
                state=Comment.State.RELEASED,
                is_settled=True,
            )
            for number in range(start, min(start + _BATCH, many))
        )


def _shares(themes: int) -> list[float]:
    """Common themes and rare ones: each next half as common again as the one before."""
    weight = 1.5 ** -np.arange(themes, dtype=np.float64)
    return list((1 - _NO_THEME) * weight / weight.sum())
