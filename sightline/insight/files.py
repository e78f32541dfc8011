"""Files of the tables of results: where the numbers are from, and what every column means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpResponseBase

from sightline.design import downloads
from sightline.design.tables import Column, Table
from sightline.insight.reading import Reading
from sightline.results import meanings

#: Heading of a column → what it means. Headings that say it themselves are not here.
MEANINGS = {
    "Answers": meanings.ANSWERS,
    "Learners": meanings.ANSWERS,
    "Coverage": meanings.COVERAGE,
    "Positive": meanings.POSITIVE,
    "Score": meanings.SCORE,
    "95% low": meanings.LOW,
    "95% high": meanings.HIGH,
    "95% interval, low": meanings.LOW,
    "95% interval, high": meanings.HIGH,
    "Benchmark": meanings.BENCHMARK,
    "Difference": meanings.DIFFERENCE,
    "Compared": meanings.FLAG,
    "Note": "Why the round cannot be compared with the one before, where it cannot.",
    "Their average": "Mean score of the places that this one is compared with and that are shown.",
    "Places shown": "How many places are compared, this one among them; withheld ones are not.",
    "First quartile": "A quarter of the places that are shown score lower than this.",
    "Median": "Half of the places that are shown score lower than this.",
    "Third quartile": "Three quarters of the places that are shown score lower than this.",
    "Place from": "The best place in the order that the interval of the score allows.",
    "Place to": "The worst place in the order that the interval of the score allows.",
    "Rounds together": "How many rounds were put together, so that the group is large enough.",
    "Reliability": "How far the score can be relied on, from the size of the group.",
    "Gap": "Score of the group minus that of the group it is compared with, in points.",
    "Gap, low": "Lower end of the 95% interval of the gap.",
    "Gap, high": "Upper end of the 95% interval of the gap.",
    "Gap in the same professions": "The gap with people compared within their own profession only.",
    "Learners covered by these professions": (
        "Per cent of the group's answers that come from professions with both groups in them."
    ),
    "Mean": "Mean of the months between two changes: the middle line of the chart.",
    "Lower limit": "Lower limit of usual variation (XmR chart).",
    "Upper limit": "Upper limit of usual variation (XmR chart).",
    "Target": "What was set as a target for the measure; empty where there is none.",
    "What it says": "The rule for a change that the month meets; empty for usual variation.",
}


def response(
    table: Table, format: str, found: Reading | None = None, *, filters: Sequence[str] = ()
) -> HttpResponseBase:
    """The table as a file: see `downloads.response`. ``found`` is the round it was read from."""
    return downloads.response(told(table, found), format, filters=filters)


def told(table: Table, found: Reading | None) -> Table:
    """The table with its source, and a meaning for every column that has one."""
    return replace(
        table,
        columns=[_told(column) for column in table.columns],
        source=table.source or (found.source if found else ""),
    )


def _told(column: Column) -> Column:
    since = "How the score changed since that round, in words."
    about = MEANINGS.get(column.text, since if column.text.startswith("Since ") else "")
    return replace(column, about=column.about or about)
