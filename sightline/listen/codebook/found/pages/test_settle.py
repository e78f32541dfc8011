import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.codebook.conftest import released
from sightline.listen.codebook.found import actions
from sightline.listen.codebook.found.models import FoundTheme
from sightline.listen.codebook.found.test_topics import numbered
from sightline.listen.codebook.models import Code
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(survey_round: Round, cast: Cast) -> FoundTheme:
    released(survey_round, cast.national, numbered(120))
    found = actions.look(round=survey_round, by=cast.national, at=NOW).themes.first()
    assert found is not None
    return found


def test_a_found_theme_becomes_a_code(theme: FoundTheme, cast: Cast, client: Client) -> None:
    address = reverse("listen:codebook:settle", args=[theme.pk])
    client.force_login(cast.north_manager)
    assert client.get(address).status_code == 404
    client.force_login(cast.national)
    assert "Enter a name" in client.post(address, {"how": "coded"}).content.decode()
    html = client.post(address, {"how": "coded", "name": "Parking"}, follow=True).content.decode()
    assert "“Parking” is a code now" in html
    assert "Made a code" in html
    assert Code.objects.get().name == "Parking"
    html = client.post(address, {"how": "coded", "name": "Cars"}).content.decode()
    assert "has been made a code already" in html
