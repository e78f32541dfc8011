import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db
PAGE = "listen:codesign:add"


def test_a_conversation_is_made(cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    given = {"title": "Rotas", "purpose": "Change rotas.", "place": "ZN001",
             "takes_statements": "no"}  # fmt: skip
    assert client.get(reverse(PAGE)).status_code == 200
    assert client.post(reverse(PAGE), given).status_code == 302
    made = Conversation.objects.get()
    assert (made.takes_statements, made.state) == (False, "draft")
    refused = client.post(reverse(PAGE), {**given, "place": ""}).content.decode()
    assert "do not let you run forums" in refused
    client.force_login(cast.director)
    assert client.get(reverse(PAGE)).status_code == 404
