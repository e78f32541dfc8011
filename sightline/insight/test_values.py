"""Flags and links in the cells of tables."""

import pytest
from django.template import engines

from sightline.design import downloads, flags, tables
from sightline.design.tables import Column, Kind, Table
from sightline.insight import values
from sightline.results.gate import Benchmark, Cell
from sightline.results.levels import NATION
from sightline.stats.outliers import Colour, Side

MACRO = '{% from "design/components.jinja" import flag %}{{ flag(colour, compact=true) }}'


def squeezed(markup: str) -> str:
    return "".join(markup.split())


@pytest.mark.parametrize("colour", Colour)
def test_a_flag_is_the_flag_of_the_design(colour):
    drawn = engines["jinja2"].from_string(MACRO).render({"colour": colour})
    assert squeezed(values.flag(colour)) == squeezed(drawn)


@pytest.mark.parametrize("colour", Colour)
def test_a_shape_alone_still_has_its_word(colour):
    assert f">{flags.named(colour).word} </span>" in values.shape(colour)


def test_a_middle_clearly_below_average_is_said_on_pages_and_in_files():
    cell = Cell(
        NATION,
        "LS01",
        True,
        90,
        90,
        55.6,
        flag=Colour.WHITE,
        side=Side.BELOW,
        benchmark=Benchmark("Trusts", 9, 70.0, 40.0, 90.0, None),
    )
    said = "Middle, clearly below average"
    assert values.flagged(cell) == said
    assert "Middle</span>, clearly below average" in values.flagged(cell).html
    assert f">{said} </span>" in values.Scored(cell, "/there/").html


def test_files_have_text_and_numbers_where_pages_have_markup():
    cell = Cell(
        NATION,
        "LS01",
        True,
        9,
        9,
        35.6,
        flag=Colour.RED,
        benchmark=Benchmark("Trusts", 9, 50.0, 40.0, 60.0, None),
    )
    table = Table(
        "Some",
        [Column("Score", Kind.NUMBER, 1), Column("Compared"), Column("Where")],
        [
            [
                values.Scored(cell, "/there/?a=1&b=2"),
                values.flagged(cell),
                values.links([("=A & B", "/x/"), ("C", "/y/")], 1),
            ]
        ],
    )
    assert list(downloads.csv_lines(table))[2] == '35.6,Below,"\'=A & B, C"\r\n'
    drawn = tables.drawn(tables.nhs_parameters(table.caption, table.columns, table.rows))
    assert '</svg> <a href="/there/?a=1&amp;b=2">35.6</a></span>' in drawn
    assert "Below</span>" in drawn
    assert '<a href="/x/">=A &amp; B</a>, 1 more' in drawn


def test_a_hidden_cell_has_no_score():
    with pytest.raises(ValueError):
        values.Scored(Cell(NATION, "LS01", shown=False), "/x/")
