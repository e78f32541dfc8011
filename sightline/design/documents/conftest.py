from __future__ import annotations

import pytest

from sightline.design.documents.content import (
    Bar,
    Bars,
    Column,
    Document,
    Fact,
    Grid,
    Page,
    Section,
    Stack,
)


@pytest.fixture
def document() -> Document:
    """Two fixed pages with one of everything."""
    grid = Grid(
        "Scores by theme",
        (Column("Theme", 3), Column("Score", 1, is_numeric=True)),
        (("Supervision", "62.5"), ("Facilities", "71.0")),
    )
    bars = Bars(
        "Scores",
        (
            Bar("Supervision", 62.5, 60.1, 64.9, 40, "red", 70.0),
            Bar("Facilities", 71.0, 68.0, 74.0, 41, "white", 70.5),
        ),
        benchmark_name="Acute trusts in England",
        made_up=True,
    )
    stack = Stack("Where they stand", ("Supervision",), (("Below", "red", (3,)),))
    return Document(
        title="Ysbyty Gŵyr a’r Cylch",
        caption="Provider report, made-up data",
        lead=("One theme is clearly below.",),
        facts=(Fact("1 of 2", "themes clearly below"), Fact("41", "learners answered")),
        pages=(
            Page("Figures", (Section("Themes", ("Two themes.",), grid=grid, chart=bars),)),
            Page(
                "Words",
                (
                    Section("What learners wrote", quotes=("“Mae’n dda iawn”, < & > said one.",)),
                    Section("What is not known", points=("Who did not answer.", "Why."),
                            left_out=2, notes=("Say so.",)),
                    Section("Where others stand", ("Three.",), chart=stack),
                ),
            ),
        ),
        foot="Made-up data. Not for publication.",
        author="NHS England",
        where="on its page",
        is_fixed=True,
    )  # fmt: skip
