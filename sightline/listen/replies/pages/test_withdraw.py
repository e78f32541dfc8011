import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast, Country
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, reply: Reply, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("withdraw", reply)).status_code == 404


def test_withdrawing_says_why_and_takes_it_off_the_public_page(
    reply: Reply, country: Country, cast: Cast, client: Client
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    client.force_login(cast.north_manager)
    silent = client.post(page("withdraw", reply), {"reason": ""}).content.decode()
    assert "There is a problem" in silent
    client.post(page("withdraw", reply), {"reason": "It named the wrong ward."})
    public = client.get(reverse("listen:replies:public", args=[country.trust.code]))
    assert "Every shift now names one." not in public.content.decode()
    assert "It named the wrong ward." in client.get(page("show", reply)).content.decode()
