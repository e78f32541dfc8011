"""Only an administrator says with which group a provider is compared."""

import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db
URL = "/organisations/ZN001/compare/"


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    for user in (cast.national, cast.north_manager, cast.icb_lead, cast.director, cast.learner):
        client.force_login(user)
        assert client.get(URL).status_code == 404
        assert client.post(URL, {"provider_type": "community"}).status_code == 404


def test_the_group_is_changed_and_said(client: Client, cast: Cast, country: Country) -> None:
    client.force_login(cast.administrator)
    assert client.get(URL).content.decode().count("<h1") == 1
    shown = client.post(URL, {"provider_type": "community"}, follow=True).content.decode()
    assert "Compared with: Community trust" in shown
    assert Organisation.objects.get(code="ZN001").provider_type == "community"


@pytest.mark.parametrize(
    ("asked", "sentence"), [("acute", "in that group already"), ("nonsense", "Select one of")]
)
def test_faults_are_said(
    client: Client, cast: Cast, country: Country, asked: str, sentence: str
) -> None:
    client.force_login(cast.administrator)
    assert sentence in client.post(URL, {"provider_type": asked}).content.decode()


def test_a_site_is_not_compared(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get("/organisations/ZN001A/compare/").status_code == 404
