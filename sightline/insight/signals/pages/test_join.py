import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.insight.signals.conftest import look
from sightline.insight.signals.models import SignalEnding
from sightline.respond.register.factories import categories, raise_concern
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_it_joins_an_open_concern_of_its_place(
    low_thrice: list[Dataset], country: Country, cast: Cast, client: Client
) -> None:
    page = reverse("insight:signals:join", args=[look()[0].reference])
    client.force_login(cast.south_manager)
    assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    assert "No concern about this place is open" in client.get(page).content.decode()
    concern = raise_concern(country.trust, cast.north_manager, NOW)
    elsewhere = raise_concern(country.other_trust, cast.north_manager, NOW)
    html = client.get(page).content.decode()
    assert concern.reference in html
    assert elsewhere.reference not in html
    assert "Choose the concern" in client.post(page, {"text": ""}).content.decode()
    given = {"concern": concern.reference, "text": "The same."}
    html = client.post(page, given, follow=True).content.decode()
    assert f"is part of {concern.reference}" in html
    assert SignalEnding.objects.get().concern == concern


def test_the_concern_shows_its_signal(
    low_thrice: list[Dataset], country: Country, cast: Cast, client: Client
) -> None:
    signal = look()[0]
    concern = raise_concern(country.trust, cast.north_manager, NOW, share=True)
    client.force_login(cast.north_manager)
    client.post(
        reverse("insight:signals:join", args=[signal.reference]), {"concern": concern.reference}
    )
    page = reverse("respond:register:show", args=[concern.reference])
    here = reverse("insight:signals:show", args=[signal.reference])
    assert here in client.get(page).content.decode()
    # The provider reads what was seen; the page of the signal is not theirs.
    client.force_login(cast.director)
    html = client.get(page).content.decode()
    assert signal.headline in html
    assert here not in html
    categories(NOW)
    client.force_login(cast.north_manager)
    decide = client.get(reverse("respond:register:decide", args=[concern.reference]))
    assert signal.headline in decide.content.decode()
