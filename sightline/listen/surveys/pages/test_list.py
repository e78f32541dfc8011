"""Surveys are for those who import them: to everybody else their pages are not there."""

from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.imports.factories import make_round
from sightline.listen.surveys import actions

pytestmark = pytest.mark.django_db
STRANGERS = ["north_manager", "icb_lead", "director", "learner"]
PAGES = [
    "/listen/surveys/",
    "/listen/surveys/add/",
    "/listen/surveys/pulse/",
    "/listen/surveys/pulse/round/",
    "/listen/surveys/pulse/mapping/",
]


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_404(client: Client, cast: Cast, who: str, page: str) -> None:
    make_round(cast.national, NOW)
    client.force_login(getattr(cast, who))
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_whoever_may_import_sees_it(client: Client, cast: Cast, page: str) -> None:
    make_round(cast.national, NOW)
    for person in (cast.national, cast.administrator):
        client.force_login(person)
        text = client.get(page).content.decode()
        assert text.count("<h1") == 1


def test_a_survey_that_does_not_exist_is_not_there(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    for page in PAGES[2:]:
        assert client.get(page).status_code == 404


def test_without_surveys_it_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert "There is no survey yet. Add one" in client.get("/listen/surveys/").content.decode()


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    make_round(cast.national, NOW)
    for number in range(12):
        actions.add_survey(code=f"s{number}", name=f"Survey {number}", by=cast.national, at=NOW)
    client.force_login(cast.national)
    with django_assert_max_num_queries(9):
        text = client.get("/listen/surveys/").content.decode()
    assert "Survey 11" in text
