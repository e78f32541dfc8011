import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, begin_new_place, fill

pytestmark = pytest.mark.django_db


def test_invited_with_a_link_that_is_shown_once(
    country: Country, schools: Schools, client: Client, framework: object
) -> None:
    found = begin(country, schools.manager, None)
    page = reverse("govern:approvals:invite", args=[found.reference])
    client.force_login(schools.manager)
    given = {"name": "Ros Reception", "email": "ros@example.org"}
    assert "Add the learners first" in client.post(page, given).content.decode()
    fill(found, country, schools.manager)
    html = client.post(page, given).content.decode()
    assert "/govern/approvals/place/" in html
    assert "Ready for the first learner" in html
    html = client.get(page).content.decode()
    assert "/govern/approvals/place/" not in html
    assert "Ros Reception" in html
    client.post(page, {"do": "end", "contact": found.contacts.get().pk})
    assert found.contacts.get().ended_at is not None


def test_an_address_that_is_too_long(
    country: Country, schools: Schools, client: Client, framework: object
) -> None:
    found = fill(begin(country, schools.manager, None), country, schools.manager)
    client.force_login(schools.manager)
    given = {"name": "Ros", "email": f"ros@{'.'.join(['a' * 60] * 5)}.org"}
    page = reverse("govern:approvals:invite", args=[found.reference])
    assert "254" in client.post(page, given).content.decode()
    assert not found.contacts.exists()


def test_an_outsider_is_shown_the_link_of_a_new_place_only(
    country: Country, schools: Schools, client: Client, framework: object
) -> None:
    given = {"name": "Ros Reception", "email": "ros@example.org"}
    there = fill(begin(country, schools.lead, schools.first), country, schools.lead)
    page = reverse("govern:approvals:invite", args=[there.reference])
    client.force_login(schools.lead)
    html = client.get(page).content.decode()
    assert "its own people or the quality team say how ready it is" in html
    assert "Their email address" not in html
    assert client.post(page, given).status_code == 404
    show = client.get(reverse("govern:approvals:show", args=[there.reference])).content.decode()
    assert "Invite somebody" not in show
    new = begin_new_place(country, schools.lead, schools.first)
    page = reverse("govern:approvals:invite", args=[new.reference])
    assert "/govern/approvals/place/" in client.post(page, given).content.decode()


def test_a_stranger(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:invite", args=[found.reference])
    for person in (schools.second_lead, cast.icb_lead, cast.director):
        client.force_login(person)
        assert client.get(page).status_code == 404
