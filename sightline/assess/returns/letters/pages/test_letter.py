from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.review import actions
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def test_written_sent_and_read_by_the_provider(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    reference = asked.practice.reference
    letter = reverse("assess:returns:letter", args=[reference])
    send = reverse("assess:returns:send_letter", args=[reference])
    client.force_login(cast.north_manager)
    assert client.get(letter).status_code == 404
    early = client.post(send, follow=True).content.decode()
    assert "have not been looked at" in early
    actions.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)
    assert "not sent yet" in client.get(send).content.decode()
    client.post(send)
    for person in (asked.manager, asked.partner, cast.north_manager):
        client.force_login(person)
        page = client.get(letter).content.decode()
        assert "Our suggestions" in page
        assert "Too few like you have signed to compare." in page
    for person in (cast.icb_lead, cast.director):
        client.force_login(person)
        assert client.get(letter).status_code == 404
        assert client.get(send).status_code == 404
