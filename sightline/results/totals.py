"""The all-groups job: every measure in every group that people may look at.

Respondents are never melted into one row an answer. For each item the answers are counted once at
each of the two fine groupings (see groups.py), in whole numbers; the rest are sums of sums. Themes
are summed from respondents' scores in whole hundredths of a point. So the result does not depend on
the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sightline.results.groups import Groups
from sightline.results.levels import Level
from sightline.results.mart import Answers, AnswersOffScale
from sightline.results.measures import Questionnaire

Integers = NDArray[np.int64]

#: What `count_theme` gives for each group: how many have a score, the sum of their scores in
#: hundredths of a point, and the sum of the squares of those.
N, SUM, SQUARES = range(3)


def respondents(groups: Groups) -> Integers:
    """How many answered the survey in each group, shape (groups,)."""
    sites = np.bincount(groups.site_of, minlength=len(groups.tiers[Level.SITE]))
    crossings = np.bincount(
        groups.crossing_of, minlength=len(groups.tiers[Level.PROVIDER_PROGRAMME])
    )
    return groups.roll_up(sites, crossings)


def count_items(
    groups: Groups, answers: Answers, questionnaire: Questionnaire
) -> Iterator[Integers]:
    """For each item how many gave each answer in each group, shape (groups, answers).

    Raises:
        AnswersOffScale: an answer that the item's scale does not have.
    """
    fine = (
        (groups.site_of, len(groups.tiers[Level.SITE])),
        (groups.crossing_of, len(groups.tiers[Level.PROVIDER_PROGRAMME])),
    )
    width = questionnaire.answers + 1
    starts = [of * width for of, _ in fine]
    for item in questionnaire.items:
        given = answers.items[item.code]
        if len(given) and (given.min() < 0 or given.max() > len(item.scale)):
            raise AnswersOffScale(f"Some answers to {item.code} are not on its scale.")
        sites, crossings = (
            # The first column counts those who did not answer.
            np.bincount(start + given, minlength=size * width).reshape(size, width)[:, 1:]
            for start, (_, size) in zip(starts, fine, strict=True)
        )
        yield groups.roll_up(sites, crossings)


def theme_scores(
    answers: Answers,
    questionnaire: Questionnaire,
    branch_of: NDArray[np.int16],
    branches: tuple[str, ...],
) -> Iterator[NDArray[np.int32]]:
    """For each theme every respondent's score in hundredths of a point, -1 where there is none.

    The score is the mean of the scores of the items answered, if they are at least half of the
    items that the respondent's branch is asked; halves of a hundredth go up.
    """
    scores = questionnaire.scores()
    for theme in questionnaire.themes:
        places = questionnaire.of_theme(theme)
        total = np.zeros(answers.respondents, dtype=np.int64)
        answered = np.zeros(answers.respondents, dtype=np.int64)
        asked = np.zeros(len(branches), dtype=np.int64)
        for place in places:
            item = questionnaire.items[place]
            given = answers.items[item.code]
            total += np.concatenate([[0], scores[place]])[given]
            answered += given > 0
            asked += [item.branch in ("", branch) for branch in branches]
        enough = (answered > 0) & (2 * answered >= asked[branch_of])
        mean = (2 * total + answered) // (2 * np.maximum(answered, 1))
        yield np.where(enough, mean, -1).astype(np.int32)


def count_theme(groups: Groups, score: NDArray[np.int32]) -> Integers:
    """N, SUM and SQUARES of one theme in each group, shape (groups, 3)."""
    has = score >= 0
    value = score[has].astype(np.float64)

    def sums(of: Integers, size: int) -> Integers:
        at = of[has]
        # Sums of weights are exact in float64: 5 million squares of 10,000 stay below 2**53.
        parts = [np.bincount(at, w, size) for w in (None, value, value**2)]
        return np.stack(parts, axis=-1).astype(np.int64)

    return groups.roll_up(
        sums(groups.site_of, len(groups.tiers[Level.SITE])),
        sums(groups.crossing_of, len(groups.tiers[Level.PROVIDER_PROGRAMME])),
    )
