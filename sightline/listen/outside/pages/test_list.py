"""The list of surveys, editions and places, and what stands behind each."""

import pytest

from sightline.listen.outside.models import Source
from sightline.listen.outside.pages.test_place import words

pytestmark = pytest.mark.django_db
LIST = "/listen/outside/"


def test_surveys_and_their_editions(imported, cast, page_of):
    said = words(page_of(cast.national, LIST))
    assert "2023 (5), 2022 (1), 2021 (1), 2019 (1)" in said
    assert "At least 10 answers and 50% response" in said
    assert "nts.csv" in said


def test_places_are_those_of_the_patch(imported, cast, page_of):
    director = page_of(cast.director, LIST)
    assert "Aldermoor Hospitals" in director
    assert "Calverton Hospitals" not in director
    assert "nts.csv" not in director
    assert "Calverton Hospitals" not in page_of(cast.national, f"{LIST}?q=alder")


def test_an_administrator_imports_and_reads_nothing(imported, cast, page_of):
    html = page_of(cast.administrator, LIST)
    assert "Import a file of results" in html
    assert "Aldermoor Hospitals" not in html


def test_a_learner_is_told_nothing(imported, cast, client):
    client.force_login(cast.learner)
    assert client.get(LIST).status_code == 404


def test_the_cost_does_not_grow(imported, cast, client, django_assert_max_num_queries):
    client.force_login(cast.national)
    with django_assert_max_num_queries(30) as few:
        client.get(LIST)
    for number in range(5):
        Source.objects.create(
            code=f"s{number}", name=f"S {number}", short_name="S", minimum_n=5,
            threshold_note="Five.", licence_note="With permission.",
        )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)
