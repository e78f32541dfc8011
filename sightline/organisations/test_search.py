"""Search by name, code and postcode, however people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import Country
from sightline.organisations import search
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "query",
    [
        "kings",
        "king's",
        "KING’S",
        "king s grwp"[:4],
        "Grŵp",
        "grwp",
        "zn001",
        "bs10",
        "BS105NB",
        "bs10 5nb",
    ],
)
def test_search_does_not_mind_case_accents_or_apostrophes(country: Country, query: str) -> None:
    trust = country.trust
    trust.name = "King’s Grŵp NHS Trust"
    trust.postcode = "BS10 5NB"
    trust.save()
    assert trust in Organisation.objects.matching(query)
    assert country.other_trust not in Organisation.objects.matching(query)


def test_search_wants_every_word(country: Country) -> None:
    assert list(Organisation.objects.matching("hospitals bexmoor")) == [country.other_trust]
    assert not Organisation.objects.matching("hospitals nowhere").exists()


@given(st.text(max_size=300))
def test_any_query_is_a_few_plain_words(text: str) -> None:
    words = search.words(text)
    assert len(words) <= 10
    assert all(word.isalnum() and word == search.folded(word) for word in words)


def test_best_matches_come_first(country: Country) -> None:
    trust = country.southern_trust
    trust.name = "Royal Aldermoor"
    trust.save()

    def found(query: str) -> list[str]:
        rows: Any = Organisation.objects.matching(query).best_match_first(query)
        return [one.code for one in rows.order_by("rank", "name", "code")]

    # Its own code, then names that begin like this (a trust before its site), then the rest.
    assert found("aldermoor") == ["ZN001", "ZN001A", "ZS001"]
    assert found("zn001a") == ["ZN001A"]
    assert found("") == [
        "YN1", "YS1", "QN2", "QN1", "S0U7H", "ZN001", "ZN002", "ZS001", "ZP00001", "ZN001A",
    ]  # fmt: skip
