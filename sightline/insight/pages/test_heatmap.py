"""All places at once: a table that is read in order of place, with symbols beside colours."""

import re

import pytest

from sightline.conftest import make_organisation
from sightline.design.charts.heatmap import HeatCell, HeatRow, heatmap
from sightline.insight.conftest import text_of
from sightline.results.factories import make_dataset, spread


def test_places_stand_under_their_region_and_board_with_a_sign_in_every_cell(rounds, cast, page_of):
    page = page_of(cast.north_manager, "/insight/heatmap/?show=questions")
    groups = re.findall(r'scope="rowgroup"[^>]*><span>([^<]*)', page)
    assert groups == ["North: Northdale ICB", "North: Northmoor ICB"]
    row = page.split("Aldermoor Hospitals</a></th>")[1].split("</tr>")[0]
    assert row.count("<td") == row.count("▼") == 3
    assert row.count("Below") == 3
    assert "Calverton" not in page
    assert 'aria-labelledby="heat-caption" tabindex="0"' in page


def test_what_is_not_shown_looks_the_same_for_few_and_for_none(country, cast, page_of):
    make_organisation("ZN003", "trust", "Crossmoor Hospitals", country.north_icb)
    make_dataset({
        ("ZN001", "", "CST"): spread(30),
        ("ZN002", "", "CST"): spread(30, seed=1),
        ("ZN003", "", "CST"): spread(2),
        ("ZS001", "", "CST"): spread(30, seed=2),
    })  # fmt: skip
    said = text_of(page_of(cast.national, "/insight/heatmap/"))
    assert "Crossmoor" not in said
    assert "more has too few answers" in said or "more have too few answers" in said


def test_whole_nation_rows_are_for_those_who_see_the_nation(rounds, cast, page_of):
    national = text_of(page_of(cast.national, "/insight/heatmap/?rows=profession"))
    assert "Doctor in training" in national.split("Score")[0] or "Doctor in training" in national
    manager = text_of(page_of(cast.north_manager, "/insight/heatmap/?rows=profession"))
    assert "Trusts by theme" in manager


def test_its_file_has_the_places_and_their_flags(rounds, cast, client):
    client.force_login(cast.national)
    said = client.get("/insight/heatmap/?format=csv").getvalue().decode()
    assert "Where,Region,Integrated care board,Clinical supervision" in said
    assert "Aldermoor Hospitals,North,Northmoor ICB,25" in said.replace("\r", "")


def test_a_middle_that_is_clearly_below_its_like_has_a_star_and_says_so(
    country, cast, client, page_of
):
    make_dataset(
        {
            ("ZN001", "", "CST"): [[2, 2, 2], [3, 3, 3], [4, 4, 4]] * 60,
            ("ZN002", "", "CST"): [[1, 1, 1], [5, 5, 5], [5, 5, 5]] * 60,
        }
    )
    page = page_of(cast.national, "/insight/heatmap/")
    row = page.split("Aldermoor Hospitals</a></th>")[1].split("</tr>")[0]
    assert '50<span aria-hidden="true">*</span>' in row
    assert "Middle, clearly below average</span>" in row
    assert "* clearly below or above that average" in page
    said = client.get("/insight/heatmap/?format=csv").getvalue().decode()
    assert '"Middle, clearly below average"' in said
    (svg,) = re.findall(r'href="(\?[^"]*picture=[^"]*svg)"', page)
    assert ">*</text>" in client.get("/insight/heatmap/" + svg).content.decode()


def test_its_picture_is_a_file_of_the_same_places_under_the_same_permission(rounds, cast, client):
    client.force_login(cast.north_manager)
    page = client.get("/insight/heatmap/").content.decode()
    links = re.findall(r'href="(\?[^"]*picture=[^"]*)"', page)
    assert [one.rpartition(".")[2] for one in links] == ["svg", "png"]
    svg = client.get("/insight/heatmap/" + links[0])
    assert svg["Content-Type"] == "image/svg+xml"
    said = svg.content.decode()
    for words in ("Aldermoor Hospitals", "North: Northmoor ICB", "Made-up data", "Source: "):
        assert words in said, words
    assert "Calverton" not in said
    assert client.get("/insight/heatmap/" + links[1]).content.startswith(b"\x89PNG")
    client.force_login(cast.learner)
    assert client.get("/insight/heatmap/" + links[0]).status_code == 404


@pytest.mark.parametrize("most", ["MOST_DRAWN", "MOST_ROWS"])
def test_there_is_no_picture_of_more_than_somebody_could_read(
    most, rounds, cast, client, monkeypatch
):
    monkeypatch.setattr(f"sightline.design.charts.heatmap.{most}", 1)
    client.force_login(cast.national)
    assert "picture=" not in client.get("/insight/heatmap/").content.decode()
    assert client.get("/insight/heatmap/?picture=trusts-by-theme.svg").status_code == 404


@pytest.mark.parametrize("count", [1, 25])
def test_queries_do_not_grow_with_the_places(
    country, cast, client, count, django_assert_num_queries
):
    for at in range(count):
        make_organisation(f"ZN9{at:02}", "trust", f"Trust {at}", country.north_icb)
    make_dataset({(f"ZN9{at:02}", "", "CST"): spread(12, seed=at) for at in range(count)})
    client.force_login(cast.national)
    client.get("/insight/heatmap/")
    with django_assert_num_queries(8):
        assert client.get("/insight/heatmap/").status_code == 200


def test_strangers_get_nothing(rounds, cast, client):
    client.force_login(cast.learner)
    assert client.get("/insight/heatmap/").status_code == 404


def test_text_is_escaped_and_a_row_of_another_length_is_refused():
    row = HeatRow("<u>", "", ("<s>",), [HeatCell(1.0, "red")])
    drawn = heatmap("<b>", ["<i>"], [row], within_headings=["Where"])
    assert not re.search("<[bius]>", drawn.html)
    with pytest.raises(ValueError, match="cells for"):
        heatmap("x", ["a", "b"], [HeatRow("r", "", (), [HeatCell(1.0)])])
