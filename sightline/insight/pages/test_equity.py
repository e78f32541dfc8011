"""Equity: who is shown, who is compared with whom, and what it costs."""

import numpy as np
import pytest

from sightline.design import show
from sightline.insight.conftest import text_of
from sightline.results import gate
from sightline.results.characteristics.factories import make_crossed, said
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import NATION

PAGE = "/insight/nation/ENG/equity/"


@pytest.fixture
def people(country):
    """Black learners fare worse everywhere; Asian learners are where all fare worse."""
    return {
        ("ZN001", "CST"): [*said(3, 300, 3, 5), *said(2, 90, 2, 4), *said(1, 30, 3, 5)],
        ("ZN002", "NADULT"): [
            *said(3, 60, 1, 3),
            *said(1, 300, 1, 3),
            *said(4, 40, 1, 3),
            *said(0, 20, 1, 5),
        ],
        ("ZS001", "NADULT"): [*said(3, 60, 2, 4), *said(2, 40, 1, 3)],
    }


def test_gaps_stand_beside_those_in_the_same_professions(people, cast, page_of):
    make_crossed(people)
    page = page_of(cast.national, PAGE + "?measure=LS01")
    text = text_of(page)
    assert "Equity: ethnic group" in text
    assert "gaps from White" in text
    assert "Prefer not to say" in text
    assert "No answer" in text
    assert "Asian: most of the gap of" in text
    assert "Black: most of the gap" not in text
    assert "Years: Summer 2026 alone." in text
    assert "Sites: all sites of a provider together, always." in text
    assert "Groups of people: each by itself." in text
    assert "How was this worked out?" in text


def test_a_small_group_stands_with_another_and_the_chart_says_so(people, cast, page_of):
    people["ZS001", "NADULT"] += said(1, 3, 1, 5)
    make_crossed(people)
    text = text_of(page_of(cast.south_manager, "/insight/provider/ZS001/equity/?measure=LS01"))
    assert "The others together" in text
    assert "together, because one of them is too small to be shown" in text
    assert "in the same professions" not in text.split("How was this worked out?")[0]


def test_rounds_are_put_together_where_a_group_is_small(people, cast, page_of):
    make_crossed(people, year=2025)
    make_crossed(people)
    text = text_of(page_of(cast.national, PAGE + "?measure=LS01"))
    assert "Years: Summer 2026 and Summer 2025 are put together" in text


def test_everybody_is_of_the_rounds_that_the_groups_are_of(people, cast, page_of):
    before = make_crossed(
        {key: [*each, *said(3, 300, 5, 5)] for key, each in people.items()}, year=2025
    )
    now = make_crossed(people)
    cells = [gate.open_round(one).cell(NATION, "LS01") for one in (now, before)]
    scores, sizes = [one.score or 0.0 for one in cells], [one.n or 0 for one in cells]
    mean = float(np.average(scores, weights=sizes))
    assert abs(mean - scores[0]) > 3
    text = text_of(page_of(cast.national, PAGE + "?measure=LS01"))
    assert f"Everybody here, 2 rounds together: {show.number(mean, 1)}." in text
    alone = text_of(page_of(cast.national, PAGE + "?measure=LS01&round=2025"))
    assert f"Everybody here: {show.number(scores[1], 1)}." in alone


def test_a_round_that_is_left_out_is_not_named(people, cast, page_of):
    make_crossed(people, year=2024)
    make_crossed({key: each for key, each in people.items() if key[0] == "ZS001"}, year=2025)
    make_crossed(people)
    text = text_of(page_of(cast.national, PAGE + "?measure=LS01"))
    assert "Years: Summer 2026 and Summer 2024 are put together" in text


def test_its_file_says_what_stands_on_the_page(people, cast, client):
    make_crossed(people)
    client.force_login(cast.national)
    rows = client.get(PAGE + "?format=csv&of=questions").getvalue().decode().splitlines()
    assert "Gap in the same professions" in rows[1]
    assert sum(row.startswith("Supervisor available,") for row in rows) == 5


def test_a_round_that_did_not_ask_and_a_small_place_say_so(people, cast, page_of):
    make_dataset({("ZN001", "", "CST"): spread(40)}, year=2025)
    make_crossed(people)
    assert "did not ask people about themselves" in text_of(
        page_of(cast.national, PAGE + "?round=2025")
    )
    assert "Too few people answered here" in text_of(
        page_of(cast.national, "/insight/provider/ZP00001/equity/")
    )


def test_sites_programmes_and_strangers_are_404(people, cast, client):
    make_crossed(people)
    client.force_login(cast.national)
    for path in ("site/ZN001A", "programme/CST"):
        assert client.get(f"/insight/{path}/equity/").status_code == 404
    client.force_login(cast.south_manager)
    for path in ("provider/ZN001", "nation/ENG", "profession/MED"):
        assert client.get(f"/insight/{path}/equity/").status_code == 404


def test_it_asks_the_database_little(people, cast, client, django_assert_num_queries):
    make_crossed(people)
    client.force_login(cast.national)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
    with django_assert_num_queries(7):
        client.get("/insight/provider/ZN001/equity/")


@pytest.fixture
def mixed(country):
    """In one trust Asian learners are mostly where all score low, and no worse off there."""
    alike = [*said(3, 60, 2, 4), *said(1, 60, 2, 4)]
    return {
        ("ZN001", "CST"): [*said(3, 360, 3, 5), *said(1, 60, 3, 5)],
        ("ZN001", "NADULT"): [*said(3, 60, 1, 3), *said(1, 300, 1, 3)],
        ("ZS001", "CST"): alike,
        ("ZS001", "NADULT"): alike,
    }


@pytest.mark.parametrize("path", ["provider/ZN001", "icb/QN1", "region/YN1"])
def test_in_a_region_a_board_and_a_provider_the_mix_of_professions_is_told(
    path, mixed, cast, page_of
):
    make_crossed(mixed)
    text = text_of(page_of(cast.national, f"/insight/{path}/equity/?measure=LS01"))
    assert "Gap in the same groups of professions" in text
    assert "Asian: most of the gap of" in text
    assert "goes with the groups of professions" in text
    assert "over groups of professions that hold at least 100% of learners here." in text


def test_the_paradox_is_said_for_a_provider(mixed, cast, page_of):
    mixed["ZN001", "CST"] = [*said(3, 360, 2, 5), *said(1, 60, 3, 5)]
    mixed["ZN001", "NADULT"] = [*said(3, 60, 1, 3), *said(1, 300, 1, 4)]
    make_crossed(mixed)
    text = text_of(page_of(cast.national, "/insight/provider/ZN001/equity/?measure=LS01"))
    assert "Asian: the gap turns round. In the same groups of professions" in text
    assert "Simpson’s paradox" in text


def test_a_place_in_which_too_few_are_alike_says_that_it_is_not_known(mixed, cast, page_of):
    mixed["ZN001", "CST"] = said(3, 60, 1, 5)
    mixed["ZN001", "NADULT"] = said(1, 60, 1, 5)
    make_crossed(mixed)
    text = text_of(page_of(cast.national, "/insight/provider/ZN001/equity/?measure=LS01"))
    assert "Gaps in the same groups of professions: not known here" in text
    text = text_of(page_of(cast.national, "/insight/profession/MED/equity/?measure=LS01"))
    assert "groups of professions:" not in text


def test_who_cannot_be_compared_in_the_same_professions_is_said_to_be_not_known(
    mixed, cast, page_of
):
    """All who prefer not to say are in one profession of two: too little of the place."""
    mixed["ZN001", "NADULT"] += said(4, 40, 1, 5)
    make_crossed(mixed)
    page = page_of(cast.national, "/insight/provider/ZN001/equity/?measure=LS01")
    text = text_of(page)
    assert "Gap in the same groups of professions" in text
    row = text.split("Gap in the same groups of professions", 1)[1].split("Prefer not to say", 1)[1]
    assert (
        "Gap in the same groups of professions Not known here Its 95% limits Not known here" in row
    )
    assert "How sure that is Too few in the same groups of professions" in row
