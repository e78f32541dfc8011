import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, sent_in

pytestmark = pytest.mark.django_db


def test_added_taken_away_and_a_second_one_refused(
    country: Country, schools: Schools, client: Client
) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:learners", args=[found.reference])
    client.force_login(schools.lead)
    given = {"profession": country.nursing.pk, "level": "undergraduate", "learners": 3}
    html = client.post(page, given, follow=True).content.decode()
    assert "Student nurse" in html
    assert "Take away" in html
    assert "on the list already" in client.post(page, given).content.decode()
    html = client.post(page, {**given, "level": "", "learners": 0}).content.decode()
    assert "Select" in html or "level" in html
    client.post(page, {"do": "remove", "line": found.lines.get().pk})
    assert not found.lines.exists()
    first = sent_in(country, schools.second_lead, schools.second)
    html = client.post(page, given).content.decode()
    assert "A place is approved once" in html
    rely = reverse("govern:approvals:rely", args=[first.reference])
    assert f'href="{rely}"' in html
    assert client.get(rely).status_code == 200


def test_a_stranger(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:learners", args=[found.reference])
    for person in (schools.second_lead, cast.director):
        client.force_login(person)
        assert client.get(page).status_code == 404
