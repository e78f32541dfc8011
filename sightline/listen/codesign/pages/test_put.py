import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:put", args=[of.reference])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_statements_are_written(conversation: Conversation, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    client.post(page(conversation), {"text": "Lockers for students."})
    assert "Lockers for students." in client.get(page(conversation)).content.decode()
    again = client.post(page(conversation), {"text": "lockers for students."}).content.decode()
    assert "already" in again


def test_what_may_tell_of_somebody_waits_for_a_second_look(
    conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    sent = {"text": "Ask Dr Patel about lockers."}
    page_ = client.post(page(conversation), sent).content.decode()
    assert "may tell who somebody is" in page_
    assert 'name="nobody_is_recognised"' in page_
    assert (
        client.post(page(conversation), {**sent, "nobody_is_recognised": "on"}).status_code == 302
    )
