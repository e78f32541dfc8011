import re
from typing import Any

import pytest
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from sightline.design import tables
from sightline.design.tables import Column, Kind, Linked, Table, Withheld

_NHS = '{% from "nhsuk/components/tables/macro.jinja" import table %}{{ table(parameters) | trim }}'
COLUMNS = [
    {"text": "Place", "href": "?order=-place", "sort": "ascending"},
    {"text": "Learners & co", "numeric": True, "href": "?order=n&x=1", "sort": "none"},
    Column("Score", Kind.NUMBER, 1),
    Column("Flag", wide_only=True),
]
ROWS: list[list[Any]] = [
    ["Alder <b>", 1200, 61.25, Markup("<strong>Below</strong>")],
    [Linked("Beech", '/p/?a=1&b="2"'), 0, Withheld(), None],
    [
        {"text": "Cedar", "href": "/c/"},
        {"text": "n/a", "classes": "wide"},
        None,
        {"html": "<i>x</i>"},
    ],
]


def plain(markup):
    """Markup without the white space that a browser does not show."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", markup))


def from_nhs(parameters):
    return engines["jinja2"].from_string(_NHS).render({"parameters": parameters})


@pytest.mark.parametrize("responsive", [True, False])
@pytest.mark.parametrize("first_is_header", [True, False])
@pytest.mark.parametrize("columns", [COLUMNS, ["a", "b", "c", "d"]])
def test_a_table_is_drawn_as_the_design_system_draws_it(columns, first_is_header, responsive):
    parameters = tables.nhs_parameters(
        "Scores",
        columns,
        ROWS,
        first_is_header=first_is_header,
        responsive=responsive,
        compact=True,
    )
    assert plain(tables.drawn(parameters)) == plain(from_nhs(parameters))


TEXT = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8)


@settings(max_examples=25, deadline=None)
@given(TEXT, st.lists(st.tuples(TEXT, st.integers()), max_size=3))
def test_any_text_is_drawn_as_the_design_system_draws_it(caption, rows):
    parameters = tables.nhs_parameters(f"T{caption}", ["Name", Column("N", Kind.NUMBER)], rows)
    assert plain(tables.drawn(parameters)) == plain(from_nhs(parameters))


def test_rows_are_as_wide_as_their_headings():
    with pytest.raises(ValueError):
        tables.nhs_parameters("t", ["a", "b"], [["only one"]])
    with pytest.raises(ValueError, match="Row 1 has 1 values for 2 columns"):
        Table("t", [Column("a"), Column("b")], [["only one"]])


def test_two_tables_of_a_page_have_their_own_names():
    one = tables.nhs_parameters("Scores", ["a"], [["x"]])["id"]
    other = tables.nhs_parameters("Scores", ["b"], [["x"]])["id"]
    assert one != other
