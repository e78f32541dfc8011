import pytest
from django.test import Client
from django.urls import reverse

from sightline.commitments.models import Commitment
from sightline.conftest import Cast, Country
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, reply: Reply, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("publish", reply)).status_code == 404


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
