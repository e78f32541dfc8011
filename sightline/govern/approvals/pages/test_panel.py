import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import sent_in
from sightline.govern.approvals.panels.models import Panel

pytestmark = pytest.mark.django_db


def test_named_with_who_sits_on_it_and_what_they_declare(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    page = reverse("govern:approvals:panel", args=[found.reference])
    client.force_login(cast.north_manager)
    assert "at least two panel members" in client.get(page).content.decode()
    day = {"meets_date_day": "24", "meets_date_month": "11", "meets_date_year": "2026"}
    mistyped = day | {"meets_date_year": "2062"}
    assert "must be on or before" in client.post(page, mistyped).content.decode()
    assert "Nobody is named yet" in client.post(page, day, follow=True).content.decode()
    given = {
        "name": "Pru Practice", "capacity": "manager", "email": schools.manager.email,
        "belongs_to_place": "no", "has_interest": "yes", "interest": "",
    }  # fmt: skip
    assert "Say what the interest is" in client.post(page, given).content.decode()
    html = client.post(page, {**given, "interest": "Works there."}, follow=True).content.decode()
    assert "Works there." in html
    assert "Yes: does not decide" in html
    member = Panel.objects.get().members.get()
    declared = {"declare-member": member.pk, "declare-has_interest": "no", "declare-interest": ""}
    assert "None declared" in client.post(page, declared, follow=True).content.decode()
    assert "on the panel already" in client.post(
        page, {**given, "has_interest": "no"}
    ).content.decode()  # fmt: skip


def test_strangers(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = sent_in(country, schools.lead, schools.first)
    page = reverse("govern:approvals:panel", args=[found.reference])
    for person in (schools.lead, schools.manager, cast.south_manager, cast.icb_lead):
        client.force_login(person)
        assert client.get(page).status_code == 404
