"""Small rounds for tests in which people say something of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from sightline.results import actions, mart
from sightline.results.characteristics import store
from sightline.results.factories import AT, MEASURES
from sightline.results.models import Dataset

ETHNIC = store.Characteristic("EQ04", "Ethnic group", ("Asian", "Black", "White"))

#: (provider, programme) → for each respondent the group they say (0 to 4) and their answers.
People = Mapping[tuple[str, str], Sequence[tuple[int, Sequence[int]]]]


def make_crossed(
    people: People, *, year: int = 2026, characteristics: Sequence[store.Characteristic] = (ETHNIC,)
) -> Dataset:
    """A dataset in use, with answers and what people said of themselves.

    Of a second characteristic everybody says the group after that of the first, and so on.
    """
    actions.register_measures(
        survey="learner-survey",
        measures=MEASURES,
        collected_to=date(year, 7, 31),
        by=None,
        at=AT,
    )
    dataset = actions.begin(
        survey="learner-survey",
        survey_name="Learner survey",
        year=year,
        label=f"Summer {year}",
        collected_from=date(year, 5, 1),
        collected_to=date(year, 7, 31),
        source_name="learners.csv",
        source_sha256="0" * 64,
        is_made_up=True,
        by=None,
        at=AT,
    )
    rows = [(place, *each) for place, said in people.items() for each in said]
    items = [measure.code for measure in MEASURES if measure.kind == "item"]
    with mart.writer(dataset, items) as writer:
        writer.write(
            mart.AnswerBatch(
                providers=[place[0] for place, _, _ in rows],
                sites=["" for _ in rows],
                programmes=[place[1] for place, _, _ in rows],
                professions=["" for _ in rows],
                answers=np.array([given for _, _, given in rows], dtype=np.int8),
            )
        )
    if characteristics:
        said = [
            [
                (group + at) % len(one.groups) if at else group
                for at, one in enumerate(characteristics)
            ]
            for _, group, _ in rows
        ]
        store.write(dataset, characteristics, [np.array(said, dtype=np.int8)])
    actions.prepare(dataset=dataset, by=None, at=AT)
    return actions.switch_in(dataset=dataset, by=None, at=AT)


def said(group: int, count: int, low: int, high: int) -> list[tuple[int, list[int]]]:
    """Respondents of one group whose answers spread evenly from ``low`` to ``high``."""
    kinds = list(range(low, high + 1))
    return [
        (group, [kinds[(person + item) % len(kinds)] for item in range(3)])
        for person in range(count)
    ]
