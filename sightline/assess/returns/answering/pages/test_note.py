from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.answering.models import SectionWork
from sightline.assess.returns.conftest import Asked, begin, fill_in
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def test_a_note_is_read_with_the_section_and_can_send_it_back(asked: Asked, client: Client) -> None:
    fill_in(begin(asked.practice, asked.manager), asked.manager)
    address = reverse("assess:returns:note", args=[asked.practice.reference, "people"])
    client.force_login(asked.manager)
    client.post(address, {"text": "Well written.", "do": "comment"})
    assert SectionWork.objects.get(section="people").state == "finished"
    client.post(address, {"text": "Add the cover.", "do": "send_back"})
    assert SectionWork.objects.get(section="people").state == "sent_back"
    section = reverse("assess:returns:section", args=[asked.practice.reference, "people"])
    page = client.get(section).content.decode()
    for said in ("Well written.", "Add the cover.", "This section was sent back"):
        assert said in page


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    address = reverse("assess:returns:note", args=[asked.practice.reference, "people"])
    assert client.get(address).status_code == 404
    client.force_login(asked.manager)
    address = reverse("assess:returns:note", args=[asked.practice.reference, "nothing"])
    assert client.get(address).status_code == 404
