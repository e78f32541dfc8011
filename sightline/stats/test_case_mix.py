import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.stats import case_mix
from sightline.stats.case_mix import DOUBLE, SINGLE, UKPI


def tables(rows):
    providers = sorted({row["provider"] for row in rows})
    cells = sorted({row["cell"] for row in rows})
    x, n = np.zeros((2, len(providers), len(cells)))
    for row in rows:
        place = providers.index(row["provider"]), cells.index(row["cell"])
        x[place] += row["positive"]
        n[place] += row["n"]
    return providers, x, n


def test_benchmark_cases(load_cases):
    for case in load_cases("benchmark_cases.json"):
        providers, x, n = tables(case["input"]["rows"])
        found = case_mix.benchmarks(x, n)
        known = {row["provider"]: row for row in case["expected"]["providers"]}
        for name, own in (
            ("indicator", found.value),
            ("benchmark", found.benchmark),
            ("difference", found.difference),
            ("standard_error", found.se),
            ("z", found.z),
            ("contribution_to_own_benchmark", found.own_share),
        ):
            theirs = [known[provider][name] for provider in providers]
            assert own == pytest.approx(theirs, rel=1e-8, abs=1e-10), (case["id"], name)
        assert case_mix.flags(found, SINGLE, DOUBLE).tolist() == [
            known[provider]["flag_2pp_1p96_3pp_3"] for provider in providers
        ]
        assert case_mix.flags(found, UKPI).tolist() == [
            known[provider]["flag_3pp_3sd"] for provider in providers
        ]


COUNTS = st.lists(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=3, max_size=3),
    min_size=2,
    max_size=6,
)


@given(COUNTS)
def test_differences_weighed_by_size_cancel_out(counts):
    """Every provider is in the benchmark of the others, so nobody gains without somebody losing."""
    table = np.array(counts, dtype=float)
    x, n = table[..., 0], table.sum(axis=-1)
    found = case_mix.benchmarks(x, n)
    there = n.sum(axis=1) > 0
    assert (found.difference * n.sum(axis=1))[there].sum() == pytest.approx(0, abs=1e-8)


def test_the_slow_way_gives_the_same_standard_error():
    rng = np.random.default_rng(5)
    n = rng.integers(0, 30, (6, 4)).astype(float)
    x = np.floor(n * rng.random((6, 4)))
    found = case_mix.benchmarks(x, n)
    rate = x.sum(axis=0) / n.sum(axis=0)
    for j in range(6):
        variance = 0.0
        for i in range(6):
            for k in range(4):
                if n[i, k] == 0:
                    continue
                share = n[j, k] / n[j].sum()
                part = n[i, k] / n[:, k].sum()
                pull = share * (1 - part) if i == j else -share * part
                variance += pull**2 * rate[k] * (1 - rate[k]) / n[i, k]
        assert found.se[j] == pytest.approx(np.sqrt(variance))


def test_what_are_no_counts_is_refused():
    with pytest.raises(ValueError):
        case_mix.benchmarks([1, 2], [3, 4])
    with pytest.raises(ValueError):
        case_mix.benchmarks([[5]], [[4]])
