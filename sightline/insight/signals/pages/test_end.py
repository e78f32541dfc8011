import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.insight.signals.conftest import WHY, look
from sightline.insight.signals.models import SignalEnding
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_it_is_explained_or_set_aside_with_a_reason(
    low_thrice: list[Dataset], cast: Cast, client: Client
) -> None:
    page = reverse("insight:signals:end", args=[look()[0].reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.post(page, {"how": "aside", "reason": WHY}).status_code == 404
    client.force_login(cast.north_manager)
    assert "Explain or set aside" in client.get(page).content.decode()
    assert "Why?" in client.post(page, {"how": "aside"}).content.decode()
    refused = client.post(page, {"how": "aside", "reason": "x"}).content.decode()
    assert "in a sentence that others can judge." in refused.split("There is a problem")[1]
    assert not SignalEnding.objects.exists()
    said = {"how": "aside", "reason": WHY}
    assert "has ended." in client.post(page, said, follow=True).content.decode()
    assert SignalEnding.objects.get().reason == WHY
    assert "ended this signal already" in client.post(page, said).content.decode()
