import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.insight.tensions import actions
from sightline.insight.tensions.models import Tension, TensionEnding

pytestmark = pytest.mark.django_db


def test_a_tension_ends_with_a_reason_and_strangers_get_404(
    place: Place, cast: Cast, client: Client
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    actions.look_nightly(by=None, at=NOW)
    page = reverse("insight:tensions:end", args=[Tension.objects.get().reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.post(page, {"how": "accepted"}).status_code == 404
    client.force_login(cast.north_manager)
    said = {"how": "judged", "reason": "It was.", "was_useful": "no"}
    assert "in the Standards Room first" in client.post(page, said).content.decode()
    missing = client.post(page, {"how": "accepted", "reason": "It was."}).content.decode()
    assert "Answer “Was it worth finding?”" in missing
    html = client.post(page, {**said, "how": "review"}, follow=True).content.decode()
    assert "is on the register" in html
    ending = TensionEnding.objects.get()
    assert (ending.how, ending.was_useful) == ("review", False)
