import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.rounds.factories import make_notice
from sightline.listen.rounds.notices.actions import PARTS
from sightline.listen.rounds.notices.models import PrivacyNotice

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/notices/learners/change/"


def test_a_change_is_a_new_version(client: Client, cast: Cast) -> None:
    make_notice()
    client.force_login(cast.national)
    posted = {"title": "Surveys of learners", **dict.fromkeys(PARTS, "Another sentence.")}
    page = client.post(URL, posted, follow=True).content.decode()
    assert "Version 2 can be chosen" in page
    assert PrivacyNotice.objects.get(version=1).purpose == "To make placements better."


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get(URL).status_code == 404
    make_notice()
    client.force_login(cast.director)
    assert client.get(URL).status_code == 404
