from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast, Country
from sightline.govern.conftest import SINCE, Say
from sightline.insight.conftest import text_of
from sightline.respond.register import factories as register
from sightline.standards.models import Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now", "framework")]


def page_of(place: Place) -> str:
    return reverse("govern:passports:place", args=place.arguments)


def test_strangers_and_what_is_no_place_get_404(
    place: Place, ward: Place, cast: Cast, client: Client
) -> None:
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        for one in (place, ward):
            file = reverse("govern:passports:place_file", args=one.arguments)
            assert client.get(page_of(one)).status_code == 404
            assert client.get(file).status_code == 404
    client.force_login(cast.national)
    wrong = reverse("govern:passports:place", args=["system", "QN1"])
    assert client.get(wrong).status_code == 404


def test_one_page_says_what_is_known_and_what_is_not(
    place: Place, standard: Standard, cast: Cast, client: Client, say: Say, country: Country
) -> None:
    say(20)
    say(23, "actual")
    factories.evidence(place, [standard], cast.north_manager, NOW)
    register.raise_concern(
        country.trust, cast.north_manager, NOW, standards=[standard], title="Rota gaps"
    )
    client.force_login(cast.north_manager)
    said = text_of(client.get(page_of(place)).content.decode())
    for words in (
        "There is no overall score.", "▲ 3 over capacity", "Two voices", "Not judged",
        "Signed Not known", "What the visit found", "Rota gaps", "You see the internal part too.",
    ):  # fmt: skip
        assert words in said, words
    client.force_login(cast.director)
    said = text_of(client.get(page_of(place)).content.decode())
    assert "Rota gaps" not in said
    assert "You see the internal part" not in said


def test_a_ward_has_a_passport_of_its_own(
    place: Place, ward: Place, cast: Cast, client: Client
) -> None:
    client.force_login(cast.icb_lead)
    assert page_of(ward) in client.get(page_of(place)).content.decode()
    assert page_of(place) in client.get(page_of(ward)).content.decode()


def test_queries_do_not_grow_with_what_is_known(
    place: Place, standard: Standard, cast: Cast, client: Client, say: Say, country: Country,
    django_assert_num_queries: Any, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    def add(number: int) -> None:
        say(number, from_date=SINCE + timedelta(days=number))
        say(number, study=("core", "higher", "foundation")[number % 3])
        factories.evidence(place, [standard], cast.north_manager, NOW, title=f"Visit {number}")
        register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])

    add(0)
    client.force_login(cast.north_manager)
    client.get(page_of(place))
    with django_assert_max_num_queries(38) as first:
        client.get(page_of(place))
    for number in range(1, 8):
        add(number)
    with django_assert_num_queries(len(first)):
        client.get(page_of(place))


def test_the_file_is_a_pdf_for_everybody(place: Place, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    answer = client.get(reverse("govern:passports:place_file", args=place.arguments))
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="quality-passport-zn001.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in answer.content
