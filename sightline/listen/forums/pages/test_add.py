import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.listen.forums.models import Forum

pytestmark = pytest.mark.django_db
PAGE = "listen:forums:add"
GIVEN = {
    "name": "Midwifery voices",
    "kind": "focus",
    "purpose": "Hear student midwives.",
    "place": "Northmoor ICB",
    "started_date_day": "1",
    "started_date_month": "9",
    "started_date_year": "2026",
}


def test_a_forum_is_set_up_for_a_place_by_name(
    cast: Cast, country: Country, client: Client
) -> None:
    client.force_login(cast.north_manager)
    assert client.get(reverse(PAGE)).status_code == 200
    sent = client.post(reverse(PAGE), GIVEN)
    assert sent.status_code == 302, sent.content.decode()
    assert Forum.objects.get().place == country.north_icb


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"place": "Calverton"}, "that you look after"),
        ({"place": ""}, "do not let you run forums"),
        ({"kind": "professional"}, "which profession or programme"),
        ({"name": ""}, "Enter name of the forum"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    cast: Cast, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.north_manager)
    assert sentence in client.post(reverse(PAGE), {**GIVEN, **wrong}).content.decode()
    assert not Forum.objects.exists()
