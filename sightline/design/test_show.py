from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from sightline.design import flags, show
from sightline.design.tables import Column, Kind, Linked, Table, Withheld, nhs_parameters, written


def test_days_are_written_in_full():
    assert show.format_date(date(2026, 11, 4)) == "4 November 2026"
    assert show.format_date(None) == ""
    # Half past midnight in British summer time is the day before in UTC.
    assert show.format_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 5, "9:05am"), (14, 0, "2pm"), (0, 0, "midnight"), (12, 0, "midday"), (0, 1, "12:01am")],
)
def test_moments_are_local(hour, minute, said):
    moment = datetime(2026, 11, 24, hour, minute, tzinfo=UTC)
    assert show.format_moment(moment) == f"24 November 2026, {said}"


def test_numbers():
    assert show.number(1234567) == "1,234,567"
    assert show.number(-5) == "−5"
    assert show.number(0.25, 1) == "0.3"
    assert show.number(-0.01, 1) == "0.0"
    assert show.number(Decimal("71.25"), 1) == "71.3"
    assert show.number(None) == ""
    assert show.percent(61.5) == "62%"
    assert show.pluralise(1, "learner") == "1 learner"
    assert show.pluralise(0, "learner") == "0 learners"
    assert show.pluralise(1200, "person", "people") == "1,200 people"


def test_values_of_a_table_are_written_for_people():
    score = Column("Score", Kind.NUMBER, 1)
    assert written(71.25, score) == "71.3"
    assert written(Withheld(), score) == "Withheld"
    assert written(Linked("Alder", "/a/"), Column("Place")) == "Alder"
    assert written(62.4, Column("Positive", Kind.PERCENT)) == "62%"
    assert written(date(2026, 1, 2), Column("Day", Kind.DATE)) == "2 January 2026"
    assert written(None, score) == ""


def test_cells_of_a_page_are_escaped_and_say_why_they_are_withheld():
    table = Table(
        "t", [Column("a"), Column("b", Kind.NUMBER)], [["<b>", Withheld("Fewer than 10")]]
    )
    shown = nhs_parameters(table.caption, table.columns, table.rows)
    assert shown["rows"][0][0] == {"text": "<b>"}
    assert "fewer than 10" in shown["rows"][0][1]["html"]
    assert shown["head"][1]["format"] == "numeric"


@pytest.mark.parametrize("name", ["light green", "light-green", "LIGHT_GREEN"])
def test_flags_are_found_by_colour(name):
    assert flags.named(name).word == "High"
    assert flags.named(name).css == "light-green"
