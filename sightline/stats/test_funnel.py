import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats import funnel
from sightline.stats.funnel import Trim
from sightline.stats.intervals import byar, poisson_exact, wilson


def drawn(given):
    """The funnel of a case, in its multiplier."""
    rows = given["rows"]
    x = np.array([row["numerator"] for row in rows], dtype=float)
    n = np.array([row["denominator"] for row in rows], dtype=float)
    adjust, trim = given["overdispersion_adjusted"], given["trim_by"]
    if given["data_type"] == "PR":
        return funnel.proportions(x, n, adjust=adjust, trim=trim)
    cqc = given["sr_method"] == "CQC"
    how = Trim.WINSORISE if cqc else Trim.TRUNCATE
    return funnel.ratios(x, n, adjust=adjust, trim=trim, trimmed=how, square_root=cqc)


def spread_of_counts(given):
    """How much ratios of two counts differ beyond chance, on the scale of their logarithm.

    Source: Spiegelhalter DJ (2005), Stat Med 24:1185, ratios of counts.
    """
    if not given["overdispersion_adjusted"]:
        return funnel.NONE
    one = np.array([row["numerator"] for row in given["rows"]], dtype=float)
    two = np.array([row["denominator"] for row in given["rows"]], dtype=float)
    error = np.sqrt(one / (one + 0.5) ** 2 + two / (two + 0.5) ** 2)
    apart = np.log((one + 0.5) / (two + 0.5)) - np.log(one.sum() / two.sum())
    return funnel.overdispersion(apart / error, error, given["trim_by"], Trim.WINSORISE)


def test_funnel_cases(load_cases):
    compared = 0
    for case in load_cases("funnel_cases.json")["funnelplotr"]:
        given, expected = case["input"], case["expected"]
        compared += 1
        if given["data_type"] == "RC":
            # The peer's limits are wrong, so this is all that can be compared.
            spread = spread_of_counts(given)
            assert [spread.phi, spread.tau2] == pytest.approx([expected["phi"], expected["tau2"]])
            continue
        found = drawn(given)
        assert found.overdispersion.phi == pytest.approx(expected["phi"], rel=1e-6), case["id"]
        assert found.overdispersion.tau2 == pytest.approx(expected["tau2"], rel=1e-6), case["id"]
        assert found.overdispersion.used == expected["adjusted_limits_used"], case["id"]
        corrected = case["status"] == "corrected_by_second_peer"
        rows = case["second_peer"]["rows"] if corrected else expected["rows"]
        by_group = {row["group"]: row for row in rows}
        known = [by_group[row["group"]] for row in given["rows"]]
        before = "od_" if found.overdispersion.used and not corrected else ""
        scale = given["multiplier"]
        limits = found.limits
        for name, own in (
            ("ll95", limits.lower_warning),
            ("ul95", limits.upper_warning),
            ("ll998", limits.lower_action),
            ("ul998", limits.upper_action),
        ):
            theirs = [row[f"{before}{name}"] for row in known]
            assert own * scale == pytest.approx(theirs, rel=2e-6, abs=1e-6), (case["id"], name)
        outside = found.outlier if given["limit_for_outliers"] == "99.8%" else found.warning
        assert (outside != 0).tolist() == [bool(row["outlier"]) for row in known], case["id"]
    assert compared == 16


def test_public_health_significance_is_an_interval_without_the_average(load_cases):
    """Proportions by Wilson; ratios exact below 10 observed, Byar's from there on."""
    for case in load_cases("funnel_cases.json")["phe"]:
        rows = case["input"]["rows"]
        expected = [row["significance"] for row in case["expected"]["significance"]]
        two, three = (_limits(case["input"]["statistic"], rows, sure) for sure in (0.95, 0.998))
        found = []
        for at in range(len(rows)):
            word = "Not significant"
            for limits, tail in ((two, "0.025"), (three, "0.001")):
                if limits[0][at] > limits[2]:
                    word = f"High ({tail})"
                elif limits[1][at] < limits[2]:
                    word = f"Low ({tail})"
            found.append(word)
        assert found == expected, case["id"]


def test_public_health_curves_are_where_the_interval_touches_the_average(load_cases):
    for case in load_cases("funnel_cases.json")["phe"]:
        scale, average = case["input"]["multiplier"], case["expected"].get("baseline")
        for row in case["expected"]["limits_curve"]:
            for name, sure in (("2s", 0.95), ("3s", 0.998)):
                low, high = (row[f"{side}_{name}_limit"] / scale for side in ("lower", "upper"))
                if case["input"]["statistic"] == "proportion":
                    n = row["Population"]
                    if low > 0:
                        touched = wilson(low * n, n, sure).upper
                        assert touched == pytest.approx(average / scale, rel=1e-6), case["id"]
                    if high < 1:
                        touched = wilson(high * n, n, sure).lower
                        assert touched == pytest.approx(average / scale, rel=1e-6), case["id"]
                    continue
                seen = row["Observed_events"]
                exact = poisson_exact(seen, sure)
                due = [row[f"{side}_{name}_exp_events"] for side in ("lower", "upper")]
                # The peer looks for these by steps, and stops within some hundred-thousandths.
                assert [float(exact.upper), float(exact.lower)] == pytest.approx(due, abs=3e-5)
                assert [seen / one for one in due] == pytest.approx([low, high]), case["id"]


def _limits(statistic, rows, confidence):
    if statistic == "proportion":
        x = np.array([row["numerator"] for row in rows])
        n = np.array([row["denominator"] for row in rows])
        found = wilson(x, n, confidence)
        return found.lower, found.upper, x.sum() / n.sum()
    observed = np.array([row["observed"] for row in rows])
    due = np.array([row["expected"] for row in rows])
    exact, near = poisson_exact(observed, confidence), byar(observed, confidence)
    few = observed < 10
    return (
        np.where(few, exact.lower, near.lower) / due,
        np.where(few, exact.upper, near.upper) / due,
        1.0,
    )


def test_where_only_chance_is_at_work_few_units_are_outside():
    rng = np.random.default_rng(11)
    n = rng.integers(20, 400, 20_000)
    found = funnel.proportions(rng.binomial(n, 0.8), n, adjust=False)
    assert 0.03 < (found.warning != 0).mean() < 0.07
    assert (found.outlier != 0).mean() < 0.006


def test_units_that_differ_as_usual_are_no_outliers_once_limits_are_widened():
    rng = np.random.default_rng(12)
    n = rng.integers(50, 400, 5_000)
    x = rng.binomial(n, rng.beta(40, 10, 5_000))
    tight, wide = funnel.proportions(x, n, adjust=False), funnel.proportions(x, n)
    assert wide.overdispersion.used
    assert (wide.outlier != 0).mean() < 0.02 < (tight.outlier != 0).mean()


UNITS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=25)


@given(UNITS)
def test_positive_and_not_positive_are_one_picture_turned_over(units):
    yes = np.array([one for one, _ in units], dtype=float)
    no = np.array([two for _, two in units], dtype=float)
    n = yes + no + 1
    up, down = funnel.proportions(yes, n), funnel.proportions(n - yes, n)
    assert up.target + down.target == pytest.approx(1)
    # Limits in which a value lies to the last digit may go either way.
    clear = np.abs(up.value - up.limits.lower_action) > 1e-9
    clear &= np.abs(up.value - up.limits.upper_action) > 1e-9
    assert (up.outlier == -down.outlier)[clear].all()


@given(UNITS, st.randoms())
def test_the_order_of_units_is_nothing(units, random):
    order = list(range(len(units)))
    random.shuffle(order)
    x = np.array([one for one, _ in units], dtype=float)
    n = np.array([max(one, 1) + two for one, two in units], dtype=float)
    here, there = funnel.proportions(x, n), funnel.proportions(x[order], n[order])
    assert here.limits.upper_action[order] == pytest.approx(there.limits.upper_action)


def test_mean_scores():
    rng = np.random.default_rng(13)
    n = rng.integers(10, 200, 3_000)
    mean = rng.normal(70, 20 / np.sqrt(n))
    found = funnel.means(mean, np.full(3_000, 20.0), n, adjust=False)
    assert 0.03 < (found.warning != 0).mean() < 0.07
    assert found.target == pytest.approx(70, abs=0.3)
    same = funnel.means([70.0, 70.0], [0.0, 0.0], [5, 9])
    assert same.outlier.tolist() == [0, 0]
    with pytest.raises(ValueError):
        funnel.means([70.0], [np.nan], [1])


@pytest.mark.parametrize(("x", "n"), [([], []), ([1], [0]), ([-1], [2]), ([3], [2]), ([1, 2], [3])])
def test_what_are_no_units_is_refused(x, n):
    with pytest.raises(ValueError):
        funnel.proportions(x, n)
