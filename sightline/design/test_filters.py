from dataclasses import dataclass
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from sightline.design.filters import Choice, Choices, Day, Filters, Order, Search, Tick

CATEGORIES = [("0", "Category 0"), ("1", "Category 1"), ("2", "Category 2")]
REGIONS = [("N", "North"), ("S", "South")]


@dataclass(frozen=True)
class Concern:
    title: str
    category: str
    is_overdue: bool = False


class Rows(list):
    """A list that can be ordered like a queryset."""

    def order_by(self, *fields):
        name = fields[0].lstrip("-")
        reverse = fields[0].startswith("-")
        return Rows(sorted(self, key=lambda row: getattr(row, name), reverse=reverse))


LIST = Filters(
    filters=(
        Search("q", "Words", narrow=lambda rows, text: Rows(r for r in rows if text in r.title)),
        Choices(
            "category",
            "Category",
            narrow=lambda rows, picked: Rows(r for r in rows if r.category in picked),
            options=CATEGORIES,
        ),
        Choice("region", "Region", options=lambda: REGIONS),
        Tick("overdue", "Overdue", narrow=lambda rows, _: Rows(r for r in rows if r.is_overdue)),
        Day("as_at", "As at"),
    ),
    orders=(
        Order("title", "A to Z", ("title",)),
        Order("-title", "Z to A", ("-title",)),
        Order("category", "Category", ("category", "title")),
    ),
    page_size=2,
    kept=("round",),
)
CONCERNS = Rows([Concern("b", "1"), Concern("a", "1", True), Concern("c", "2"), Concern("d", "0")])


def read(query=""):
    return LIST.read_query(QueryDict(query), "/list/")


def test_what_a_page_takes_unasked_stands_selected_and_is_no_chip():
    with_usual = Filters((Choice("region", "Region", options=REGIONS, usual="S"),))
    for query, selected in (("", "S"), ("region=N", "N"), ("region=nowhere", "S")):
        chosen = with_usual.read_query(QueryDict(query), "/list/")
        options = chosen.fields[0]["options"]
        assert [one["value"] for one in options] == ["N", "S"]
        assert [one["value"] for one in options if one["is_selected"]] == [selected]
        assert len(chosen.applied) == ("=N" in query)
    gone = Filters((Choice("region", "Region", options=REGIONS, usual="X"),))
    options = gone.read_query(QueryDict(""), "/list/").fields[0]["options"]
    assert [one["text"] for one in options if one["is_selected"]] == ["All"]


def test_nothing_chosen_is_the_whole_list_in_its_usual_order():
    chosen = read()
    assert [row.title for row in chosen.narrow(CONCERNS)] == ["a", "b", "c", "d"]
    assert chosen.applied == []
    assert chosen.href() == "/list/"


def test_filters_narrow_together():
    chosen = read("category=1&category=2&q=c&overdue=")
    assert [row.title for row in chosen.narrow(CONCERNS)] == ["c"]
    assert [chip.text for chip in chosen.applied] == [
        "Words: c",
        "Category: Category 1",
        "Category: Category 2",
    ]


def test_a_chip_takes_away_itself_only():
    chosen = read("category=1&category=2&region=N&page=3")
    one = next(chip for chip in chosen.applied if chip.text == "Category: Category 1")
    assert one.remove_href == "/list/?category=2&region=N"
    region = next(chip for chip in chosen.applied if chip.text == "Region: North")
    assert region.remove_href == "/list/?category=1&category=2"


def test_clearing_keeps_the_order_and_what_belongs_to_the_page():
    chosen = read("category=1&order=-title&round=2026")
    assert chosen.clear_href == "/list/?round=2026&order=-title"
    assert {"kind": "kept", "name": "round", "value": "2026"} in chosen.fields


@pytest.mark.parametrize(
    "query",
    ["category=9", "region=X", "order=nope", "page=x", "page=0", "page=-1", "page=²", "other=1"],
)
def test_what_is_not_known_is_left_out(query):
    chosen = read(query)
    assert chosen.href() == "/list/"
    assert chosen.problems == []


def test_a_day_that_cannot_be_read_is_said_and_stays_in_its_box():
    chosen = read("as_at=31+March")
    assert chosen.problems == ["As at must be a real date, like 31 3 2026"]
    assert chosen.values["as_at"] is None
    assert next(f for f in chosen.fields if f["name"] == "as_at")["value"] == "31 March"
    assert read("as_at=2026-03-31").applied[0].text == "As at: 31 March 2026"


@pytest.mark.parametrize(
    "text", ["2026-03-31", "31/3/2026", "31 March 2026", "31.03.2026", "31 mar 2026"]
)
def test_a_day_may_be_typed_in_several_ways_and_is_kept_in_one(text):
    query = QueryDict(mutable=True)
    query["as_at"] = text
    chosen = LIST.read_query(query, "/list/")
    assert chosen.values["as_at"] == date(2026, 3, 31)
    assert chosen.href() == "/list/?as_at=2026-03-31"


@pytest.mark.parametrize(
    "text", ["2026-02-30", "31/2/2026", "31", "31/3", "31 3 26", "0/0/0000", "x y z", "1 2 3 4"]
)
def test_what_is_no_day_is_said(text):
    query = QueryDict(mutable=True)
    query["as_at"] = text
    chosen = LIST.read_query(query, "/list/")
    assert chosen.values["as_at"] is None
    assert len(chosen.problems) == 1


def test_pages():
    chosen = read("page=2&region=N")
    page = chosen.page(chosen.narrow(CONCERNS))
    assert [row.title for row in page.rows] == ["c", "d"]
    assert (page.first, page.last, page.total, page.count_of_pages) == (3, 4, 4, 2)
    assert page.previous_href == "/list/?region=N"
    assert page.next_href == ""


def test_a_page_beyond_the_end_is_the_last_and_an_empty_list_has_one():
    assert read("page=99").page(CONCERNS).number == 2
    empty = read("page=99").page([])
    assert (empty.number, empty.count_of_pages, empty.first, empty.last) == (1, 1, 0, 0)


def test_numbers_of_pages_leave_out_the_middle():
    page = read("page=10").page(list(range(40)))
    assert [item.get("number", "…") for item in page.items_shown] == [1, "…", 9, 10, 11, "…", 20]
    near = read("page=3").page(list(range(40)))
    assert [item.get("number", "…") for item in near.items_shown] == [1, 2, 3, 4, "…", 20]
    assert next(item for item in near.items_shown if item.get("current"))["number"] == 3


def test_the_download_has_the_filters_and_not_the_page():
    assert read("category=1&page=2").href(format="csv") == "/list/?category=1&format=csv"


def test_headings_sort_up_then_down():
    assert read().heading("Title", "title") == {
        "text": "Title",
        "numeric": False,
        "sort": "ascending",
        "href": "/list/?order=-title",
    }
    assert read("order=-title").heading("Title", "title")["sort"] == "descending"
    assert read("order=category").heading("Title", "title")["sort"] == "none"
    with pytest.raises(KeyError):
        read().heading("Other", "other")


@given(st.text(max_size=40))
def test_any_address_can_be_read_and_written(text):
    query = QueryDict(mutable=True)
    for name in ("q", "category", "region", "overdue", "as_at", "order", "page", "round"):
        query[name] = text
    chosen = LIST.read_query(query, "/list/")
    again = LIST.read_query(QueryDict(chosen.href().partition("?")[2]), "/list/")
    assert again.values == chosen.values
    assert again.href() == chosen.href()
