"""A round with results, and what some wrote into it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.listen.comments import actions
from sightline.listen.comments.actions import NewComment
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round, Survey
from sightline.results.factories import make_dataset, spread

#: How many answered where: twelve surgeons and thirty nurses at the trust, three at the practice.
ANSWERED = {
    ("ZN001", "CST", "MED"): 12,
    ("ZN001", "NADULT", "NUR"): 30,
    ("ZN002", "CST", "MED"): 25,
    ("ZS001", "NADULT", "NUR"): 40,
    ("ZP00001", "CST", "MED"): 3,
}


@pytest.fixture
def survey_round(country: Country, framework: Any) -> Round:
    dataset = make_dataset(
        {
            (provider, "", programme): spread(count, seed=at)
            for at, ((provider, programme, _), count) in enumerate(ANSWERED.items())
            # Beside a practice of three the gate would show no trust of its board.
            if provider != "ZP00001"
        }
    )
    survey = Survey.objects.create(code="learner-survey", name="Learner survey")
    return Round.objects.create(
        survey=survey,
        year=2026,
        label="Summer 2026",
        collected_from=date(2026, 5, 1),
        collected_to=date(2026, 7, 31),
        dataset=dataset,
    )


def wrote(text: str, **place: str) -> NewComment:
    where = {"provider": "ZN001", "programme": "NADULT", "profession": "NUR"} | place
    return NewComment("KC1", "What could be better?", text, **where)


def take_in(round_: Round, *comments: NewComment, source: str = "import 1") -> list[Comment]:
    """Comments as they wait to be read, in the order given."""
    actions.take_in(
        round=round_, source=source, comments=comments, answered=ANSWERED, by=None, at=NOW
    )
    stored = {one.raw_text: one for one in Comment.objects.filter(round=round_)}
    return [stored[one.text] for one in comments]


@pytest.fixture
def comment(survey_round: Round, cast: Cast) -> Comment:
    return take_in(survey_round, wrote("Dr Patel is never there to supervise nights."))[0]
