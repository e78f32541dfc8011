from typing import Any

import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.listen.rounds.actions import Sampling
from sightline.listen.rounds.factories import make_round, open_round

pytestmark = pytest.mark.django_db


def test_state_window_people_questions_and_notice_are_shown(
    client: Client,
    cast: Cast,
    country: Country,
    framework: object,
    django_assert_max_num_queries: Any,
) -> None:
    collection = make_round(
        cast.north_manager,
        place=country.north,
        who={"professions": ["MED"], "organisations": ["ZN001"]},
        sampling=Sampling("quota", 40, "provider"),
    )
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(30):
        page = client.get(f"/listen/rounds/{collection.pk}/").content.decode()
    for said in (
        "Being prepared",
        "Nobody can answer yet",
        "Doctor in training",
        "Aldermoor Hospitals",
        "Clinical supervision",
        "2 questions are counted",
        "Surveys of learners, version 1",
        "40 from each provider",
        f"/listen/rounds/{collection.pk}/open/",
    ):
        assert said in page
    client.force_login(cast.director)
    page = client.get(f"/listen/rounds/{collection.pk}/").content.decode()
    assert "Aldermoor Hospitals" in page
    assert "/open/" not in page


def test_an_open_round_leads_on_to_closing_results_and_invitations(
    client: Client, cast: Cast, framework: object
) -> None:
    collection = open_round(cast.national)
    client.force_login(cast.national)
    page = client.get(f"/listen/rounds/{collection.pk}/").content.decode()
    for place in ("answering/{}/close", "live/{}", "monitor/{}", "invitations/{}"):
        assert f'href="/listen/{place.format(collection.pk)}/"' in page
    client.force_login(cast.director)
    assert "/close/" not in client.get(f"/listen/rounds/{collection.pk}/").content.decode()


def test_a_round_without_a_notice_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    collection = make_round(cast.national, notice=None)
    assert "None chosen" in client.get(f"/listen/rounds/{collection.pk}/").content.decode()


def test_a_stranger_gets_404(
    client: Client, cast: Cast, country: Country, framework: object
) -> None:
    collection = open_round(cast.north_manager, place=country.north)
    for stranger in (cast.south_manager, cast.other_director, cast.learner):
        client.force_login(stranger)
        assert client.get(f"/listen/rounds/{collection.pk}/").status_code == 404
