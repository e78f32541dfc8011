import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.listen.rounds.factories import make_notice, make_round, open_round

pytestmark = pytest.mark.django_db


def test_a_notice_is_chosen_while_nobody_has_read_one(
    client: Client, cast: Cast, framework: object
) -> None:
    client.force_login(cast.national)
    notice = make_notice("others")
    collection = make_round(cast.national, notice=None)
    client.post(f"/listen/rounds/{collection.pk}/notice/", {"notice": notice.pk})
    collection.refresh_from_db()
    assert collection.notice == notice
    running = open_round(cast.national)
    page = client.post(f"/listen/rounds/{running.pk}/notice/", {"notice": notice.pk})
    assert "People have read the notice" in page.content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast, country: Country) -> None:
    collection = make_round(cast.north_manager, place=country.north)
    client.force_login(cast.south_manager)
    assert client.get(f"/listen/rounds/{collection.pk}/notice/").status_code == 404
