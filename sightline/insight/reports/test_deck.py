from __future__ import annotations

import io
import re
from collections.abc import Iterable

import pytest
from pptx import Presentation

from sightline.access.viewer import Viewer
from sightline.conftest import Cast, Country
from sightline.design.documents import powerpoint
from sightline.design.documents.content import Document, Stack
from sightline.insight import reading, scope
from sightline.insight.conftest import Rounds
from sightline.insight.reports import deck
from sightline.results import gate
from sightline.results.levels import NATION, GroupKey, Level

pytestmark = pytest.mark.django_db


def slides_of(viewer: Viewer, level: str, code: str) -> Document:
    group = scope.find(viewer, level, code)
    assert group is not None
    return deck.slides(reading.newest()[0], group, viewer)


def headings(document: Document) -> list[str]:
    return [section.heading for page in document.pages for section in page.sections]


@pytest.mark.parametrize(
    ("who", "level", "code", "some"),
    [
        ("national", "nation", "ENG", ("Where providers stand", "Regions by theme")),
        ("north_manager", "region", "YN1", ("Where providers stand", "What changed")),
        ("icb_lead", "icb", "QN1", ("Providers by theme",)),
        ("director", "provider", "ZN001", ("Questions that stand out", "You said, we did")),
    ],
)
def test_slides_of_every_level(
    who: str, level: str, code: str, some: Iterable[str], rounds: Rounds, cast: Cast
) -> None:
    document = slides_of(getattr(cast, who), level, code)
    found = headings(document)
    for heading in (*some, "Open concerns", "Commitments", "What is not known", "How to read"):
        assert any(one.startswith(heading) for one in found), (heading, found)
    show = Presentation(io.BytesIO(powerpoint.slides_pptx(document)))
    titles = [slide.shapes.title.text for slide in show.slides]
    assert titles == [document.title, *found]
    assert len(set(titles)) == len(titles)


def test_numbers_of_slides_are_the_gates(rounds: Rounds, cast: Cast) -> None:
    document = slides_of(cast.national, "nation", "ENG")
    cell = gate.open_round(rounds.now).cell(NATION, "supervision")
    themes = next(one for one in document.pages[0].sections if one.heading.startswith("Themes, w"))
    assert themes.grid is not None
    assert themes.grid.rows[0][1:4] == (
        f"{cell.n:,}", f"{cell.score:.1f}", f"{cell.low:.1f} to {cell.high:.1f}",
    )  # fmt: skip


def test_the_distribution_counts_only_the_viewers_providers(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    counts = {}
    for who, level, code in (
        ("national", "nation", "ENG"),
        ("north_manager", "region", "YN1"),
    ):
        sections = slides_of(getattr(cast, who), level, code).pages[0].sections
        chart = next(one.chart for one in sections if isinstance(one.chart, Stack))
        counts[who] = sum(sum(each) for _, _, each in chart.parts)
    assert counts == {"national": 3, "north_manager": 2}


def test_a_place_with_too_few_answers_says_so_in_its_slides(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    document = slides_of(cast.national, "provider", "ZP00001")
    assert "Too few learners answered here" in document.lead[0]
    assert not re.search(r"\d\.\d", " ".join(document.texts()))
    assert not gate.open_round(rounds.now).cell(GroupKey(Level.PROVIDER, "ZP00001"), "LS01").shown
