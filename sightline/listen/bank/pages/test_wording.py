import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item

pytestmark = pytest.mark.django_db


def test_a_change_asks_whether_it_compares(client: Client, cast: Cast) -> None:
    item = make_item(cast.national)
    url = f"/listen/bank/{item.code}/wording/"
    client.force_login(cast.national)
    page = client.get(url).content.decode()
    assert "Is it comparable with the last one, or not?" in page
    assert "checked" not in page
    posted = {"text": "Help was near.", "label": "Help", "reason": "Plainer."}
    answer = client.post(url, posted)
    assert "Answer “Is it comparable with the last one, or not?”" in answer.content.decode()
    assert item.wordings.count() == 1
    answer = client.post(url, {**posted, "comparable": "not_comparable"}, follow=True)
    assert "Trends break here" in answer.content.decode()
    newest = item.wordings.order_by("-number")[0]
    assert (newest.number, newest.series) == (2, 2)
    again = client.post(url, {**posted, "comparable": "comparable"})
    assert "The words are the same as before" in again.content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    url = f"/listen/bank/{make_item(cast.national).code}/wording/"
    client.force_login(cast.director)
    assert client.get(url).status_code == client.post(url).status_code == 404
