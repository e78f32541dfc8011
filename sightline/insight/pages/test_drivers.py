"""What goes with a good experience: found where it is planted, said with its limits."""

import csv
import re

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


def test_every_share_has_its_limits_in_table_file_and_picture(dataset, cast, page_of, client):
    page = page_of(cast.national, PAGE)
    assert re.search(r"Feedback is useful: \d+% \(\d+ to \d+\)", page)
    names, *rows = csv.reader(client.get(PAGE + "?format=csv").getvalue().decode().splitlines()[1:])
    share, low, high = (
        names.index(name)
        for name in ("Share of what is explained", "Share, 95% low", "Share, 95% high")
    )
    assert len(rows) == 2
    for row in rows:
        assert 0 <= float(row[low]) <= float(row[share]) <= float(row[high]) <= 100


def test_professions_are_side_by_side_and_a_small_one_says_so(dataset, cast, page_of, client):
    path = PAGE + "professions/"
    page = page_of(cast.national, path)
    said = text_of(page)
    assert "nor why professions differ" in said
    assert "Feedback is useful" in said
    assert "Too few learners answered to say what goes together: 1 profession" in said
    assert re.search(r"1 profession .{0,20}Nurse", said, re.IGNORECASE)
    file = client.get(path + "?format=csv").getvalue().decode()
    assert "Too few learners of this profession answered" in file
    rows = client.get(path + "?format=csv&outcome=LS01").getvalue().decode().splitlines()[2:]
    assert [line.split(",")[0] for line in rows].count("Doctor in training") == 2
    client.force_login(cast.learner)
    assert client.get(path).status_code == 404


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
