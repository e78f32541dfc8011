from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, begin, fill

pytestmark = pytest.mark.django_db


def test_a_draft_says_what_is_to_do(
    country: Country, cast: Cast, schools: Schools, client: Client,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:show", args=[found.reference])
    client.force_login(schools.lead)
    html = client.get(page).content.decode()
    assert "Check and send in" in html
    assert "Not ready yet" in html
    fill(found, country, schools.lead)
    with django_assert_max_num_queries(24):
        html = client.get(page).content.decode()
    assert "Not ready yet" not in html
    assert "Withdraw it" in html
    client.force_login(cast.icb_lead)
    html = client.get(page).content.decode()
    assert "Check and send in" not in html
    assert "Withdraw it" not in html
    for person in (schools.second_lead, cast.south_manager, cast.learner):
        client.force_login(person)
        assert client.get(page).status_code == 404


def test_what_is_due_is_said_first(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    at = timezone.now() - timedelta(days=100)
    review = timezone.localdate() + timedelta(days=20)
    found = approved(
        country, schools.lead, cast.north_manager, schools.first, at, review_date=review
    )
    page = reverse("govern:approvals:show", args=[found.reference])
    client.force_login(cast.north_manager)
    html = client.get(page).content.decode()
    assert "The review is due in 20 days" in html
    assert "Name a panel for a review" in html
    found.review_date = timezone.localdate() - timedelta(days=1)
    found.save()
    html = client.get(page).content.decode()
    assert "Past its review date" in html
    assert "It has not ended" in html
