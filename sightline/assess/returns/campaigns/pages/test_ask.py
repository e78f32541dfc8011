from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.campaigns.models import Campaign
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_404(campaign: Campaign, cast: Cast, client: Client) -> None:
    for person in (cast.north_manager, cast.director):
        client.force_login(person)
        assert client.get(reverse("assess:returns:ask", args=["2026"])).status_code == 404
