import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast
from sightline.listen.codesign import factories
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:open", args=[of.reference])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_it_opens_once(conversation: Conversation, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    year = timezone.localdate().year + 1
    day = {"closes_date_day": 1, "closes_date_month": 1, "closes_date_year": year}
    assert "opened already" in client.post(page(conversation), day).content.decode()
    made = factories.conversation(
        conversation.place, cast.north_manager, timezone.now(), opened=False
    )
    client.post(page(made), day)
    made.refresh_from_db()
    assert made.state == Conversation.State.OPEN
