"""Rows of the feed: a small client reads them as Excel and Power BI do."""

import json
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.api.conftest import Reader
from sightline.api.odata import asking
from sightline.api.odata.edm import Type
from sightline.api.odata.sets import SETS, results
from sightline.conftest import make_organisation
from sightline.design import flags
from sightline.insight import scope
from sightline.organisations.models import Organisation
from sightline.results import gate
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import GroupKey, Level
from sightline.trail.models import Entry

PYTHON: dict[Type, Any] = {
    Type.STRING: str,
    Type.INTEGER: int,
    Type.NUMBER: (int, float),
    Type.BOOLEAN: bool,
    Type.DATE: str,
    Type.MOMENT: str,
}


@pytest.fixture
def national(reader: Any, cast: Any, rounds: object) -> Reader:
    made: Reader = reader(cast.national)
    return made


def key_of_row(row: dict[str, Any]) -> GroupKey:
    return GroupKey(Level(row["Level"]), row["GroupCode"], row["OtherCode"] or "")


@pytest.mark.parametrize("name", list(SETS))
def test_rows_are_as_the_metadata_says(national, raise_concern, name):
    raise_concern()
    found = list(national.rows(name))
    assert found or name in ("Commitments", "Judgements")
    of = SETS[name]
    keys = [row[of.key.name] for row in found]
    assert len(set(keys)) == len(keys)
    for row in found:
        assert list(row) == [column.name for column in of.properties]
        for column in of.properties:
            value = row[column.name]
            if value is None:
                assert column.may_be_empty, column.name
            else:
                assert isinstance(value, PYTHON[column.type]), column.name


def test_results_are_the_numbers_of_the_gate(national, rounds):
    found = list(national.rows("Results"))
    opened = {2025: gate.open_round(rounds.before), 2026: gate.open_round(rounds.now)}
    shown = 0
    for row in found:
        cell = opened[row["Year"]].cell(key_of_row(row), row["Measure"])
        assert cell.shown == (row["Withheld"] is None)
        benchmark = cell.benchmark
        assert (
            row["Answers"], row["Respondents"], row["Score"], row["ScoreLow"], row["ScoreHigh"],
            row["Positive"], row["PositiveLow"], row["PositiveHigh"], row["Difference"],
            row["Benchmark"], row["BenchmarkName"], row["Flag"],
        ) == (
            cell.n, cell.respondents, cell.score, cell.low, cell.high,
            cell.positive, cell.positive_low, cell.positive_high, cell.difference,
            benchmark.score if benchmark else None, benchmark.name if benchmark else None,
            flags.named(cell.flag).word if benchmark else None,
        )  # fmt: skip
        shown += cell.shown
    assert 0 < shown < len(found)
    assert len(found) == sum(len(one.groups()) * len(one.measures) for one in opened.values())


@pytest.mark.parametrize(
    "who", ["national", "north_manager", "icb_lead", "director", "other_director"]
)
def test_everybody_reads_the_groups_that_they_may_open_and_no_other(reader, cast, rounds, who):
    person = getattr(cast, who)
    read = {key_of_row(row) for row in reader(person).rows("Results", filter="Year eq 2026")}
    open_to_them = set()
    for key in gate.open_round(rounds.now).groups():
        group = scope.find(person, key.level, key.code, key.other_code)
        if group is not None and group.shows_own_results:
            open_to_them.add(key)
    assert read == open_to_them
    assert read


def test_a_concern_that_is_not_shared_is_not_read_and_nothing_internal_is(
    reader, cast, raise_concern
):
    raise_concern(title="Shared one", share=True)
    raise_concern(title="Hidden one", internal_summary="Secret words")
    mine = list(reader(cast.director).rows("Concerns"))
    assert [row["Title"] for row in mine] == ["Shared one"]
    assert list(reader(cast.other_director).rows("Concerns")) == []
    everything = list(reader(cast.national).rows("Concerns"))
    assert {row["Title"] for row in everything} == {"Shared one", "Hidden one"}
    assert "Secret words" not in json.dumps(everything)


def test_a_set_that_a_role_does_not_open_is_refused(reader, cast):
    status, error = reader(cast.learner).refusal("Concerns")
    assert (status, error["code"]) == (403, "Forbidden")
    assert "see the shared part of concerns" in error["message"]
    assert reader(cast.administrator).refusal("Results")[0] == 403


def test_a_row_of_another_patch_is_404_by_its_key(reader, cast, rounds):
    path = "Results('learner-survey:2026:provider:ZN001:LS01')"
    row = reader(cast.director).json(path)
    assert row["GroupName"] == "Aldermoor Hospitals"
    assert row["@odata.context"].endswith("$metadata#Results/$entity")
    assert reader(cast.other_director).refusal(path)[0] == 404
    assert reader(cast.national).json("Places('ZN001')")["Kind"] == "NHS trust"
    assert reader(cast.director).refusal("Places('ZS001')")[0] == 404
    for wrong in ("Nothing", "Results(5)", "Results('", "results", "Results('x''y')"):
        assert reader(cast.national).refusal(wrong)[0] == 404, wrong


FILTERS = {
    "Year eq 2025": lambda row: row["Year"] == 2025,
    "Level eq 'provider' and Measure eq 'LS01'": lambda row: (
        row["Level"] == "provider" and row["Measure"] == "LS01"
    ),
    "Score lt 50": lambda row: row["Score"] is not None and row["Score"] < 50,
    "Withheld ne null or Score gt 70": lambda row: (
        row["Withheld"] is not None or (row["Score"] or 0) > 70
    ),
    "contains(GroupName,'moor') and not startswith(Measure,'LS')": lambda row: (
        "moor" in row["GroupName"] and not row["Measure"].startswith("LS")
    ),
    "Flag in ('Below','Low') and Level in ('provider','site')": lambda row: (
        row["Flag"] in ("Below", "Low") and row["Level"] in ("provider", "site")
    ),
    "Id eq 'learner-survey:2026:provider:ZN001:LS01'": lambda row: (
        row["Id"] == "learner-survey:2026:provider:ZN001:LS01"
    ),
}


@pytest.mark.parametrize("size", [1, 7, 2000])
@pytest.mark.parametrize("text", FILTERS)
def test_pages_together_are_the_whole(national, text, size, monkeypatch):
    monkeypatch.setattr(results, "MOST_LOOKED_AT", 50)
    everything = list(national.rows("Results"))
    wanted = [row for row in everything if FILTERS[text](row)]
    assert 0 < len(wanted) < len(everything)
    few = wanted if size > 1 else wanted[:9]
    options = {"filter": text} if size > 1 else {"filter": text, "top": "9"}
    assert list(national.rows("Results", size, **options)) == few
    counted = national.json(f"Results?$filter={text}&$count=true&$top=0")
    assert counted["@odata.count"] == len(wanted)
    assert counted["value"] == []
    assert national.get(f"Results/$count?$filter={text}").content == str(len(wanted)).encode()
    assert list(national.rows("Results", size, filter=text, skip="3", top="4")) == wanted[3:7]


def test_top_and_skip_without_a_filter_cross_pages(national):
    everything = list(national.rows("Results"))
    assert list(national.rows("Results", 10)) == everything
    assert list(national.rows("Results", 10, top="25", skip="5")) == everything[5:30]
    assert list(national.rows("Places", 3)) == list(national.rows("Places"))
    assert list(national.rows("Places", 3, top="7", skip="1")) == list(national.rows("Places"))[1:8]


def _next(page: dict[str, Any]) -> str:
    parts = urlsplit(page["@odata.nextLink"])
    return f"{parts.path}?{parts.query}"


@pytest.mark.parametrize("options", ["", "?$orderby=Score", "?$filter=Score gt 1&$skip=2"])
@pytest.mark.parametrize("year", [2026, 2027])
def test_a_reading_of_results_ends_where_a_round_is_switched_in(national, options, year):
    """A correction, which leaves as many rows, and a new round, which stands before the others."""
    small = {"Prefer": "odata.maxpagesize=5"}
    page = national.json(f"Results{options}", **small)
    again = national.json(_next(page), **small)
    assert again["value"] != page["value"]
    make_dataset({("ZN001", "ZN001A", "CST"): spread(50)}, year=year)
    status, error = national.refusal(_next(page))
    assert (status, error["code"], error["target"]) == (410, "Gone", "$skiptoken")
    assert "Read the set again from its beginning." in error["message"]
    assert national.json(f"Results{options}", **small)["value"]


@pytest.mark.parametrize("order", ["", "&$orderby=Name desc"])
def test_a_list_goes_on_after_the_row_it_gave_whatever_is_added_or_taken_away(
    national, country, order
):
    """Every place that was there all the time comes once."""
    whole = [row["Code"] for row in national.json(f"Places?$select=Code{order}")["value"]]
    path, given, adding = f"Places?$select=Code{order}", [], iter(("ZN0000", "ZZ9999", "ZN0001"))
    while True:
        page = national.json(path, Prefer="odata.maxpagesize=3")
        given += [row["Code"] for row in page["value"]]
        if "@odata.nextLink" not in page:
            break
        if (code := next(adding, "")) != "":
            make_organisation(code, "practice", "Mid Surgery", country.north_icb)
        path = _next(page)
    assert len(given) == len(set(given))
    assert [code for code in given if code in whole] == whole
    gone = national.json(f"Places?$select=Code{order}", Prefer="odata.maxpagesize=3")
    last = gone["value"][-1]["Code"]
    Organisation.objects.filter(code=last).update(code="ZN7777")
    status, error = national.refusal(_next(gone))
    assert (status, error["code"]) == (410, "Gone")


def test_order_puts_nothing_first_and_ties_stay(national):
    found = list(national.rows("Results", 20, filter="Year eq 2026", orderby="Score desc,Id"))
    scores = [row["Score"] for row in found]
    shown = [score for score in scores if score is not None]
    assert shown == sorted(shown, reverse=True)
    assert scores[len(shown) :] == [None] * (len(scores) - len(shown))
    for before, after in pairwise(found):
        if before["Score"] == after["Score"]:
            assert before["Id"] < after["Id"]


def test_select_gives_those_columns_only(national):
    page = national.json("Results?$select=Score,GroupCode&$top=2")
    assert [list(row) for row in page["value"]] == [["GroupCode", "Score"]] * 2
    assert page["@odata.context"].endswith("$metadata#Results(GroupCode,Score)")
    assert "@odata.nextLink" not in page


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("Results?$apply=aggregate(Score with average as S)", 501, "$apply"),
        ("Results?$expand=Measure", 501, "$expand"),
        ("Results?$search=x", 501, "$search"),
        ("Results?$compute=Score add 1 as S", 501, "$compute"),
        ("Results?$filter=Score eq @x&@x=5", 501, "@x"),
        ("Results?$filter=year(Score) eq 5", 501, "$filter"),
        ("Results?$nonsense=1", 400, "$nonsense"),
        ("Results?filter=Score gt 5", 400, "filter"),
        ("Results?$top=-1", 400, "$top"),
        ("Results?$top=x", 400, "$top"),
        ("Results?$skip=1.5", 400, "$skip"),
        ("Results?$skiptoken=x", 400, "$skiptoken"),
        ("Results?$skiptoken=2000", 400, "$skiptoken"),
        ("Results?$skiptoken=0123456789abcdef-5", 410, "$skiptoken"),
        ("Places?$skiptoken=NOWHERE", 410, "$skiptoken"),
        ("Results?$count=yes", 400, "$count"),
        ("Results?$format=xml", 400, "$format"),
        ("Results?$select=Nothing", 400, "$select"),
        ("Results?$orderby=Nothing", 400, "$orderby"),
        ("Results?$orderby=Score down", 400, "$orderby"),
        ("Results?$filter=Score gt", 400, "$filter"),
        ("Results?$top=1&$top=2", 400, "$top"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_to_do(national, path, status, target):
    given, error = national.refusal(path)
    assert (given, error.get("target")) == (status, target)
    assert error["message"].endswith(".")


def test_too_much_to_put_into_an_order_is_refused(national, monkeypatch):
    monkeypatch.setattr(results, "MOST_ORDERED", 10)
    monkeypatch.setattr(results, "MOST_COUNTED", 10)
    assert "Narrow them with $filter" in national.refusal("Results?$orderby=Score")[1]["message"]
    status, error = national.refusal("Results?$count=true&$filter=Score gt 5")
    assert (status, error["target"]) == (400, "$count")
    assert national.json("Results?$count=true&$filter=Year eq 2025")["@odata.count"] > 10


def test_pages_are_no_larger_than_the_largest(national):
    answer = national.json("Results", Prefer="odata.maxpagesize=999999999999")
    assert len(answer["value"]) <= asking.LARGEST_PAGE
    assert len(national.json("Results", Prefer="maxpagesize=3")["value"]) == 3
    assert len(national.json("Results", Prefer="maxpagesize=x")["value"]) > 3


@pytest.mark.parametrize("name", list(SETS))
def test_queries_do_not_grow_with_rows(reader, cast, rounds, raise_concern, name):
    program = reader(cast.national)
    raise_concern()
    program.json(name)
    with CaptureQueriesContext(
        connection,
    ) as few:
        program.json(f"{name}?$top=1")
    for _ in range(3):
        raise_concern()
    with CaptureQueriesContext(connection) as many:
        program.json(name)
    assert len(many) <= len(few)
    assert len(many) <= 30


def test_reading_concerns_is_written_down_once_for_a_reading(national, raise_concern):
    for _ in range(3):
        raise_concern()
    list(national.rows("Concerns", 1))
    lines = Entry.objects.filter(action="api.odata.read")
    assert [line.summary for line in lines] == ["Read Concerns through the feed"]
    list(national.rows("Results", 5, top="12"))
    assert lines.count() == 1
