import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, condition
from sightline.govern.approvals.joining import actions
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


def test_somebody_of_the_place_sees_answers_and_sends(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    now = timezone.now()
    found = approved(
        country, schools.lead, cast.north_manager, schools.first, now,
        conditions=[condition(timezone.localdate() + timedelta(days=20))],
    )  # fmt: skip
    _, token = actions.invite(
        approval=found, name="Ros Reception", email="ros@example.org", by=schools.manager, at=now
    )
    page = reverse("govern:approvals:place", args=[token])
    html = client.get(page).content.decode()
    assert "Speaking up is safe." in html
    assert "Ready for the first learner" in html
    assert "A second supervisor is trained." in html
    answer = client.post(page, {"do": "section", "section": "ready"})
    assert answer["Location"].startswith("/assess/returns/contributors/link/")
    assert client.get(answer["Location"]).status_code == 200
    html = client.post(page, {"do": "section", "section": "moon"}, follow=True).content.decode()
    assert "Choose a section" in html
    bad = {"do": "document", "document-title": "Plan", "document-file": io.BytesIO(b"MZ\x00\x01")}
    assert "kind of file is not taken" in client.post(page, bad).content.decode()
    good = {"do": "document", "document-title": "Plan", "document-file": io.BytesIO(b"Ours.")}
    assert "Thank you" in client.post(page, good, follow=True).content.decode()
    assert found.documents.get().by_name == "Ros Reception"
    one = found.conditions.get()
    client.post(page, {"do": "proof", "proof-condition": one.pk, "proof-text": "Trained."})
    assert one.words.get().by_name == "Ros Reception"


def test_a_link_that_is_not_known_or_over(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    assert client.get(reverse("govern:approvals:place", args=["x" * 22])).status_code == 404
    now = timezone.now()
    found = approved(country, schools.lead, cast.north_manager, schools.first, now)
    contact, token = actions.invite(
        approval=found, name="Ros", email="ros@example.org", by=schools.manager, at=now
    )
    actions.end_link(contact=contact, by=schools.manager, at=now)
    answer = client.get(reverse("govern:approvals:place", args=[token]))
    assert answer.status_code == 410
    assert "has ended this link" in answer.content.decode()
