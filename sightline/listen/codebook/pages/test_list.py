import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.conftest import add, give, released
from sightline.listen.codebook.models import Code
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
ADDRESS = reverse("listen:codebook:list")


@pytest.mark.parametrize("person", ["director", "icb_lead", "learner", "administrator"])
def test_it_is_for_coders(person: str, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(ADDRESS).status_code == 404


def test_it_begins_with_the_themes_of_surveys(
    survey_round: Round, cast: Cast, client: Client
) -> None:
    client.force_login(cast.national)
    assert "There is no code yet" in client.get(ADDRESS).content.decode()
    html = client.post(ADDRESS, {"do": "begin"}, follow=True).content.decode()
    assert "Added: Clinical supervision." in html
    client.force_login(cast.north_manager)
    assert "whole country" in client.post(ADDRESS, {"do": "begin"}).content.decode()


def test_what_was_coded_is_counted_and_learnt(
    survey_round: Round, rota: Code, cast: Cast, client: Client
) -> None:
    one, _ = released(survey_round, cast.national, ["The rota.", "Other."])
    give(one, cast.north_manager, rota, proposed=[rota])
    client.force_login(cast.north_manager)
    html = client.get(ADDRESS).content.decode()
    assert "1 of 2 coded, 1 by you" in html
    assert "they took 1 (100%)" in html
    html = client.post(ADDRESS, {"do": "learn"}, follow=True).content.decode()
    assert "Too little is coded to learn from" in html
    assert "1 comment was coded: too few" in client.get(ADDRESS).content.decode()
    html = client.post(ADDRESS, {"do": "learn"}).content.decode()
    assert "less than five minutes ago" in html
    assert "<title>Error: Codebook" in html
    file = client.get(ADDRESS, {"format": "csv"})
    assert "Rota" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]


def test_as_many_queries_for_many_codes(
    survey_round: Round, cast: Cast, client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        add(f"Code {number}", cast.national)
    client.force_login(cast.north_manager)
    client.get(ADDRESS)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(ADDRESS)
