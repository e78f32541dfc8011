"""A survey with its rounds, their results and their files."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.listen.surveys.models import Round, Survey
from sightline.results.models import Dataset


@dataclass(frozen=True)
class SurveyLine:
    """A survey in the list: how many rounds it has, and the newest one with results."""

    survey: Survey
    rounds: int
    latest: Round | None


def surveys(found: list[Survey]) -> list[SurveyLine]:
    """One line for each of these surveys, with one query."""
    rounds: dict[int, list[Round]] = {}
    all_rounds = Round.objects.filter(survey__in=found).select_related("dataset")
    for one in all_rounds.order_by("-year"):
        rounds.setdefault(one.survey_id, []).append(one)
    return [
        SurveyLine(
            survey,
            len(rounds.get(survey.pk, [])),
            next((one for one in rounds.get(survey.pk, []) if one.dataset), None),
        )
        for survey in found
    ]


def datasets(survey: Survey) -> list[Dataset]:
    """Every version of the survey's results, the newest first."""
    return list(Dataset.objects.filter(survey=survey.code).order_by("-year", "-version"))
