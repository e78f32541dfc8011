import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, fill, sent_in
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db


def test_says_what_is_wanting_and_sends_in(
    country: Country, schools: Schools, client: Client
) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:send", args=[found.reference])
    client.force_login(schools.lead)
    assert "Add the learners that you apply for." in client.get(page).content.decode()
    fill(found, country, schools.lead)
    assert "Not ready" not in client.get(page).content.decode()
    assert "is sent in" in client.post(page, {}, follow=True).content.decode()
    assert Approval.objects.get().state == "submitted"
    assert client.get(page).status_code == 404


def test_the_second_is_led_to_the_first(country: Country, schools: Schools, client: Client) -> None:
    late = begin(country, schools.second_lead, schools.second)
    fill(late, country, schools.second_lead)
    first = sent_in(country, schools.lead, schools.first)
    client.force_login(schools.second_lead)
    html = client.post(reverse("govern:approvals:send", args=[late.reference])).content.decode()
    assert "A place is approved once" in html
    assert reverse("govern:approvals:rely", args=[first.reference]) in html
