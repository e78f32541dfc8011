"""Two rounds with released comments, whose themes are as told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from sightline.conftest import NOW, Cast
from sightline.insight.conftest import Rounds
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round, Survey
from sightline.organisations.models import Organisation

#: Theme → how many comments; "" for those on none.
Said = Mapping[str, int]
Write = Callable[[int, str, Said], None]


@pytest.fixture
def write(rounds: Rounds, cast: Cast) -> Write:
    """Released comments of a year at a place, by theme."""
    survey = Survey.objects.create(code="learner-survey", name="Learner survey")
    made = {
        dataset.year: Round.objects.create(
            survey=survey,
            year=dataset.year,
            label=dataset.label,
            collected_from=date(dataset.year, 5, 1),
            collected_to=date(dataset.year, 7, 31),
            dataset=dataset,
        )
        for dataset in (rounds.before, rounds.now)
    }

    def do(year: int, place: str, said: Said, question: str = "KC1") -> None:
        Comment.objects.bulk_create(
            Comment(
                round=made[year],
                source="import 1",
                question=question,
                question_label=f"Question {question}",
                theme=theme,
                organisation=Organisation.objects.get(code=place),
                masked_text=f"Words {number} about {theme or 'nothing'}",
                state=Comment.State.RELEASED,
                is_settled=True,
            )
            for theme, count in said.items()
            for number in range(count)
        )

    assert NOW.year == 2026
    return do
