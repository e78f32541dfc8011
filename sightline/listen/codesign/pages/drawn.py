"""The result of a conversation as a chart and tables, for its page, the group and the file."""

from __future__ import annotations

from sightline.base.service_state import holds_made_up_data
from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Table, Value, Withheld
from sightline.listen.codesign.result import LETTERS, Result, StatementResult

LEANINGS = {
    "shared": "Shared: people agree",
    "rejected": "Shared: people disagree",
    "dividing": "Divides opinion",
    "mixed": "No clear view",
    "few": "Too few votes",
}
FEW = Withheld("Too few votes to show")
ALIKE = Withheld("Not split, because nearly everybody voted alike")


def chart(result: Result) -> Chart:
    return stacked_answers(
        "How people voted",
        ("Agree", "Pass", "Disagree"),
        [
            Answers(
                one.text,
                None if one.counts is None else (one.counts[0], one.counts[2], one.counts[1]),
            )
            for one in result.statements
        ],
        label_heading="Statement",
        count_heading="Votes",
        notes=("Withheld: fewer than ten votes, or everybody voted alike.",),
        made_up=holds_made_up_data(),
    )


def table(result: Result) -> Table:
    """Every statement with the counts of everybody, and of each opinion group how many agreed."""
    letters = LETTERS[: len(result.groups)]
    return Table(
        caption="Statements and votes",
        columns=(
            Column("Statement"),
            Column("What it does"),
            Column("Agree", Kind.NUMBER),
            Column("Disagree", Kind.NUMBER),
            Column("Pass", Kind.NUMBER),
            *(Column(f"Group {letter} agrees") for letter in letters),
        ),
        rows=[
            (
                one.text,
                _said(one),
                *_counts(one),
                *(FEW if group is None else f"{group[0]} of {sum(group)}" for group in one.groups),
            )
            for one in result.statements
        ],
        notes=(
            "Opinion groups are people who voted alike. Nobody is told who is in which; a number "
            "that rests on fewer than ten people, or would give one away, is withheld.",
        )
        if letters
        else (),
        made_up=holds_made_up_data(),
    )


def _said(one: StatementResult) -> str:
    if one.is_all_alike:
        return f"{LEANINGS[one.leaning]} (nearly everybody)"
    return LEANINGS[one.leaning]


def _counts(one: StatementResult) -> tuple[Value, ...]:
    if one.counts is not None:
        return one.counts
    return (ALIKE,) * 3 if one.is_all_alike else (FEW,) * 3
