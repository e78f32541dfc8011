"""The rows in error of a file, as a file."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Table
from sightline.listen.outside.models import OutsideImport
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def errors(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(OutsideImport.objects.visible_to(request.user), pk=pk)
    table = Table(
        f"Rows in error of {found.original_name}",
        (Column("Line", Kind.NUMBER), Column("Sheet"), Column("What the matter is")),
        found.findings.get("fault_rows", []),
    )
    return downloads.csv_response(table, "rows-in-error")
