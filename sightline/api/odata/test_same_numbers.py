"""One cell is one number: on its page, in its files, in report and slides, and in the feed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sightline.conftest import Cast, Country, make_organisation
from sightline.design import show
from sightline.insight import reading, scope, words
from sightline.insight.conftest import text_of
from sightline.insight.reports import deck
from sightline.insight.reports.provider import Source, report
from sightline.people.models import User
from sightline.results import gate
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import GroupKey, Level

KEY = GroupKey(Level.PROVIDER, "ZN001")
CELLS = ("LS01", "LS02", "supervision")


@pytest.fixture
def trusts(country: Country) -> None:
    """Eleven trusts of different sizes: their scores do not end after one decimal."""
    for at in range(10):
        make_organisation(
            f"ZM{at:03}", "trust", f"Trust {at}", country.north_icb, provider_type="acute"
        )
    make_dataset(
        {("ZN001", "", "CST"): spread(137, seed=90)}
        | {(f"ZM{at:03}", "", "CST"): spread(23 + 7 * at, seed=at) for at in range(10)}
    )


def of_grid(document: Any) -> dict[str, dict[str, str]]:
    """Rows of all tables of a report or slides by their first cell."""
    found: dict[str, dict[str, str]] = {}
    for page in document.pages:
        for section in page.sections:
            if section.grid:
                names = [column.text for column in section.grid.columns]
                for row in section.grid.rows:
                    found.setdefault(row[0], {}).update(zip(names, row, strict=True))
    return found


@pytest.mark.parametrize("code", CELLS)
def test_feed_files_and_pages_say_the_same(
    trusts: None, cast: Cast, reader: Callable[[User], Any], client: Any, code: str
) -> None:
    opened = gate.open_round(reading.newest()[0].dataset)
    cell, info = opened.cell(KEY, code), opened.measure(code)
    assert info is not None
    assert cell.benchmark is not None
    client.force_login(cast.national)

    feed = next(
        row
        for row in reader(cast.national).rows("Results", filter="GroupCode eq 'ZN001'")
        if row["Measure"] == code and row["Level"] == "provider"
    )
    positive = cell.positive
    wanted = (cell.score, cell.low, cell.high, cell.benchmark.score, cell.difference)
    names = ("Score", "95% low", "95% high", "Benchmark", "Difference")
    in_feed = ("Score", "ScoreLow", "ScoreHigh", "Benchmark", "Difference")
    assert tuple(feed[name] for name in in_feed) == wanted
    assert feed["Positive"] == positive
    if not info.is_theme:
        assert positive != round(positive or 0.0)  # so rounding it to whole numbers is seen

    address = "/insight/provider/ZN001/"
    file = client.get(f"{address}?format=csv").getvalue().decode("utf-8-sig")
    line = next(row for row in csv.reader(io.StringIO(file)) if row and row[0] == info.label)
    heading = next(row for row in csv.reader(io.StringIO(file)) if "Score" in row)
    of_csv = dict(zip(heading, line, strict=True))
    assert tuple(float(of_csv[name]) for name in names) == wanted
    assert (float(of_csv["Positive"]) if of_csv["Positive"] else None) == positive
    in_json = json.loads(client.get(f"{address}?format=json").getvalue())
    assert json.dumps(positive) in json.dumps(in_json)

    page = text_of(client.get(address).content.decode())
    assert (words.positive(cell) in page) or info.is_theme
    item = text_of(client.get(f"{address}item/{code}/").content.decode())
    assert f"Score {show.number(cell.score, 1)}; their average is " in item
    assert f"{show.number(abs(cell.difference or 0.0), 1)}" in item


@pytest.mark.parametrize("code", CELLS)
def test_report_slides_and_those_like_it_say_the_same(
    trusts: None, country: Country, cast: Cast, client: Any, code: str
) -> None:
    opened = gate.open_round(reading.newest()[0].dataset)
    cell, info = opened.cell(KEY, code), opened.measure(code)
    assert info is not None
    assert cell.benchmark is not None
    client.force_login(cast.national)
    address = "/insight/provider/ZN001/"
    place = scope.find(cast.national, "provider", "ZN001")
    assert place is not None
    source = Source(reading.newest()[0], cast.national, date(2026, 11, 24))
    known = source.records([country.trust.pk])[country.trust.pk]
    written = [
        of_grid(report(source, country.trust, known).document),
        of_grid(deck.slides(reading.newest()[0], place, cast.national)),
    ]
    for rows in written:
        if info.label in rows:
            row = rows[info.label]
            assert row["Score"] == show.number(cell.score, 1)
            assert row["Benchmark"] == show.number(cell.benchmark.score, 1)
            assert row["Difference"] == show.number(cell.difference, 1)
    assert info.label in written[1] or not info.is_theme

    # Compared with the same trusts, the page of those like it and its file say the same.
    other = f"{address}among/?measure={code}&with=type"
    said = text_of(client.get(other).content.decode())
    side = "above" if (cell.difference or 0.0) > 0 else "below"
    assert (
        f"{show.number(abs(cell.difference or 0.0), 1)} points {side} their average of "
        f"{show.number(cell.benchmark.score, 1)}"
    ) in said
    of_questions = "" if info.is_theme else "&of=questions"
    file = client.get(f"{other}&format=csv{of_questions}").getvalue().decode("utf-8-sig")
    every = list(csv.reader(io.StringIO(file)))
    heading = next(row for row in every if "Difference" in row)
    line = next(row for row in every if row and row[0] == info.label)
    of_csv = dict(zip(heading, line, strict=True))
    assert float(of_csv["Difference"]) == cell.difference
    assert float(of_csv["Their average"]) == cell.benchmark.score
    if info.is_theme:
        slide = written[1][info.label]
        assert slide["A quarter are below"] == show.number(float(of_csv["First quartile"]), 1)
        assert slide["A quarter are above"] == show.number(float(of_csv["Third quartile"]), 1)
