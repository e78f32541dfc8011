from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.govern.conftest import SINCE, Say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:capacity:list"


def test_over_capacity_is_said_in_words_and_by_a_sign(
    say: Say, ward: Place, cast: Cast, client: Client
) -> None:
    say(20)
    say(23, "actual")
    say(4, place=ward)
    client.force_login(cast.icb_lead)
    page = reverse(PAGE)
    html = client.get(page).content.decode()
    assert "▲ 3 over capacity" in html
    assert "? Not known" in html
    for query, seen in (
        ({"compared": "over"}, "Showing"), ({"q": "QN1"}, ""), ({"q": "QN2"}, "No number fits"),
        ({"study": "core"}, "No number fits"), ({"profession": "NUR", "q": "aldermoor"}, ""),
        ({"compared": "full"}, "No number fits"), ({"compared": "free"}, "No number fits"),
    ):  # fmt: skip
        said = client.get(page, query).content.decode()
        assert ("No number fits" in said) is (seen == "No number fits"), query
    assert "Surgical ward 4" not in client.get(page, {"compared": "over"}).content.decode()
    file = client.get(page, {"format": "csv"})
    assert "3 over capacity" in b"".join(file).decode()


def test_others_see_no_number(say: Say, cast: Cast, client: Client) -> None:
    say(20)
    for person in (cast.south_manager, cast.other_director):
        client.force_login(person)
        assert "Aldermoor" not in client.get(reverse(PAGE)).content.decode()
    for person in (cast.learner, cast.administrator):
        client.force_login(person)
        assert client.get(reverse(PAGE)).status_code == 404


def test_queries_do_not_grow_with_the_numbers(
    say: Say, ward: Place, cast: Cast, client: Client, django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    say()
    client.force_login(cast.national)
    page = reverse(PAGE)
    client.get(page)
    with django_assert_max_num_queries(9) as first:
        client.get(page)
    for number in range(9):
        say(number, place=ward, from_date=SINCE + timedelta(days=number))
        say(number, study=("core", "higher", "foundation")[number % 3])
    with django_assert_num_queries(len(first)):
        client.get(page)
