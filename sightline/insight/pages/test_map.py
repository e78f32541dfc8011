"""The map of boards, and providers by size."""

import csv
import html
import re
from datetime import date

import numpy as np
import pytest

from sightline.conftest import make_organisation
from sightline.insight.conftest import text_of
from sightline.insight.queries import country as queries
from sightline.organisations.models import Organisation
from sightline.results.factories import make_dataset
from sightline.results.gate import open_round
from sightline.results.levels import GroupKey, Level
from sightline.stats.funnel import means


@pytest.fixture
def tiles(monkeypatch):
    """The small country's boards on a map of their own."""
    places = tuple(
        queries.Place(code, code, column, 0) for column, code in enumerate(("S0U7H", "QN1", "QN2"))
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


def links_in(page):
    """The links of the hexagons of one drawing, in order: (address, name)."""
    drawings = re.findall(r'<svg class="chart".*?</svg>', page, re.S)
    found = [re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', one) for one in drawings]
    assert found[0] == found[1]  # the wide and the narrow one
    return found[0]


def test_hexagons_lead_to_boards_in_the_order_of_the_table(rounds, cast, tiles, page_of, client):
    page = page_of(cast.national, "/insight/map/?measure=LS01")
    found = links_in(page)
    assert [href.split("/")[3] for href, _ in found] == ["QN2", "QN1", "S0U7H"]
    table = page.split("<table")[1]
    at = [table.index(f'href="{href}"') for href, _ in found]
    assert at == sorted(at)
    rows = csv.DictReader(
        client.get("/insight/map/?measure=LS01&format=csv").getvalue().decode().splitlines()[1:]
    )
    by_name = {row["Integrated care board"]: row for row in rows}
    for href, name in found:
        written, _, said = html.unescape(name).partition(", ")
        sign, value = written.split(" ")
        board, _, about = said.partition(": ")
        row = by_name[board]
        assert sign == row["On the map"]
        if row["Score"] == "withheld":
            assert value == "withheld"
        else:
            assert value == f"{float(row['Score']):.1f}"
            assert about.endswith(row["Compared"].lower())
        assert client.get(html.unescape(href)).status_code == 200
    # An image would hide its links from those who listen.
    assert 'class="chart" xmlns="http://www.w3.org/2000/svg" role="group"' in page


def test_what_is_outside_the_patch_leads_nowhere(rounds, cast, tiles, page_of):
    found = links_in(page_of(cast.north_manager, "/insight/map/?measure=LS01"))
    assert [href.split("/")[3] for href, _ in found] == ["QN2", "QN1"]


def test_a_narrow_screen_has_the_scores_and_how_they_compare(rounds, cast, tiles, page_of):
    page = page_of(cast.national, "/insight/map/?measure=LS01")
    heads = re.findall(r'<th class="([^"]*)" scope="col">([^<]+)<', page.split("<thead")[1])
    narrow = [text for classes, text in heads if "app-wide-only" not in classes]
    assert narrow == ["Integrated care board", "Score", "Compared"]
    assert "Each board’s own page and the files have the rest." in text_of(page)


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


def test_the_picture_says_whether_limits_were_widened(many_trusts, cast, page_of, client):
    page = page_of(cast.national, "/insight/funnel/?measure=LS01")
    said = text_of(page)
    assert "Limits were widened" in said or "Limits are those of chance alone" in said
    assert "φ" in said
    href = re.findall(r'href="(\?[^"]*picture=[^"]*svg)"', page)[0].replace("&amp;", "&")
    picture = text_of(client.get(f"/insight/funnel/{href}").content.decode())
    assert "φ" in picture


def test_themes_stand_in_a_funnel_of_scores(many_trusts, cast, page_of, client):
    found = open_round(many_trusts)
    theme = next(one for one in found.measures if one.is_theme)
    address = f"/insight/funnel/?measure={theme.code}"
    said = text_of(page_of(cast.national, address))
    assert "Outside the limits" in said
    assert "Trust 1" in said.split("Outside the limits")[1].split("Download")[0]
    assert "mean score of everybody who answered" in said
    lines = client.get(f"{address}&format=csv").getvalue().decode().splitlines()
    assert "Score" in lines[1]
    assert "Positive" not in lines[1]
    trusts = [GroupKey(Level.PROVIDER, f"ZM{number:03}") for number in range(16)]
    numbers = found.numbers(trusts, [theme.code])
    expected = means(numbers.score[:, 0], numbers.sd[:, 0], numbers.n[:, 0])
    for row in csv.reader(line for line in lines[1:] if line.startswith("Trust ")):
        at = int(row[0].removeprefix("Trust "))
        assert float(row[2]) == pytest.approx(numbers.score[at, 0])
        limits = expected.limits
        assert float(row[3]) == pytest.approx(max(limits.lower_action[at], 0), abs=0.051)
        assert float(row[4]) == pytest.approx(min(limits.upper_action[at], 100), abs=0.051)


def test_a_few_providers_have_no_limits(rounds, cast, page_of):
    said = text_of(page_of(cast.national, "/insight/funnel/"))
    assert "too few providers of this kind" in said
    assert "No provider of this kind" in text_of(
        page_of(cast.national, "/insight/funnel/?type=ambulance")
    )
