import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
PAGE = "listen:codesign:list"


def test_each_sees_those_of_their_place(
    conversation: Conversation, cast: Cast, client: Client
) -> None:
    for person, sees in (("north_manager", True), ("national", True), ("director", False),
                         ("south_manager", False)):  # fmt: skip
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE)).content.decode()
        assert (conversation.title in html) is sees, person
    client.force_login(cast.north_manager)
    for query, found in (({"state": "open"}, True), ({"state": "closed"}, False)):
        html = client.get(reverse(PAGE), query).content.decode()
        assert (conversation.reference in html) is found
    assert client.get(reverse(PAGE), {"format": "xlsx"}).status_code == 200
    client.force_login(cast.learner)
    assert client.get(reverse(PAGE)).status_code == 404
