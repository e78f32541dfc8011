import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.conftest import give, released
from sightline.listen.codebook.models import Code
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
ADDRESS = reverse("listen:codebook:agreement")


def test_it_says_when_there_is_too_little(
    survey_round: Round, rota: Code, parking: Code, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    assert client.get(ADDRESS).status_code == 404
    client.force_login(cast.north_manager)
    assert "No comment has been coded by two" in client.get(ADDRESS).content.decode()
    texts = [f"Comment {number}." for number in range(24)]
    found = released(survey_round, cast.national, texts, "0")
    for number, one in enumerate(found[:19]):
        for coder in (cast.national, cast.north_manager):
            give(one, coder, rota if number % 2 else parking)
    html = client.get(ADDRESS).content.decode()
    assert "Too few to say" in html
    assert "Reliable" not in html
    for coder in (cast.national, cast.north_manager):
        give(found[19], coder, rota)
    html = client.get(ADDRESS).content.decode()
    assert "Reliable" in html
    assert "Nadia National and Nora North" in html
    assert "Comment 3." not in html
    file = client.get(ADDRESS, {"format": "csv"})
    assert "Rota,10,100" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]


def test_as_many_queries_for_many(
    survey_round: Round,
    rota: Code,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: object,
) -> None:
    for one in released(survey_round, cast.national, [f"N {n}." for n in range(9)], "1"):
        give(one, cast.national, rota)
        give(one, cast.north_manager)
    client.force_login(cast.north_manager)
    client.get(ADDRESS)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(ADDRESS)
