import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db


def test_suspended_with_a_reason_by_the_quality_team(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    page = reverse("govern:approvals:move", args=[found.reference, "suspend"])
    client.force_login(cast.north_manager)
    assert "Answer “Why?”" in client.post(page, {"reason": ""}).content.decode()
    html = client.post(page, {"reason": "No supervisor is left."}, follow=True).content.decode()
    assert "No supervisor is left." in html
    assert "Suspended" in html
    assert Approval.objects.get().state == "suspended"
    assert client.get(page).status_code == 404


def test_who_may_not_and_what_cannot(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    for person in (schools.lead, schools.manager, cast.icb_lead, cast.south_manager):
        client.force_login(person)
        for to in ("suspend", "end"):
            page = reverse("govern:approvals:move", args=[found.reference, to])
            assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    for to in ("withdraw", "send-back", "moon"):
        page = reverse("govern:approvals:move", args=[found.reference, to])
        assert client.get(page).status_code == 404
