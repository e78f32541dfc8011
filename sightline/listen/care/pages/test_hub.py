from datetime import timedelta

import pytest
from django.test import Client

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.care.retention import actions
from sightline.listen.news.models import NewsAddress

pytestmark = pytest.mark.django_db
URL = "/listen/care/"


def test_it_says_what_is_held_what_is_due_and_what_was_done(
    client: Client, cast: Cast, country: Country
) -> None:
    NewsAddress.objects.create(
        address="n@post.example",
        organisation=country.trust,
        asked_date=TODAY - timedelta(days=30),
    )
    client.force_login(cast.administrator)
    page = client.get(URL).content.decode()
    assert "Is its clock running?" in page
    assert "check against the official text" in page
    assert "n@post.example" not in page
    actions.carry_out(by=None, at=NOW)
    assert "Addresses for news that nobody confirmed: 1" in client.get(URL).content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    for person in (cast.national, cast.north_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(URL).status_code == 404
