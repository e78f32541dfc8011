"""An analyst takes the numbers of a page in every form, and reads the same through the feed."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import urllib.request
import zipfile
from typing import Any
from urllib.parse import quote

import pandas
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys.conftest import PASSPHRASE, Arrive
from tests.journeys.person import Person

#: Where and its score, as text with one decimal.
Scores = dict[str, str]


def test_an_analyst_gets_the_same_numbers_out_in_every_form(sign_in: Arrive) -> None:
    analyst = sign_in("national")
    scores = reads_the_page(analyst)
    takes_every_file(analyst, scores)
    takes_the_chart(analyst, scores)
    key = makes_a_key(analyst)
    reads_the_feed(analyst, key, scores)
    revokes_the_key(analyst, key)


def reads_the_page(analyst: Person) -> Scores:
    """One theme in every region."""
    analyst.follows("Results")
    analyst.goes_to("/insight/nation/ENG/")
    analyst.page.locator("#rounds").get_by_role("link", name="Clinical supervision").first.click()
    analyst.sees("Regions")
    part = analyst.page.locator("#inside")
    part.locator("summary", has_text="Show the table").first.click()
    table = part.get_by_role("table").first
    headings = [one.strip() for one in table.locator("thead th").all_inner_texts()]
    at = headings.index("Score")
    scores = {}
    for row in table.locator("tbody tr").all():
        cells = [one.strip() for one in row.locator("th, td").all_inner_texts()]
        scores[cells[0]] = cells[at]
    assert len(scores) >= 5
    analyst.checks_the_page("numbers-to-take-away", show="Download all as CSV")
    return scores


def takes_every_file(analyst: Person, scores: Scores) -> None:
    files = {
        ending: analyst.downloads(re.compile(f"^Download all {text}$"))
        for ending, text in {
            "csv": "as CSV",
            "xlsx": "for Excel",
            "zip": "as CSV with a data dictionary",
            "parquet": "as Parquet",
            "json": "as JSON",
        }.items()
    }
    lines = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert "Made-up data" in lines[0][0]
    assert same(pandas.DataFrame(lines[2:], columns=lines[1]), "Where", "Score") == scores

    data = load_workbook(io.BytesIO(files["xlsx"]))["Data"]
    rows = list(data.values)
    top = next(at for at, row in enumerate(rows) if row[0] == "Where")
    assert same(pandas.DataFrame(rows[top + 1 :], columns=rows[top]), "Where", "Score") == scores
    assert any(str(row[0]).startswith("Source: ") for row in rows[:top])

    archive = zipfile.ZipFile(io.BytesIO(files["zip"]))
    read = pandas.read_csv(archive.open("made-up-data.csv"))
    assert same(read, "Where", "Score") == scores
    meanings = pandas.read_csv(archive.open("made-up-dictionary.csv")).set_index("Column")
    assert "0 (worst) to 100 (best)" in meanings.loc["Score", "Meaning"]

    read = pandas.read_parquet(io.BytesIO(files["parquet"]))
    assert str(read["score"].dtype) == "float64"
    assert same(read, "where", "score") == scores

    found = json.loads(files["json"])
    assert same(pandas.DataFrame(found["rows"]), "where", "score") == scores
    assert found["made_up"]


def same(frame: pandas.DataFrame, where: str, score: str) -> Scores:
    return {
        str(row[where]): f"{float(row[score]):.1f}"
        for row in frame.to_dict("records")
        if row[score] not in ("withheld", None)
    }


def takes_the_chart(analyst: Person, scores: Scores) -> None:
    part = analyst.page.locator("#inside")
    got: dict[str, bytes] = {}
    for ending in ("SVG", "PNG"):
        with analyst.page.expect_download() as waiting:
            part.get_by_role("link", name=re.compile(f"Download this chart as {ending}")).click()
        got[ending] = waiting.value.path().read_bytes()
        assert waiting.value.suggested_filename.startswith("made-up-clinical-supervision")
    said = " ".join(etree.fromstring(got["SVG"]).itertext())
    for score in scores.values():
        assert score in said
    assert "Source: " in said
    assert got["PNG"].startswith(b"\x89PNG")
    assert len(got["PNG"]) > 20_000


def makes_a_key(analyst: Person) -> str:
    analyst.follows("Results")
    analyst.follows("Data for Excel, Power BI and programs")
    analyst.opens("Columns of Results")
    analyst.checks_the_page("data-for-excel-and-power-bi")
    analyst.presses("Make or revoke a key")
    analyst.presses("Make a key")
    analyst.sees_problem("Enter name of the key")
    analyst.fills("Name of the key", "Power BI on my laptop")
    analyst.answers("How long should it last?", "90 days")
    analyst.fills("Password you sign in with", PASSPHRASE)
    analyst.presses("Make a key")
    key = analyst.page.locator("#key").inner_text().strip()
    analyst.checks_the_page("a-new-key")
    analyst.presses("I have copied it")
    expect(analyst.row("Power BI on my laptop")).to_contain_text("Never")
    analyst.does_not_see(key)
    analyst.checks_the_page()
    return key


def reads_the_feed(analyst: Person, key: str, scores: Scores) -> None:
    analyst.follows("How to connect Excel and Power BI")
    address = analyst.page.locator("#address").inner_text().strip()
    newest = fetched(f"{address}Rounds?$orderby={quote('CollectedTo desc')}", key)["value"]
    measures = fetched(f"{address}Measures?$filter=contains(MeasureName,'linical')", key)["value"]
    supervision = next(one for one in measures if one["MeasureName"] == "Clinical supervision")
    survey = supervision["Survey"]
    year = next(one["Year"] for one in newest if one["Survey"] == survey)
    wanted = quote(
        f"Survey eq '{survey}' and Year eq {year} and Level eq 'region' "
        f"and Measure eq '{supervision['Measure']}'"
    )
    rows: list[dict[str, Any]] = []
    link = f"{address}Results?$filter={wanted}&$select=GroupName,Score"
    while link:
        page = fetched(link, key, size=3)
        rows += page["value"]
        link = page.get("@odata.nextLink", "")
    read = {row["GroupName"]: f"{row['Score']:.1f}" for row in rows if row["Score"] is not None}
    assert read == scores


def fetched(address: str, key: str, size: int = 500) -> dict[str, Any]:
    """As Power BI asks: Basic, with an address and a key."""
    shown = base64.b64encode(f"national@example.org:{key}".encode()).decode()
    asked = urllib.request.Request(
        address.replace(" ", "%20"),
        headers={"Authorization": f"Basic {shown}", "Prefer": f"odata.maxpagesize={size}"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def revokes_the_key(analyst: Person, key: str) -> None:
    analyst.presses("Make or revoke a key")
    expect(analyst.row("Power BI on my laptop")).not_to_contain_text("Never")
    analyst.follows("Revoke Power BI on my laptop")
    analyst.checks_the_page()
    analyst.presses("Revoke this key")
    analyst.sees("It opens nothing now.")
    answer = analyst.context.request.get(
        f"{analyst.address}/api/odata/v4/", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status == 401
    analyst.checks_the_page()
