import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.insight.tensions import actions
from sightline.insight.tensions.models import Tension

pytestmark = pytest.mark.django_db


def test_both_sides_are_told_and_strangers_get_404(
    place: Place, cast: Cast, client: Client
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    actions.look_nightly(by=None, at=NOW)
    tension = Tension.objects.get()
    page = reverse("insight:tensions:show", args=[tension.reference])
    for person in ("director", "icb_lead", "south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.north_manager)
    html = client.get(page).content.decode()
    assert "Status with the GMC: Enhanced monitoring" in html
    assert "Our register has no concern that is open for Aldermoor Hospitals." in html
    assert "End this tension" in html
    ended = actions.end(
        tension=tension, how="review", reason="Look.", was_useful=True, by=cast.north_manager,
        at=NOW,
    )  # fmt: skip
    html = client.get(page).content.decode()
    assert "End this tension" not in html
    assert ended.request_reference in html
