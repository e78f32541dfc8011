"""Correlations of questions: the numbers, and where there are none."""

from dataclasses import replace

import numpy as np
import pytest

from sightline.results import together
from sightline.results.factories import MEASURES as MEASURES_ASKED
from sightline.results.factories import make_dataset
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.models import Dataset

MEASURES = ("LS01", "LS02", "LS03")
MED = GroupKey(Level.PROFESSION, "MED")
NUR = GroupKey(Level.PROFESSION, "NUR")


def rows(count: int, seed: int) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    felt = rng.normal(3, 1, (count, 1)) + rng.normal(0, 0.7, (count, 3))
    given = np.clip(np.round(felt), 1, 5).astype(int)
    given[rng.random((count, 3)) < 0.05] = 0  # left out
    return given.tolist()


def correlated(dataset: Dataset, key: GroupKey) -> together.Correlations:
    found = together.correlations(dataset, key, MEASURES)
    assert found is not None
    return found


@pytest.fixture
def dataset(country):
    return make_dataset({("ZN001", "", "CST"): rows(400, 1), ("ZN002", "", "NADULT"): rows(150, 2)})


def test_a_sensitive_question_is_not_correlated(country):
    asked = [replace(one, is_sensitive=one.code == "LS02") for one in MEASURES_ASKED]
    two = [[first, min(second, 2), third] for first, second, third in rows(400, 1)]
    sensitive = make_dataset({("ZN001", "", "CST"): two}, measures=asked)
    with pytest.raises(ValueError, match="sensitive"):
        together.correlations(sensitive, NATION, MEASURES)
    assert together.correlations(sensitive, NATION, ("LS01", "LS03"))


def test_each_pair_rests_on_those_who_answered_both(dataset):
    found = correlated(dataset, MED)
    given = np.array(rows(400, 1), dtype=float)
    for one in range(3):
        for two in range(3):
            both = (given[:, one] > 0) & (given[:, two] > 0)
            expected = np.corrcoef(given[both, one], given[both, two])[0, 1]
            assert found.values[one][two] == pytest.approx(expected, abs=0.0006)
    assert together.LEAST <= found.n < 400


def test_the_nation_is_everybody_and_a_small_profession_is_withheld(dataset):
    assert correlated(dataset, NATION).n > correlated(dataset, MED).n
    assert together.correlations(dataset, NUR, MEASURES) is None


def test_places_and_themes_have_none(dataset):
    with pytest.raises(ValueError, match="nation and of professions"):
        together.correlations(dataset, GroupKey(Level.PROVIDER, "ZN001"), MEASURES)
    with pytest.raises(ValueError, match="no question"):
        together.correlations(dataset, NATION, ["supervision"])
