import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, sent_in
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db


def test_saved_and_nothing_lost_when_two_write(
    country: Country, schools: Schools, client: Client
) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:what", args=[found.reference])
    client.force_login(schools.lead)
    given = {"what_for": "Hers.", "supervision": "", "supervisors": "", "version": found.version}
    assert client.post(page, given).status_code == 302
    client.force_login(schools.manager)
    html = client.post(page, {**given, "what_for": "His."}).content.decode()
    assert "Somebody else saved this application" in html
    assert "Hers." in html
    assert "His." in html
    assert Approval.objects.get().what_for == "Hers."
    assert f'value="{found.version + 1}"' in html
    both = {**given, "what_for": "Hers and his.", "version": found.version + 1}
    assert client.post(page, both).status_code == 302
    assert Approval.objects.get().what_for == "Hers and his."


def test_strangers_and_what_was_sent_in(country: Country, schools: Schools, client: Client) -> None:
    found = sent_in(country, schools.lead, schools.first)
    page = reverse("govern:approvals:what", args=[found.reference])
    for person in (schools.lead, schools.second_lead):
        client.force_login(person)
        assert client.get(page).status_code == 404
