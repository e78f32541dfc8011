from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.evidence.models import Withdrawal
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:evidence:withdraw"


def test_strangers_and_those_who_did_not_add_it_get_404(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE, args=[made.reference])).status_code == 404, person


def test_withdrawn_with_a_reason(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    made = factories.evidence(place, [standard], cast.director, NOW, kind="provider_document")
    client.force_login(cast.director)
    page = reverse(PAGE, args=[made.reference])
    assert "Answer “Why is it withdrawn?”" in client.post(page, {"reason": ""}).content.decode()
    html = client.post(page, {"reason": "It was last year’s."}, follow=True).content.decode()
    assert "It was last year’s." in html
    assert Withdrawal.objects.get().by == cast.director
    assert "already" in client.post(page, {"reason": "Again."}).content.decode()
