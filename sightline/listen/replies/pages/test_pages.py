import re

import pytest
from django.test import Client
from django.urls import reverse

from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast, Country
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply
from sightline.results.models import Dataset, Measure

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("name", ["show", "amend", "publish", "withdraw"])
@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    name: str, person: str, reply: Reply, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(name, reply)).status_code == 404


def test_a_draft_is_not_public(reply: Reply, country: Country, client: Client) -> None:
    public = client.get(reverse("listen:replies:public", args=[country.trust.code]))
    assert "Nothing has been published" in public.content.decode()
    assert client.get(page("behind", reply)).status_code == 404


def test_from_a_commitment_to_a_published_reply(
    commitment: Commitment, country: Country, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:replies:draft") + f"?commitment={commitment.reference}"
    html = client.get(address).content.decode()
    assert "Supervisor available" in html
    assert commitment.promise in html
    measure = commitment.measures.get()
    words = {
        "measures": [measure.pk],
        "you_said": "Nobody was there at night.",
        "outcome": "changed",
        "passed_to": "",
        "we_did": "Two trainees now have one.",
    }
    client.post(address, words)
    reply = Reply.objects.get()
    refused = client.post(page("publish", reply), {"read": "on"}).content.decode()
    assert "counts fewer than 10 people" in refused
    client.post(page("amend", reply), words | {"we_did": "Everybody now has one."})
    unread = client.post(page("publish", reply), {}).content.decode()
    assert "nobody can be recognised" in unread
    client.post(page("publish", reply), {"read": "on"})
    reply.refresh_from_db()
    assert reply.state == Reply.State.PUBLISHED


def test_two_clicks_from_the_public_page_to_the_counts(
    reply: Reply, country: Country, cast: Cast, client: Client
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    public = client.get(reverse("listen:replies:public", args=[country.trust.code]))
    html = public.content.decode()
    assert "Every shift now names one." in html
    links = re.findall(r'href="([^"]+/behind/)"', html)
    behind = client.get(links[0]).content.decode()
    assert "Supervisor available" in behind
    assert "<strong>38%</strong> of 32 answers" in behind
    assert "Nothing is public" not in behind


def test_the_public_page_of_a_programme(
    reply: Reply, country: Country, cast: Cast, client: Client
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    address = reverse(
        "listen:replies:public", args=[country.trust.code, country.adult_nursing.code]
    )
    assert "Every shift now names one." in client.get(address).content.decode()


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


def test_words_are_escaped(reply: Reply, country: Country, cast: Cast, client: Client) -> None:
    actions.amend(
        reply=reply,
        you_said="<script>alert(1)</script>",
        outcome="changed",
        we_did="Done",
        passed_to="",
        by=cast.director,
        at=NOW,
    )
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    html = client.get(reverse("listen:replies:public", args=[country.trust.code])).content
    assert b"<script>alert" not in html


def test_the_finder_lists_providers_with_replies(
    reply: Reply, country: Country, cast: Cast, client: Client
) -> None:
    address = reverse("listen:replies:public_find")
    assert country.trust.name not in client.get(address).content.decode()
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    assert country.trust.name in client.get(address, {"q": "alder"}).content.decode()
    assert country.trust.name not in client.get(address, {"q": "zzz"}).content.decode()
