import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.conftest import Ask, Say
from sightline.govern.expansions.models import ExpansionDecision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_strangers_and_the_provider_get_404(ask: Ask, say: Say, cast: Cast, client: Client) -> None:
    say()
    page = reverse("govern:expansions:decide", args=[ask().reference])
    given = {"outcome": "part", "extra": 4, "reasons": "Four."}
    for person in ("director", "south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
        assert client.post(page, given).status_code == 404
    assert not ExpansionDecision.objects.exists()


def test_decided_once_on_its_page(ask: Ask, say: Say, cast: Cast, client: Client) -> None:
    page = reverse("govern:expansions:decide", args=[ask().reference])
    client.force_login(cast.icb_lead)
    assert "Record that first" in client.get(page).content.decode()
    given = {"outcome": "part", "extra": 4, "reasons": "Supervision for four."}
    assert "is not known. Record that first" in client.post(page, given).content.decode()
    say(20)
    assert "20 are approved there on that day" in client.get(page).content.decode()
    refused = client.post(page, {**given, "extra": 6}).content.decode()
    assert "fewer than the 6" in refused
    assert "Supervision for four." in refused
    html = client.post(page, given, follow=True).content.decode()
    assert "is decided." in html
    assert "Approved in part" in html
    assert client.post(page, given).status_code == 404
