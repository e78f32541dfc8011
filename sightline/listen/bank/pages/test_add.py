import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_scale, make_theme
from sightline.listen.bank.models import BankItem
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
URL = "/listen/bank/add/"


def test_a_question_is_added_with_its_standards(
    client: Client, cast: Cast, framework: object
) -> None:
    client.force_login(cast.national)
    posted = {
        "text": "I had time to learn.",
        "label": "Time to learn",
        "theme": make_theme().pk,
        "kind": "one",
        "scale": make_scale().pk,
        "branch": "nursing",
        "is_sensitive": "on",
        "standards": [Standard.objects.get(number="3.1").pk],
    }
    answer = client.post(URL, posted, follow=True)
    item = BankItem.objects.get()
    assert f"in the bank as {item.code}" in answer.content.decode()
    assert item.is_sensitive
    assert item.branch == "nursing"
    assert [one.number for one in item.standards.all()] == ["3.1"]


def test_what_is_missing_is_said_and_nothing_is_stored(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    page = client.post(URL, {"kind": "one", "text": "A"}).content.decode()
    assert "Enter short name" in page
    assert "Select theme" in page
    posted = {"text": "A", "label": "A", "theme": make_theme().pk, "kind": "one"}
    assert "Choose the answers" in client.post(URL, posted).content.decode()
    assert not BankItem.objects.exists()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.icb_lead)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
