from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.test_actions import practices
from sightline.assess.returns.conftest import Asked
from sightline.conftest import NOW, Cast, Country

pytestmark = pytest.mark.django_db


def test_scoped_filtered_downloaded_and_queries_do_not_grow(
    asked: Asked, campaign: Campaign, country: Country, cast: Cast, client: Client
) -> None:
    address = reverse("assess:returns:list")
    client.force_login(cast.director)
    mine = client.get(address).content.decode()
    assert "Aldermoor Hospitals" in mine
    assert "Dunmere Surgery" not in mine
    client.force_login(cast.north_manager)
    assert "Calverton" not in client.get(address).content.decode()
    file = client.get(address, {"format": "csv", "journey": "gp-practice"})
    assert b"Dunmere" in file.getvalue()
    assert b"Aldermoor" not in file.getvalue()
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    practices(country, 60)
    campaigns.ask(campaign=campaign, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    with CaptureQueriesContext(connection) as many:
        page = client.get(address).content.decode()
    assert len(many) == len(few)
    assert "Showing 1 to 50 of 63 self-assessments" in page
    client.force_login(cast.learner)
    assert client.get(address).status_code == 404
