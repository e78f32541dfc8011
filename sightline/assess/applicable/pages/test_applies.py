from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.applicable import queries
from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
PAGE = "assess:applicable:applies"


def test_strangers_get_404_and_readers_no_forms(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    page = reverse(PAGE, args=place.arguments)
    for person in ("south_manager", "other_director", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.icb_lead)
    assert "Set it aside" not in client.get(page).content.decode()
    said = {"do": "aside", "aside-standard": standard.pk, "aside-reason": "No."}
    assert client.post(page, said).status_code == 404


def test_set_aside_by_the_provider_and_brought_back_by_the_quality_team(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    page = reverse(PAGE, args=place.arguments)
    client.force_login(cast.director)
    wrong = client.post(page, {"do": "aside", "aside-standard": standard.pk}).content.decode()
    assert "Answer “Why?”" in wrong
    said = {"do": "aside", "aside-standard": standard.pk, "aside-reason": "No learners yet."}
    assert "No learners yet." in client.post(page, said, follow=True).content.decode()
    back = {"do": "back", "back-standard": standard.pk, "back-reason": "There are."}
    assert client.post(page, back).status_code == 404
    client.force_login(cast.north_manager)
    client.post(page, back)
    assert queries.of_place(place).not_here == {}


def test_the_setting_is_said(place: Place, cast: Cast, client: Client, framework: object) -> None:
    client.force_login(cast.north_manager)
    page = reverse(PAGE, args=place.arguments)
    client.post(page, {"do": "setting", "setting-setting": "prison"})
    assert "Prison or secure setting" in client.get(page).content.decode()
    assert client.post(page, {"do": "anything"}).status_code == 404
