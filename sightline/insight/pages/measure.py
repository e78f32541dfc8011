"""Which theme or question a page of many places is about: chosen in the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from sightline.design.filters import Choice, Chosen, Filter, Filters
from sightline.insight.reading import Reading
from sightline.results.gate import MeasureInfo


def measure_in(
    request: HttpRequest, found: Reading, *more: Filter, items_only: bool = False
) -> tuple[Chosen, MeasureInfo]:
    """The filters of the page, and the measure that the address names, else the first.

    Raises Http404 where the round has no measure of that kind.
    """
    infos = [one for one in found.round.measures if not (items_only and one.is_theme)]
    if not infos:
        raise Http404
    themes = [one for one in infos if one.is_theme]
    listed = [*themes, *(one for one in infos if not one.is_theme)]
    options = [
        (one.code, one.label if one.is_theme or items_only else f"Question: {one.label}")
        for one in listed
    ]
    label = "Question" if items_only else "Theme or question"
    usual = listed[0].code
    measure = Choice("measure", label, options=options, usual=usual)
    filters = Filters((measure, *more), kept=("survey", "round"))
    chosen = filters.read(request)
    wanted = chosen.values["measure"] or usual
    return chosen, next(one for one in listed if one.code == wanted)
