import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:close", args=[of.reference])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_it_closes_when_sure(conversation: Conversation, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    assert "Tick" in client.post(page(conversation), {"sure": ""}).content.decode()
    client.post(page(conversation), {"sure": "on"})
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED
