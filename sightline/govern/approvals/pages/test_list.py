from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, begin

pytestmark = pytest.mark.django_db
PAGE = reverse("govern:approvals:list")


def test_found_filtered_and_downloaded(
    country: Country, cast: Cast, schools: Schools, client: Client,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    draft = begin(country, schools.lead, schools.first, setting="community")
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(12):
        html = client.get(PAGE).content.decode()
    assert found.reference in html
    assert draft.reference in html
    assert "Student nurse" in html
    html = client.get(PAGE, {"standing": "draft"}).content.decode()
    assert found.reference not in html
    assert draft.reference in html
    html = client.get(PAGE, {"order": "review"}).content.decode()
    assert html.index(found.reference) < html.index(draft.reference)
    html = client.get(PAGE, {"profession": "NUR", "q": "dunmere"}).content.decode()
    assert found.reference in html
    assert draft.reference not in html
    rows: Any = client.get(PAGE, {"format": "csv"})
    assert found.reference in b"".join(rows.streaming_content).decode()
    client.force_login(cast.south_manager)
    assert found.reference not in client.get(PAGE).content.decode()
    client.force_login(schools.second_lead)
    html = client.get(PAGE).content.decode()
    assert found.reference in html
    assert draft.reference not in html


def test_who_has_no_part_in_it(cast: Cast, client: Client) -> None:
    for person in (cast.learner, cast.administrator):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
        assert "Approvals of places" not in client.get(reverse("govern:hub")).content.decode()
    client.force_login(cast.icb_lead)
    assert PAGE in client.get(reverse("govern:hub")).content.decode()
    assert "Apply for an approval" not in client.get(PAGE).content.decode()
