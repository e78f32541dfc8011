from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db


def test_a_provider_reads_what_is_judged_of_it_and_strangers_get_404(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    inside = factories.evidence(
        place, [standard], cast.north_manager, NOW, audience="internal", title="Kept inside"
    )
    said = factories.self_rating(place, standard, "met", cast.director, NOW)
    made = factories.judgement(
        place, standard, [factories.item(inside), factories.item(said)], cast.north_manager, NOW,
        dissent="The lay member.",
    )  # fmt: skip
    page = reverse("assess:judgements:show", args=[made.reference])
    client.force_login(cast.director)
    html = client.get(page).content.decode()
    assert "Met, assured" in html
    assert "The lay member." in html
    assert "Kept inside" not in html
    assert "1 piece of evidence for quality teams only is not shown" in html
    client.force_login(cast.north_manager)
    assert "Kept inside" in client.get(page).content.decode()
    for person in ("other_director", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404, person
