from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, condition
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db


def test_proved_checked_and_late(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    at = timezone.now() - timedelta(days=50)
    due = timezone.localdate() - timedelta(days=40)
    found = approved(
        country, schools.lead, cast.north_manager, schools.first, at, conditions=[condition(due)]
    )
    page = reverse("govern:approvals:condition", args=[found.reference, found.conditions.get().pk])
    show = reverse("govern:approvals:show", args=[found.reference])
    client.force_login(schools.manager)
    html = client.get(page).content.decode()
    assert "More than 28 days late: decide" in html
    assert "Is it met?" not in html
    html = client.get(show).content.decode()
    assert "It has not ended by itself" in html
    assert "Conditions not met: decide" in html
    assert client.post(page, {"check-said": "met", "check-text": "x"}).status_code == 404
    client.post(page, {"text": "She is trained.", "document": ""})
    client.force_login(cast.north_manager)
    html = client.get(page).content.decode()
    assert "She is trained." in html
    assert "Is it met?" in html
    client.post(page, {"check-said": "met", "check-text": "Certificate seen."})
    assert Approval.objects.get().state == "approved"
    assert client.post(page, {"text": "Again."}).status_code == 404
    assert "Certificate seen." in client.get(page).content.decode()


def test_strangers(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = approved(
        country, schools.lead, cast.north_manager, schools.first,
        conditions=[condition(timezone.localdate() + timedelta(days=90))],
    )  # fmt: skip
    page = reverse("govern:approvals:condition", args=[found.reference, found.conditions.get().pk])
    client.force_login(cast.south_manager)
    assert client.get(page).status_code == 404
    client.force_login(schools.second_lead)
    assert "Send evidence" not in client.get(page).content.decode()
    assert client.post(page, {"text": "x"}).status_code == 404
