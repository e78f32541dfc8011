"""Where reading begins."""

import re

import pytest

from sightline.access.roles import Role
from sightline.conftest import make_user
from sightline.insight.conftest import text_of
from sightline.insight.signals.models import Signal
from sightline.people.models import GivenRole
from sightline.respond.register.factories import raise_concern
from sightline.results import gate
from sightline.results.gate import Withheld
from sightline.results.levels import Level


def test_it_names_the_providers_that_are_low_in_the_patch(rounds, cast, page_of):
    page = page_of(cast.north_manager, "/insight/")
    said = text_of(page)
    assert "providers clearly below 1 of 2 with enough answers" in said
    assert "Aldermoor Hospitals" in said
    assert "/insight/provider/ZN001/item/supervision/" in page
    assert "No programme here is low at two providers or more." in said
    assert "North as a whole" in said
    assert said.count("How was this worked out?") == 3


def test_a_stranger_to_the_low_provider_does_not_hear_of_it(rounds, cast, page_of):
    said = text_of(page_of(cast.south_manager, "/insight/"))
    assert "Aldermoor" not in said
    assert "None here has a theme clearly below others like it." in said


def test_a_provider_without_an_open_concern_is_counted(rounds, cast, framework, page_of, country):
    assert "of these without an open concern 1" in text_of(page_of(cast.north_manager, "/insight/"))
    raise_concern(country.trust, cast.north_manager, rounds.now.switched_in_at)
    assert "of these without an open concern 0" in text_of(page_of(cast.north_manager, "/insight/"))
    # Not shared: who may not see it is not told of it either.
    assert "of these without an open concern 1" in text_of(page_of(cast.icb_lead, "/insight/"))


@pytest.mark.parametrize("role", ["learner", "administrator"])
def test_without_the_permission_there_is_no_page(rounds, cast, client, role):
    client.force_login(getattr(cast, role))
    assert client.get("/insight/").status_code in (403, 404)


def test_somebody_of_one_provider_is_sent_to_it(rounds, cast, client):
    client.force_login(cast.director)
    answer = client.get("/insight/?round=2025")
    assert (answer.status_code, answer["Location"]) == (302, "/insight/provider/ZN001/?round=2025")


def test_somebody_of_several_places_can_choose(rounds, country, client, page_of):
    user = make_user("Ria Regional", Role.REGIONAL_QUALITY_MANAGER, country.north)
    GivenRole.objects.create(
        user=user, role=Role.REGIONAL_QUALITY_MANAGER, place=country.south, from_date="2024-01-01"
    )
    page = page_of(user, "/insight/")
    assert 'You also see <a href="/insight/region/YS1/">South</a>' in page
    assert "1 of 3 with enough answers" in text_of(page)


def test_what_hiding_costs_is_said(rounds, cast, page_of, monkeypatch):
    assert "What hiding costs" not in page_of(cast.national, "/insight/")  # too few to say
    kept = (Withheld(Level.PROVIDER_PROGRAMME, 18, 3),)
    monkeypatch.setattr("sightline.results.withheld.of_manifest", lambda kept_: kept)
    gate._opened.cache_clear()
    said = text_of(page_of(cast.national, "/insight/"))
    gate._opened.cache_clear()
    assert "Of the results of programmes at a provider in England 18% are hidden" in said
    assert "they hold 3% of the answers" in said


@pytest.mark.parametrize("of", ["providers", "programmes"])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_lists_can_be_taken_away(rounds, cast, client, of, format):
    client.force_login(cast.national)
    answer = client.get(f"/insight/?format={format}&of={of}")
    assert answer.status_code == 200
    assert re.search(rf'attachment; filename="made-up-.*\.{format}"', answer["Content-Disposition"])


def test_an_earlier_round_stays_in_view(rounds, cast, page_of):
    page = page_of(cast.national, "/insight/?round=2025")
    assert "/insight/nation/ENG/?round=2025" in page
    assert "None here has a theme clearly below" in page


def test_how_many_signals_wait_is_said_to_whoever_deals_with_them(rounds, cast, page_of):
    Signal.objects.create(
        reference="SG-2026-0001",
        kind="equity",
        group_level="nation",
        group_code="ENG",
        cause="x",
        basis="y",
        basis_when="2026",
        headline="A gap",
        says="It is there.",
        frozen={},
        strength=1,
        found_at=rounds.now.switched_in_at,
    )
    page = page_of(cast.national, "/insight/")
    assert "signals waiting 1" in text_of(page)
    assert 'href="/insight/signals/"' in page
    assert "signals waiting 0" in text_of(page_of(cast.north_manager, "/insight/"))
    assert "signals waiting" not in text_of(page_of(cast.icb_lead, "/insight/"))
    group = "/insight/provider/ZN001/"
    assert "/insight/signals/?q=ZN001" in page_of(cast.north_manager, group)
    assert "/insight/signals/" not in page_of(cast.director, group)
