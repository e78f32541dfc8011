import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats import weights
from sightline.stats.weights import CannotWeight


def positions(rows, name, order):
    return np.array([order.index(row[name]) for row in rows])


def test_weights_cases(load_cases):
    for case in load_cases("weights_cases.json")["cases"]:
        rows, expected = case["respondents"], case["expected"]
        margins = []
        for name, table in case["population_margins"].items():
            order = [row[name] for row in table]
            margins.append((positions(rows, name, order), [row["Freq"] for row in table]))
        found = weights.rake(margins)
        names = list(case["population_margins"])
        by_cell = {
            tuple(row[name] for name in names): weight
            for row, weight in zip(rows, found, strict=True)
        }
        for known in expected["raking_weight_by_cell"]:
            own = by_cell[tuple(known[name] for name in names)]
            assert own == pytest.approx(known["weight"], rel=1e-6), case["id"]
        cost = weights.design(found)
        assert cost.effect == pytest.approx(expected["raking_kish_deff"], rel=1e-6)
        assert cost.effective_n == pytest.approx(expected["raking_effective_n"], rel=1e-6)
        for name in ("y", "score"):
            known = expected["raking_weights_as_fixed"][name]
            mean = weights.weighted_mean([row[name] for row in rows], found)
            assert [mean.mean, mean.se] == pytest.approx([known["mean"], known["se"]], rel=1e-6)
            known = expected["raking_calibrated"][name]
            mean = weights.weighted_mean(
                [row[name] for row in rows], found, [of for of, _ in margins]
            )
            assert [mean.mean, mean.se] == pytest.approx([known["mean"], known["se"]], rel=1e-6)
        _post_stratified(case, rows, expected["poststratified"])


def _post_stratified(case, rows, expected):
    cells = [(row["profession"], row["stage"]) for row in case["population_cells"]]
    cell = np.array([cells.index((row["profession"], row["stage"])) for row in rows])
    found = weights.post_stratify(cell, [row["Freq"] for row in case["population_cells"]])
    by_cell = dict(zip(cell.tolist(), found.tolist(), strict=True))
    for known in expected["weight_by_cell"]:
        own = by_cell[cells.index((known["profession"], known["stage"]))]
        assert own == pytest.approx(known["weight"], rel=1e-9)
    for name in ("y", "score"):
        mean = weights.weighted_mean([row[name] for row in rows], found).mean
        assert mean == pytest.approx(expected[name]["mean"], rel=1e-9)


TABLES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=12, max_size=80).filter(
    lambda rows: len(set(rows)) == 12
)


@given(TABLES, st.lists(st.integers(1, 90), min_size=12, max_size=12))
def test_raking_fits_every_margin(rows, people):
    table = np.array(people).reshape(4, 3)
    one, two = np.array(rows).T
    found = weights.rake([(one, table.sum(axis=1)), (two, table.sum(axis=0))])
    assert (found > 0).all()
    assert np.bincount(one, found, 4) == pytest.approx(table.sum(axis=1), rel=1e-6)
    assert np.bincount(two, found, 3) == pytest.approx(table.sum(axis=0), rel=1e-6)


@given(st.lists(st.floats(0.01, 1000), min_size=2, max_size=50))
def test_trimming_keeps_the_total_and_the_order(given_weights):
    found = weights.trim(given_weights)
    assert found.sum() == pytest.approx(sum(given_weights))
    order = np.argsort(given_weights, kind="stable")
    assert (np.diff(found[order]) >= -1e-9).all()
    assert weights.design(found).effect <= weights.design(given_weights).effect + 1e-9


def test_equal_weights_change_nothing():
    values = np.array([3.0, 4.0, 9.0, 1.0])
    found = weights.weighted_mean(values, np.full(4, 2.5))
    assert found.mean == pytest.approx(values.mean())
    assert found.se == pytest.approx(values.std(ddof=1) / 2)


def test_what_goes_with_a_margin_is_no_error():
    """All of a profession said the same: how many there are of each is known, so all is."""
    profession = np.array([0, 0, 0, 1, 1, 2])
    value, weight = np.array([70.0, 50.0, 90.0])[profession], np.array([2.0, 1, 3])[profession]
    assert weights.weighted_mean(value, weight).se > 5
    assert weights.weighted_mean(value, weight, [profession]).se == pytest.approx(0, abs=1e-9)


def test_what_cannot_be_weighted_is_refused():
    with pytest.raises(CannotWeight, match="Nobody answered"):
        weights.post_stratify(np.array([0, 0]), [3, 4])
    with pytest.raises(CannotWeight, match="Nobody answered"):
        weights.rake([(np.array([0, 0]), [3, 4])])
    with pytest.raises(CannotWeight, match="different totals"):
        weights.rake([(np.array([0, 1]), [3, 4]), (np.array([0, 1]), [3, 5])])
    with pytest.raises(CannotWeight, match="could not be fitted"):
        weights.rake([(np.array([0, 1]), [90, 10]), (np.array([0, 1]), [10, 90])], most_rounds=50)
    with pytest.raises(ValueError):
        weights.weighted_mean([1.0], [1.0])
