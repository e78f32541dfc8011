from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.bank import actions
from sightline.listen.bank.factories import make_item, make_theme

pytestmark = pytest.mark.django_db
URL = "/listen/bank/"


def test_filters_by_words_theme_standard_branch_and_sensitivity(
    client: Client, cast: Cast, framework: object
) -> None:
    by = cast.national
    first = make_item(by, "Somebody suitable was there.")
    make_item(
        by, "I was safe.", theme=make_theme("safety", "Safety"), is_sensitive=True,
        branch="nursing", standards=[],
    )  # fmt: skip
    client.force_login(by)

    def found(query: str) -> tuple[bool, bool]:
        page = client.get(URL + query).content.decode()
        return "Somebody suitable was there." in page, "I was safe." in page

    assert found("") == (True, True)
    assert found("?q=suitable") == found(f"?q={first.code}") == (True, False)
    assert found("?theme=safety") == found("?branch=nursing") == (False, True)
    assert found("?sensitive=1") == (False, True)
    assert found("?standard=3.1") == found("?branch=everybody") == (True, False)
    actions.describe(item=first, standards=[], is_sensitive=False, is_retired=True, by=by, at=NOW)
    assert found("") == (False, True)
    assert found("?retired=1") == (True, True)


def test_the_list_asks_the_database_the_same_for_few_and_many(
    client: Client, cast: Cast, framework: object, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    for _ in range(2):
        for number in range(6):
            make_item(cast.national, f"Question {number}?")
        with django_assert_max_num_queries(16):
            assert client.get(URL).status_code == 200


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == 404
