"""A version in the formats that people edit and exchange."""

from __future__ import annotations

from django.http import HttpResponse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.questionnaires.pages.show import version_for
from sightline.people.request import SignedInRequest


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(Permission.MANAGE_QUESTIONNAIRES)
def xlsform(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    from sightline.listen.questionnaires.xlsform import exporting

    version = version_for(request, code, number)
    return _file(
        exporting.content(version.form, code),
        f"{code}-version-{number}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def fhir(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    from sightline.listen.questionnaires.fhir import exporting

    version = version_for(request, code, number)
    status = "active" if version.published_at else "draft"
    return _file(
        exporting.content(version.form, code, status),
        f"{code}-version-{number}.json",
        "application/fhir+json",
    )
