"""The map of boards, and providers by size."""

from datetime import date

import numpy as np
import pytest

from sightline.conftest import make_organisation
from sightline.insight.conftest import text_of
from sightline.insight.queries import country as queries
from sightline.organisations.models import Organisation
from sightline.results.factories import make_dataset


@pytest.fixture
def tiles(monkeypatch):
    """The small country's boards on a map of their own."""
    places = tuple(
        queries.Place(code, code, column, 0) for column, code in enumerate(("QN1", "QN2", "S0U7H"))
    )
    monkeypatch.setattr(queries, "layout_on", lambda day: places)


def test_every_board_is_drawn_and_only_those_of_the_patch_have_figures(
    rounds, cast, tiles, page_of, client
):
    page = page_of(cast.north_manager, "/insight/map/?measure=LS01")
    said = text_of(page)
    assert "1 board is outside your area" in said
    assert "/insight/icb/QN1/item/LS01/" in page
    assert "/insight/icb/S0U7H/" not in page
    assert "Southshire" not in said
    assert "S0U7H" in page  # its name is on the map
    everything = text_of(page_of(cast.national, "/insight/map/?measure=LS01"))
    assert "outside your area" not in everything
    assert "Southshire" in everything
    csv = client.get("/insight/map/?measure=LS01&format=csv").getvalue().decode()
    assert csv.count("ICB") == 3


def test_a_map_without_results_or_permission_is_not_there(cast, client, country):
    for person in (cast.national, cast.learner):
        client.force_login(person)
        for path in ("/insight/map/", "/insight/funnel/"):
            assert client.get(path).status_code in (403, 404)


def test_the_boards_are_those_of_the_day():
    before, after = (queries.layout_on(date(2026, month, 1)) for month in (3, 4))
    assert (len(before), len(after)) == (42, 36)
    for layout in (before, after):
        assert len({(one.column, one.row) for one in layout}) == len(layout)
        assert len({one.short for one in layout}) == len(layout)
        assert max(len(one.short) for one in layout) <= 4
    assert queries.layout_on(date(2001, 1, 1)) == before


def test_the_map_asks_no_more_of_a_larger_country(
    rounds, cast, tiles, client, django_assert_num_queries
):
    client.force_login(cast.national)
    client.get("/insight/map/")
    with django_assert_num_queries(7):
        client.get("/insight/map/")


@pytest.fixture
def many_trusts(country):
    """Fifteen trusts alike, and one where hardly anybody is content."""
    answers = {}
    rng = np.random.default_rng(4)
    for number in range(16):
        code = f"ZM{number:03}"
        parent = country.north_icb if number % 2 else country.south_icb
        make_organisation(
            code,
            Organisation.Kind.TRUST,
            f"Trust {number}",
            parent,
            provider_type=Organisation.ProviderType.ACUTE,
        )
        low = number == 1
        answers[code, "", "CST"] = [
            [int(rng.choice([1, 2] if low else [3, 4, 4, 5]))] * 3 for _ in range(60)
        ]
    return make_dataset(answers, year=2026)


def test_who_is_far_below_stands_outside_the_limits(many_trusts, cast, page_of, client):
    said = text_of(page_of(cast.north_manager, "/insight/funnel/?measure=LS01"))
    assert "Outside the limits" in said
    outside = said.split("Outside the limits")[1].split("Download")[0]
    assert "Trust 1" in outside
    assert "Below" in outside
    csv = client.get("/insight/funnel/?measure=LS01&format=csv").getvalue().decode()
    assert csv.count("Trust ") == 8  # those of the patch, though all set the limits
    assert "Trust 2," not in csv


def test_a_few_providers_have_no_limits(rounds, cast, page_of):
    said = text_of(page_of(cast.national, "/insight/funnel/"))
    assert "too few providers of this kind" in said
    assert "No provider of this kind" in text_of(
        page_of(cast.national, "/insight/funnel/?type=ambulance")
    )
