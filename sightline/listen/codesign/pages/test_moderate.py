import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:moderate", args=[of.reference])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_statements_are_read_one_by_one(
    conversation: Conversation, cast: Cast, client: Client
) -> None:
    for number, text in ((11, "Lockers."), (12, "Ask Jo in room 4.")):
        conversation.statements.create(
            number=number, text=text, state="waiting", is_from_group=True
        )
    client.force_login(cast.north_manager)
    assert "Lockers." in client.get(page(conversation)).content.decode()
    client.post(page(conversation), {"number": "11", "verdict": "show"})
    assert "room 4" in client.get(page(conversation)).content.decode()
    client.post(page(conversation), {"number": "12", "verdict": "person"})
    states = list(conversation.statements.filter(number__gt=10).values_list("state", flat=True))
    assert states == ["shown", "left_out"]
    assert client.get(page(conversation)).status_code == 302


def test_what_may_tell_of_somebody_is_marked_and_masked_or_looked_at(
    conversation: Conversation, cast: Cast, client: Client
) -> None:
    for number in (11, 12):
        conversation.statements.create(
            number=number,
            text=f"Ask Dr Patel about lockers, {number}.",
            state="waiting",
            is_from_group=True,
        )
    client.force_login(cast.north_manager)
    assert "<mark>" in client.get(page(conversation)).content.decode()
    sent = {"number": "11", "verdict": "show"}
    refused = client.post(page(conversation), sent).content.decode()
    assert "may tell who somebody is" in refused
    client.post(page(conversation), {"number": "11", "verdict": "masked"})
    shown = conversation.statements.get(number=11)
    assert (shown.state, shown.text) == ("shown", "Ask Dr [name] about lockers, 11.")
    client.post(
        page(conversation), {"number": "12", "verdict": "show", "nobody_is_recognised": "on"}
    )
    shown = conversation.statements.get(number=12)
    assert (shown.state, shown.text) == ("shown", "Ask Dr Patel about lockers, 12.")
