import re

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


def test_a_draft_is_not_public(reply: Reply, country: Country, client: Client) -> None:
    public = client.get(reverse("listen:replies:public", args=[country.trust.code]))
    assert "Nothing has been published" in public.content.decode()
    assert client.get(page("behind", reply)).status_code == 404


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
