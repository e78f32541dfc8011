import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codebook.conftest import released
from sightline.listen.codebook.found.test_topics import numbered
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
ADDRESS = reverse("listen:codebook:found")


def test_themes_are_looked_for(survey_round: Round, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    assert "No comment that you may code" in client.get(ADDRESS).content.decode()
    released(survey_round, cast.national, numbered(110))
    html = client.post(ADDRESS, follow=True).content.decode()
    assert "found among 110 comments" in html
    html = client.get(ADDRESS).content.decode()
    assert "blockquote" in html
    assert "Name it, make it a code" not in html
    html = client.post(ADDRESS).content.decode()
    assert "less than five minutes ago" in html
    assert "<title>Error: Themes found" in html
    assert client.get(ADDRESS, {"round": "x"}).status_code == 404
    client.force_login(cast.national)
    assert "Name it, make it a code" in client.get(ADDRESS).content.decode()


def test_it_is_for_coders(cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert client.get(ADDRESS).status_code == 404
