"""Files that name standards by number: what is in use, each edition, and a proposal for the next.

A proposal is the file with the numbers of the version that is chosen.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.govern.files import proposing, queries
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion, LoadedFile
from sightline.standards.succession import queries as succession


@allow(Permission.MANAGE_STANDARDS)
def list_files(request: SignedInRequest) -> HttpResponse:
    lines = queries.lines()
    return render(
        request,
        "govern/files/pages/list.jinja",
        {
            "kinds": [
                (kind, [one for one in lines if one.kind == kind]) for kind in LoadedFile.Kind
            ],
            "versions": list(FrameworkVersion.objects.order_by("-from_date")),
        },
    )


@allow(Permission.MANAGE_STANDARDS)
def download(
    request: SignedInRequest, kind: str, code: str, edition: int, version: str = ""
) -> HttpResponse:
    """The text of an edition, or what is proposed of it for a version of the framework."""
    found = queries.line(kind, code, edition)
    if found is None:
        raise Http404
    text, name = found.text, f"{kind}-{code}-{edition}.yaml"
    if version:
        chosen = get_object_or_404(FrameworkVersion, code=version)
        text = proposing.propose(kind, text, succession.lineage(chosen))
        name = f"{kind}-{code}-for-{version}.yaml"
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
