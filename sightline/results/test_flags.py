"""The six colours of cases with known answers, through the service's own comparison."""

import json

import numpy as np
import pytest
from django.conf import settings

from sightline.results import flags
from sightline.results.flags import Comparison, Rules
from sightline.results.levels import Level
from sightline.stats import outliers
from sightline.stats.outliers import QuartilesOf

CASES = settings.BASE_DIR.parent / "shared" / "cases" / "gmc_outlier_cases.json"


def cases():
    if not CASES.exists():
        return []
    return json.loads(CASES.read_text(encoding="utf-8"))


def flagged(case, quartiles_of):
    """Each unit of the case as a group; group 0 is everybody, the union that they belong to."""
    units = [[round(100 * s) for s in unit["scores"]] for unit in case["input"]["units"]]
    everybody = [score for unit in units for score in unit]
    sums = np.array(
        [[[len(u), sum(u), sum(s * s for s in u)]] for u in (everybody, *units)], dtype=np.int64
    )
    comparison = Comparison(
        ["All units"],
        [Level.PROVIDER],
        np.array([flags.NONE, *[0 for _ in units]]),
        np.array([0]),
    )
    by_respondents = np.full((1, 1, 2), np.nan)
    if quartiles_of == QuartilesOf.RESPONDENTS:
        scores, counts = np.unique(everybody, return_counts=True)
        by_respondents[0, 0] = np.stack(outliers.quartiles_of_answers(counts, scores / 100))
    shown = sums[..., 0] >= 3
    found = flags.flag(comparison, sums, shown, by_respondents, Rules())
    return found, [outliers.COLOURS[code] for code in found.colours[1:, 0]]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
@pytest.mark.parametrize(
    ("quartiles_of", "column", "tie"),
    [
        (QuartilesOf.UNITS, "colour_unit_quartiles", "tie_unit"),
        (QuartilesOf.RESPONDENTS, "colour_respondent_quartiles", "tie_respondent"),
    ],
)
def test_colours_of_known_cases(case, quartiles_of, column, tie):
    found, colours = flagged(case, quartiles_of)
    expected = case["expected"]
    for unit, colour in zip(expected["units"], colours, strict=True):
        if not unit.get(tie):
            assert colour == unit[column], unit["unit"]
    n, mean, sd, q1, q3 = found.benchmarks[0, 0, 1:]
    assert n == expected["benchmark"]["n"]
    assert mean == pytest.approx(expected["benchmark"]["mean"], rel=1e-9)
    assert sd == pytest.approx(expected["benchmark"]["sd"], rel=1e-9)
    kind = "units" if quartiles_of == QuartilesOf.UNITS else "respondents"
    assert q1 == pytest.approx(expected["benchmark"][f"q1_{kind}"], rel=1e-9)
    assert q3 == pytest.approx(expected["benchmark"][f"q3_{kind}"], rel=1e-9)


def test_there_are_cases_where_they_lie_beside_the_project():
    if not CASES.exists():
        pytest.skip("The cases are not beside the project")
    assert len(cases()) >= 6


def test_a_score_that_is_the_same_for_everybody_has_no_spread():
    sums = np.array([[7], [7 * 7500], [7 * 7500**2]])
    moments = flags.Moments.of(*sums)
    assert moments.mean.tolist() == [75.0]
    assert moments.sd.tolist() == [0.0]


def test_nobody_and_one_have_no_interval():
    moments = flags.Moments.of(np.array([0, 1]), np.array([0, 5000]), np.array([0, 5000**2]))
    assert np.isnan(moments.mean[0])
    assert moments.mean[1] == 50.0
    assert np.isnan(moments.sd).all()
