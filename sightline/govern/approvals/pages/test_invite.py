import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, fill

pytestmark = pytest.mark.django_db


def test_invited_with_a_link_that_is_shown_once(
    country: Country, schools: Schools, client: Client, framework: object
) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:invite", args=[found.reference])
    client.force_login(schools.lead)
    given = {"name": "Ros Reception", "email": "ros@example.org"}
    assert "Add the learners first" in client.post(page, given).content.decode()
    fill(found, country, schools.lead)
    html = client.post(page, given).content.decode()
    assert "/govern/approvals/place/" in html
    assert "Ready for the first learner" in html
    html = client.get(page).content.decode()
    assert "/govern/approvals/place/" not in html
    assert "Ros Reception" in html
    client.post(page, {"do": "end", "contact": found.contacts.get().pk})
    assert found.contacts.get().ended_at is not None


def test_a_stranger(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:invite", args=[found.reference])
    for person in (schools.second_lead, cast.icb_lead, cast.director):
        client.force_login(person)
        assert client.get(page).status_code == 404
