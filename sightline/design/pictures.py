"""Charts of a page as files: the same page, asked for one of its pictures.

A page that shows charts uses ``pictures.render`` in the place of Django's ``render``. Then
``?picture=supervision-by-round.png`` gives that chart as a file, under the same permission, from
the same objects; its template hands ``pictures`` to the macro ``figure``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import shortcuts
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from sightline.design import downloads, show
from sightline.design.charts import alone
from sightline.design.charts.chart import Chart
from sightline.design.charts.heatmap import Heatmap

ASKED = "picture"
_CONTENT_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
#: What has a picture. That of a heatmap is drawn only for its file.
Drawable = Chart | Heatmap


@dataclass(frozen=True)
class Pictures:
    """The files of the charts of one page."""

    request: HttpRequest

    def links(self, chart: Drawable) -> list[dict[str, str]]:
        """For the macro `downloads`: this chart as SVG and as PNG."""
        query = self.request.GET.copy()
        found = []
        for ending in _CONTENT_TYPES:
            query[ASKED] = f"{name_of(chart)}.{ending}"
            found.append(
                {
                    "say": "Download this chart",
                    "text": f"as {ending.upper()}",
                    "about": chart.caption,
                    "href": f"?{query.urlencode()}",
                }
            )
        return found


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] = MappingProxyType({}),
    *,
    source: str = "",
) -> HttpResponse:
    """The page, or the one of its charts that the address asks for.

    ``source`` says where the numbers are from, for charts whose table does not. Raises Http404 for
    a chart that is not on the page.
    """
    asked = request.GET.get(ASKED)
    if asked is None:
        return shortcuts.render(request, template, {**context, "pictures": Pictures(request)})
    name, _, ending = asked.rpartition(".")
    found = next((one for one in charts_in(context) if name_of(one) == name), None)
    if found is None or ending not in _CONTENT_TYPES:
        raise Http404
    chart = found.picture if isinstance(found, Heatmap) else found
    today = show.format_date(timezone.localdate())
    file = alone.svg(chart, chart.table.source or source or "Sightline", today)
    response = HttpResponse(
        alone.png(file) if ending == "png" else file, content_type=_CONTENT_TYPES[ending]
    )
    named = downloads.filename("", chart.table, ending)
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


def name_of(chart: Drawable) -> str:
    """What an address calls a chart: its caption in small letters."""
    return downloads.plain_words(chart.caption)


def charts_in(found: Any) -> Iterator[Drawable]:
    """The charts in what a page is drawn from, in lists and mappings too."""
    if isinstance(found, Chart) or (isinstance(found, Heatmap) and found.has_picture):
        yield found
    elif isinstance(found, Mapping):
        for one in found.values():
            yield from charts_in(one)
    elif isinstance(found, (list, tuple)):
        for one in found:
            yield from charts_in(one)
