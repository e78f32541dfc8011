"""Charts as files: they stand alone, and the page is asked for them as it is."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.http import Http404
from django.test import RequestFactory
from lxml import etree
from PIL import Image

from sightline.design import pictures
from sightline.design.charts import alone
from sightline.design.charts.heatmap import HeatCell, HeatRow, heatmap
from sightline.design.pages import examples

CHARTS = examples.charts()
SVG = "{http://www.w3.org/2000/svg}"


def names(charts):
    return [pictures.name_of(chart) for chart in charts]


def texts(svg):
    return ["".join(one.itertext()) for one in etree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS, ids=names(CHARTS))
def test_the_file_needs_no_stylesheet_and_keeps_every_word(chart):
    made = alone.svg(chart, "Learner survey", "24 November 2026")
    root = etree.fromstring(made)
    assert not [e for e in root.iter() if e.get("class") or e.get("style") or e.get("href")]
    said = texts(made)
    assert set(texts(str(chart.svg).encode())) <= set(said)
    assert "Source: Learner survey. Drawn on 24 November 2026." in " ".join(said)
    assert " ".join(said).startswith(chart.table.caption)
    for note in chart.table.notes:
        assert note in " ".join(said)
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert b"http://www.w3.org" in made
    assert made.count(b"http") == made.count(b"http://www.w3.org")


@pytest.mark.parametrize("chart", CHARTS, ids=names(CHARTS))
def test_every_look_of_the_page_is_in_the_file(chart):
    """Whatever has a class with a colour on the page has that colour in the file."""
    known = {step for rule in alone.rules() for step in rule.steps}
    css = alone.CSS.read_text(encoding="utf-8")
    drawn = etree.fromstring(str(chart.svg).encode())
    used = {f".{name}" for e in drawn.iter() for name in (e.get("class") or "").split()}
    styled = {name for name in used if re.search(rf"{re.escape(name)}(?![\w-])", css)}
    assert len(styled) > 4
    assert styled <= known
    filed = etree.fromstring(alone.svg(chart, "s", "d"))
    for element in filed.iter(f"{SVG}path", f"{SVG}rect", f"{SVG}circle"):
        assert element.get("fill") or element.get("stroke"), etree.tostring(element)
    assert all(e.get("fill") and e.get("font-size") for e in filed.iter(f"{SVG}text"))


def test_one_rule_beats_another_as_in_a_browser():
    fits = alone._fits
    path = (frozenset({"svg", ".chart"}), frozenset({"g"}), frozenset({"text", ".a"}))
    assert fits((".chart", ".a"), path)
    assert fits((".chart", "text"), path)
    assert not fits((".a", "text"), path)
    assert not fits((".chart",), path)
    weights = [rule.weight for rule in alone.rules()]
    assert weights == sorted(weights)


def test_a_png_of_a_wide_picture_has_two_pixels_for_each_of_its_own():
    columns = [f"Question {number}" for number in range(40)]
    row = HeatRow("Aldermoor Hospitals", "", (), [HeatCell(50.0, "red")] * 40)
    file = alone.svg(heatmap("Trusts by question", columns, [row]).picture, "s", "d")
    across, down = (int(etree.fromstring(file).get(name)) for name in ("width", "height"))
    assert across > alone.PIXELS
    assert Image.open(BytesIO(alone.png(file))).size == (2 * across, 2 * down)


def test_a_png_is_as_wide_as_a_slide():
    made = alone.png(alone.svg(CHARTS[0], "Learner survey", "24 November 2026"))
    assert made.startswith(b"\x89PNG")
    picture = Image.open(BytesIO(made)).convert("RGB")
    assert picture.width == alone.PIXELS
    colours = {colour for _, colour in picture.getcolors(maxcolors=2**20) or []}
    assert {(255, 255, 255), (0xB3, 0x0F, 0x0F), (0x00, 0x30, 0x87)} <= colours


def asked(address, context):
    return pictures.render(RequestFactory().get(address), "design/bare.jinja", context, source="S")


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_page_gives_the_chart_that_is_asked_for(ending):
    context = {"one": CHARTS[0], "more": [("x", {"y": CHARTS[2]})]}
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        answer = asked(f"/?picture=supervision-score-2021-to-2026.{ending}", context)
    assert answer["Content-Type"] in ("image/svg+xml", "image/png")
    assert (
        f'filename="made-up-supervision-score-2021-to-2026-2026-11-24.{ending}"'
        in answer["Content-Disposition"]
    )
    if ending == "svg":
        assert "Source: S. Drawn on 24 November 2026." in answer.content.decode()


@pytest.mark.parametrize("name", ["another.svg", "supervision-score-by-place-2026.gif", "x", ""])
def test_a_chart_that_is_not_there_is_not_found(name):
    with pytest.raises(Http404):
        asked(f"/?picture={name}", {"one": CHARTS[0]})


def test_links_keep_what_was_asked():
    request = RequestFactory().get("/?round=2025&inside=site")
    made = pictures.Pictures(request).links(CHARTS[0])
    assert [one["text"] for one in made] == ["as SVG", "as PNG"]
    assert made[1]["href"] == (
        "?round=2025&inside=site&picture=supervision-score-by-place-2026.png"
    )


def test_the_guide_gives_its_charts(client, db, settings):
    settings.DEBUG = True
    page = client.get("/design/").content.decode()
    links = re.findall(r'href="(\?picture=[^"]+)"', page)
    assert len(links) == 2 * len(CHARTS)
    assert client.get(f"/design/{links[0]}")["Content-Type"] == "image/svg+xml"
