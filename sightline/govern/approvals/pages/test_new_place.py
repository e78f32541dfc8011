import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db
PAGE = reverse("govern:approvals:new_place")


def test_put_in_and_gone_on_with(country: Country, schools: Schools, client: Client) -> None:
    client.force_login(schools.lead)
    given = {
        "name": "Elmbrook Hospice", "address": "1 High Street", "postcode": "AB1 2CD",
        "board": country.north_icb.pk, "kind": "independent", "setting": "independent",
        "ods_code": "ZP00001",
    }  # fmt: skip
    html = client.post(PAGE, given).content.decode()
    assert "Dunmere Surgery has this code and is here already" in html
    assert "Apply for Dunmere Surgery" in html
    answer = client.post(PAGE, {**given, "ods_code": ""}, follow=True)
    made = Organisation.objects.get(name="Elmbrook Hospice")
    assert f"Elmbrook Hospice ({made.code})" in answer.content.decode()


def test_only_in_boards_of_the_patch(country: Country, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html = client.get(PAGE).content.decode()
    assert "Northmoor ICB" in html
    assert "Southshire ICB" not in html
    client.force_login(cast.icb_lead)
    assert client.get(PAGE).status_code == 404
