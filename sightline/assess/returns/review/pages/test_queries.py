from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.review import actions
from sightline.assess.returns.review.models import QueryReply
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def test_the_provider_reads_and_replies(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    query = actions.decide(
        signature=signed, question="value", outcome="queried", reason="Since when?",
        by=cast.north_manager, at=NOW,
    )  # fmt: skip
    reference = asked.practice.reference
    address = reverse("assess:returns:queries", args=[reference])
    reply = reverse("assess:returns:reply", args=[reference, query.pk])
    for person in (cast.director, cast.north_manager):
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.get(reply).status_code == 404
    client.force_login(asked.manager)
    assert "Since when?" in client.get(address).content.decode()
    assert "Enter your reply" in client.post(reply, {"text": ""}).content.decode()
    page = client.post(reply, {"text": "Since June."}, follow=True).content.decode()
    assert "Your reply: Since June." in page
    assert QueryReply.objects.count() == 1
