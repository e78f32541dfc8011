"""A document as PDF/UA-1 on A4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sightline.design.documents import fitting, pictures, typesetting
from sightline.design.documents.content import Bars, Document, Grid, Section

TEMPLATE = Path(__file__).parent / "data" / "document.typ"
#: Sizes of letters that a page of fixed length is tried in, in points.
_SIZES = (11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)


def pdf(document: Document) -> bytes:
    """Raises typesetting.DoesNotFit where a fixed page is too long: fit it first."""
    return typesetting.pdf(TEMPLATE, _data(document))


def _data(document: Document) -> dict[str, object]:
    return {
        "title": document.title,
        "author": document.author,
        "caption": document.caption,
        "lead": document.lead,
        "facts": [{"value": one.value, "label": one.label} for one in document.facts],
        "foot": document.foot,
        "fixed": document.is_fixed,
        "sizes": _SIZES,
        "chart_share": fitting.SHEET.chart_share,
        "pages": [
            [_section(one, document.where) for one in page.sections] for page in document.pages
        ],
    }


def _section(section: Section, where: str) -> dict[str, Any]:
    chart = section.chart
    return {
        "heading": section.heading,
        "sentences": section.sentences,
        "points": section.points,
        "quotes": section.quotes,
        "rows": _rows(section.grid) if section.grid and section.grid.rows else None,
        "chart": {"svg": pictures.svg(chart), "alt": chart.description}
        if isinstance(chart, Bars)
        else None,
        "more": section.more(where),
    }


def _rows(grid: Grid) -> dict[str, Any]:
    return {
        "columns": [
            {"text": one.text, "share": one.share, "numeric": one.is_numeric}
            for one in grid.columns
        ],
        "rows": grid.rows,
    }
