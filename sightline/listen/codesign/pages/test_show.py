from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast
from sightline.listen.codesign import actions, factories
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
RUNNERS_ONLY = ["director", "icb_lead", "south_manager", "learner"]


def page(of: Conversation) -> str:
    return reverse("listen:codesign:show", args=[of.reference])


@pytest.mark.parametrize("person", RUNNERS_ONLY)
def test_strangers_are_told_nothing(
    person: str, conversation: Conversation, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(conversation)).status_code == 404


def test_the_team_sees_who_began_and_no_votes_before_it_closes(
    conversation: Conversation, cast: Cast, client: Client
) -> None:
    now = timezone.now()
    camp_a, camp_b = ("agree", "agree", "pass", "agree"), ("agree", "disagree", "agree", "pass")
    factories.vote(conversation, [camp_a] * 13 + [camp_b] * 12, now)
    client.force_login(cast.north_manager)
    before = client.get(page(conversation)).content.decode()
    assert "25 people have begun" in before
    assert conversation.token in before
    assert "How people voted" not in before
    actions.close(conversation=conversation, by=None, at=now)
    for person in ("north_manager", "director"):
        client.force_login(getattr(cast, person))
        after = client.get(page(conversation)).content.decode()
        assert "2 opinion groups" in after
        assert "13 of 13" in after
        assert conversation.token not in after
    file = client.get(page(conversation), {"format": "csv"})
    assert "Group A agrees" in b"".join(file).decode()


def test_the_number_of_queries_does_not_grow(
    conversation: Conversation, cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    factories.vote(conversation, [("agree",) * 4] * 8, timezone.now())
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(12):
        client.get(page(conversation))
