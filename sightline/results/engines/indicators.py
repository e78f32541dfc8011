"""What is counted of each cell, as expressions that several engines run.

A cell is all respondents who are alike in provider, site, programme and profession. Everything that
results say is arithmetic on these counts, in whole numbers: so whatever engine counts, the result
is the same to the last digit. Whole numbers only, because a fraction that is written out is a
decimal on one engine and a float on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import numpy as np
from ibis import _
from ibis.expr.types import IntegerColumn, Table

from sightline.results.measures import MeasureInfo, Questionnaire

#: The columns of a file of answers that make a cell, in the order of codes.COLUMNS.
CELL = ("provider_code", "programme_code", "profession_code", "site_code")
#: Items counted in one pass: an engine that makes code from a query has a limit for its length.
ITEMS_IN_A_PASS = 12


def counts(answers: Table, items: Sequence[MeasureInfo]) -> Table:
    """One row a cell: ``CELL``, and for each item how many gave each answer.

    Columns ``c<place>_<k>``: how many gave the k-th answer (from 1) to the item at a place;
    ``off<place>``: how many gave one that is not on its scale.
    """
    wanted = {}
    for place, item in enumerate(items):
        given = answers[item.code]
        for answer in range(1, len(item.scale) + 1):
            wanted[f"c{place}_{answer}"] = (given == answer).ifelse(1, 0).sum()
        off = (given < 0) | (given > len(item.scale))
        wanted[f"off{place}"] = off.ifelse(1, 0).sum()
    return answers.group_by(CELL).aggregate(**wanted)


def theme(
    answers: Table, questionnaire: Questionnaire, theme: MeasureInfo, branches: Mapping[str, str]
) -> Table:
    """One row a cell: ``CELL``, how many have a score, its sum and the sum of its squares.

    The score of a respondent is in hundredths of a point: the mean of the scores of the items
    answered, if they are at least half of those that their branch is asked; halves go up. It is
    the rule of totals.theme_scores. ``branches`` is the branch of each profession that has one.
    """
    scores = questionnaire.scores()
    total, answered = ibis.literal(0, "int64"), ibis.literal(0, "int64")
    asked = ibis.literal(0, "int64")
    for place in questionnaire.of_theme(theme):
        item = questionnaire.items[place]
        given = answers[item.code]
        total = total + _score(given, scores[place])
        answered = answered + (given > 0).ifelse(1, 0)
        asked = asked + _is_asked(answers, item.branch, branches)
    rows = answers.select(*CELL, total=total, answered=answered, asked=asked)
    rows = rows.filter((_.answered > 0) & (2 * _.answered >= _.asked))
    rows = rows.mutate(score=((2 * _.total + _.answered) // (2 * _.answered)).cast("int64"))
    return rows.group_by(CELL).aggregate(
        n=_.score.count(), sum=_.score.sum(), squares=(_.score * _.score).sum()
    )


def _score(given: IntegerColumn, scores: np.ndarray) -> IntegerColumn:
    branches = [(given == answer, int(score)) for answer, score in enumerate(scores, start=1)]
    return ibis.cases(*branches, else_=0).cast("int64")


def _is_asked(answers: Table, branch: str, branches: Mapping[str, str]) -> IntegerColumn:
    """1 where a respondent's branch is asked an item of this branch ("": everybody is)."""
    if not branch:
        return ibis.literal(1, "int64")
    theirs = [profession for profession, its in branches.items() if its == branch]
    if not theirs:
        return ibis.literal(0, "int64")
    is_theirs = answers.profession_code.isin(theirs).fill_null(False)
    return is_theirs.ifelse(1, 0).cast("int64")
