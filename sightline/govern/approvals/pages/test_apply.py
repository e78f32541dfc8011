import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db
PAGE = reverse("govern:approvals:apply")


def test_a_place_is_chosen_and_an_application_begun(
    country: Country, schools: Schools, client: Client
) -> None:
    client.force_login(schools.lead)
    assert "put it in" in client.get(PAGE).content.decode()
    assert "no organisation called" in client.get(PAGE, {"place": "Nowhere"}).content.decode()
    html = client.get(PAGE, {"place": "QN1"}).content.decode()
    assert "Choose a placement provider" in html
    here = f"{PAGE}?place=dunmere"
    html = client.get(here).content.decode()
    assert "Fernhill University" in html
    assert "Gorsley College" not in html
    answer = client.post(
        here, {"setting": "gp_practice", "education_provider": schools.first.pk}, follow=True
    )
    found = Approval.objects.get()
    assert found.reference in answer.content.decode()
    assert (found.organisation, found.education_provider) == (country.practice, schools.first)


def test_a_part_of_a_place(country: Country, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert "Aldermoor Hospitals" in client.get(PAGE).content.decode()
    here = f"{PAGE}?place=ZN001"
    html = client.post(here, {"setting": "hospital", "environment": country.ward.pk})
    assert "Choose one of the settings listed" in html.content.decode()
    client.post(here, {"setting": "ward", "environment": country.ward.pk})
    assert Approval.objects.get().environment == country.ward


def test_who_does_not_apply(cast: Cast, client: Client) -> None:
    client.force_login(cast.icb_lead)
    assert client.get(PAGE).status_code == 404
