import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.rounds.notices.actions import PARTS
from sightline.listen.rounds.notices.models import PrivacyNotice

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/notices/write/"
POSTED = {"title": "Midwives", "code": "midwives", **dict.fromkeys(PARTS, "A sentence.")}


def test_a_notice_is_written_and_a_code_is_used_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.north_manager)
    assert "can be chosen" in client.post(URL, POSTED, follow=True).content.decode()
    assert "There is a notice “midwives” already" in client.post(URL, POSTED).content.decode()
    assert PrivacyNotice.objects.count() == 1
    page = client.post(URL, {**POSTED, "code": "other", "kept_for": ""}).content.decode()
    assert "Enter how long it is kept" in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
