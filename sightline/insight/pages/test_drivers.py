"""What goes with a good experience: found where it is planted, said with its limits."""

import numpy as np
import pytest

from sightline.insight.conftest import text_of
from sightline.results.factories import make_dataset

PAGE = "/insight/drivers/"


def rows(count: int, seed: int) -> list[list[int]]:
    """The second question goes with the third, the first does not."""
    rng = np.random.default_rng(seed)
    felt = rng.normal(3, 1.2, (count, 3))
    felt[:, 2] = felt[:, 1] + rng.normal(0, 0.6, count)
    return np.clip(np.round(felt), 1, 5).astype(int).tolist()


@pytest.fixture
def dataset(country):
    return make_dataset({("ZN001", "", "CST"): rows(400, 1), ("ZN002", "", "NADULT"): rows(120, 2)})


def test_what_was_planted_is_found_and_said_to_be_a_correlation(dataset, cast, page_of, client):
    said = text_of(page_of(cast.national, PAGE))
    assert "These are correlations." in said
    assert "go with" in said
    lines = client.get(PAGE + "?format=csv").getvalue().decode().splitlines()
    assert lines[2].startswith("Feedback is useful,9")  # of what is explained, in per cent
    assert lines[3].startswith("Supervisor available,")
    # The question about recommending is the one that is explained unless another is chosen.
    assert "What goes with “Would recommend this placement”" in said


def test_another_outcome_and_profession_are_chosen(dataset, cast, page_of):
    said = text_of(page_of(cast.national, PAGE + "?profession=MED&outcome=LS01"))
    assert "What goes with “Supervisor available”: Doctor in training" in said


def test_a_small_profession_is_withheld(dataset, cast, page_of):
    said = text_of(page_of(cast.national, PAGE + "?profession=NUR"))
    assert "Too few learners of this profession answered" in said


def test_scores_of_the_nation_are_for_those_who_see_it(dataset, cast, page_of, client):
    assert "Score now" in page_of(cast.national, PAGE)
    page = page_of(cast.north_manager, PAGE)
    assert "Score now" not in page
    assert "/insight/nation/ENG/item/" not in page
    client.force_login(cast.learner)
    assert client.get(PAGE).status_code == 404


def test_it_asks_the_database_little(dataset, cast, client, django_assert_num_queries):
    client.force_login(cast.national)
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
