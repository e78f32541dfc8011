import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast
from sightline.listen.codesign import actions, factories
from sightline.listen.codesign.models import Conversation
from sightline.listen.forums import factories as forums

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:take", args=[of.reference, 2])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_a_result_becomes_a_point(conversation: Conversation, cast: Cast, client: Client) -> None:
    now = timezone.now()
    votes = [("agree", "agree", "pass", "agree")] * 7 + [("agree", "disagree", "agree", "")] * 5
    factories.vote(conversation, votes, now)
    actions.close(conversation=conversation, by=None, at=now)
    forum = forums.forum(conversation.place, cast.north_manager, now)
    meeting = forums.meeting(forum, cast.north_manager, now)
    client.force_login(cast.north_manager)
    sent = client.post(page(conversation), {"meeting": meeting.pk, "theme": "rotas"})
    assert sent.status_code == 302
    point = meeting.points.get()
    assert (point.agreed, point.present) == (7, 12)
    shown = client.get(sent["Location"]).content.decode()
    assert reverse("listen:codesign:show", args=[conversation.reference]) in shown
