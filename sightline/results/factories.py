"""Small rounds for tests, made through the same actions as real ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import numpy as np

from sightline.results import actions, mart
from sightline.results.actions import NewMeasure
from sightline.results.models import Dataset

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

AGREEMENT: list[dict[str, object]] = [
    {"answer": "Strongly disagree", "score": 0, "positive": False},
    {"answer": "Disagree", "score": 25, "positive": False},
    {"answer": "Neither", "score": 50, "positive": False},
    {"answer": "Agree", "score": 75, "positive": True},
    {"answer": "Strongly agree", "score": 100, "positive": True},
]

#: Two items in a theme and one outside.
MEASURES: list[NewMeasure] = [
    NewMeasure("supervision", "Clinical supervision", kind="theme"),
    NewMeasure("LS01", "Supervisor available", theme="supervision", scale=AGREEMENT),
    NewMeasure("LS02", "Feedback is useful", theme="supervision", scale=AGREEMENT),
    NewMeasure("LS03", "Would recommend this placement", scale=AGREEMENT),
]

#: Respondents that are alike in place: (provider, site, programme) → their answers, item by item.
Answers = Mapping[tuple[str, str, str], Sequence[Sequence[int]]]


def spread(respondents: int, items: int = 3, seed: int = 0) -> list[list[int]]:
    """Answers 1 to 5 to each item that differ between respondents, the same for the same seed."""
    rng = np.random.default_rng(seed)
    answers = rng.integers(1, 6, (respondents, items))
    answers[: min(respondents, 5), :] = (np.arange(5) + 1)[:respondents, None]
    return answers.tolist()


def make_dataset(
    answers: Answers,
    *,
    measures: Sequence[NewMeasure] = MEASURES,
    survey: str = "learner-survey",
    year: int = 2026,
    threshold_inside: int = 5,
    threshold_public: int = 10,
    is_made_up: bool = True,
    switch_in: bool = True,
) -> Dataset:
    """A dataset with these answers, prepared and (unless told otherwise) in use."""
    actions.register_measures(
        survey=survey, measures=measures, collected_to=date(year, 7, 31), by=None, at=AT
    )
    dataset = actions.begin(
        survey=survey,
        survey_name="Learner survey",
        year=year,
        label=f"Summer {year}",
        collected_from=date(year, 5, 1),
        collected_to=date(year, 7, 31),
        source_name=f"learners-{year}.csv",
        source_sha256="0" * 64,
        threshold_inside=threshold_inside,
        threshold_public=threshold_public,
        is_made_up=is_made_up,
        by=None,
        at=AT,
    )
    items = [measure.code for measure in measures if measure.kind == "item"]
    rows = [(place, given) for place, each in answers.items() for given in each]
    with mart.writer(dataset, items) as writer:
        writer.write(
            mart.AnswerBatch(
                providers=[place[0] for place, _ in rows],
                sites=[place[1] for place, _ in rows],
                programmes=[place[2] for place, _ in rows],
                professions=["" for _ in rows],
                answers=np.array([given for _, given in rows], dtype=np.int8).reshape(
                    len(rows), len(items)
                ),
                respondent_hashes=[str(number).encode() for number in range(len(rows))],
            )
        )
    dataset = actions.prepare(dataset=dataset, by=None, at=AT)
    return actions.switch_in(dataset=dataset, by=None, at=AT) if switch_in else dataset
