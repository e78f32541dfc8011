"""The rows in error as a file that can be mended and loaded again as it is."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.downloads import safe_text
from sightline.organisations.models import OdsLoad
from sightline.organisations.ods import storing
from sightline.organisations.ods.plan import LoadPlan
from sightline.organisations.ods.read import CELL_END, columns_of


@allow(Permission.LOAD_ORGANISATIONS)
def errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    load = get_object_or_404(OdsLoad, pk=pk)
    response = StreamingHttpResponse(
        _lines(storing.plan(load.plan)), content_type="text/csv; charset=utf-8"
    )
    name = f"{load.kind}-{load.file_date.isoformat()}-rows-in-error.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(plan: LoadPlan) -> Iterator[bytes]:
    """The rows as they came, each with what is wrong in one column more, which loading ignores."""
    width = len(plan.headings) or columns_of(plan.kind)
    if plan.headings:
        yield _line([*plan.headings, "problem"])
    for remark in plan.errors:
        cells = remark.raw.split(CELL_END)
        # A row with too few columns is filled up, so that the problem stands in its own column.
        cells = [*cells, *[""] * width][:width]
        yield _line([*cells, f"Line {remark.line}: {remark.sentence}"])


def _line(cells: list[str]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow([safe_text(cell) for cell in cells])
    return buffer.getvalue().encode()
