import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, begin, sent_in

pytestmark = pytest.mark.django_db


def test_relied_on_and_no_more(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first, timezone.now())
    page = reverse("govern:approvals:rely", args=[found.reference])
    client.force_login(schools.second_lead)
    given = {"education_provider": schools.second.pk, "programme": country.adult_nursing.pk}
    html = client.post(page, given, follow=True).content.decode()
    assert "Gorsley College" in html
    assert "Adult nursing" in html
    assert "relies on it already" in client.post(page, given).content.decode()
    client.post(page, {"do": "end", "reliance": found.reliances.get().pk})
    assert found.reliances.get().ended_at is not None


def test_before_the_decision_the_application_stays_closed(
    country: Country, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    page = reverse("govern:approvals:rely", args=[found.reference])
    client.force_login(schools.second_lead)
    given = {"education_provider": schools.second.pk, "programme": ""}
    html = client.post(page, given, follow=True).content.decode()
    assert "You rely on it for" in html
    show = reverse("govern:approvals:show", args=[found.reference])
    assert client.get(show).status_code == 404


def test_strangers(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    draft = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:rely", args=[draft.reference])
    for person in (schools.second_lead, cast.south_manager, cast.icb_lead, cast.learner):
        client.force_login(person)
        assert client.get(page).status_code == 404


def test_nobody_relies_without_an_education_provider(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first, timezone.now())
    page = reverse("govern:approvals:rely", args=[found.reference])
    client.force_login(cast.north_manager)
    answer = client.post(page, {"programme": ""})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not found.reliances.exists()
