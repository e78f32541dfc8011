import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply
from sightline.results.models import Dataset, Measure

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


def test_withheld_figures_are_not_on_any_page(
    country: Country, cast: Cast, dataset: Dataset, measure: Measure, client: Client
) -> None:
    reply = actions.draft(
        organisation=country.practice,
        programme=None,
        commitment=None,
        dataset=dataset,
        measures=[measure],
        you_said="Teaching was lost.",
        outcome="not_changed",
        we_did="The building has no second room.",
        passed_to="",
        by=cast.north_manager,
        at=NOW,
    )
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    html = client.get(page("behind", reply)).content.decode()
    assert "Not shown" in html
    assert "100%" not in html
