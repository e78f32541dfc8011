import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.respond.rounds.pages.test_show import page
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_a_stranger_and_those_who_only_read_get_404(
    dataset: Dataset, cast: Cast, client: Client
) -> None:
    for person in (cast.south_manager, cast.director, cast.icb_lead):
        client.force_login(person)
        assert client.post(page("close"), {}).status_code == 404
