"""Files about one place: the two-page report of a provider, and slides of any place."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.documents import powerpoint
from sightline.insight import links
from sightline.insight.pages.opened import Opened, opened
from sightline.insight.reports import actions, deck, files, provider, rules, words
from sightline.insight.reports.words import Format
from sightline.people.request import SignedInRequest
from sightline.results.levels import Level

#: How slides are asked for, beside the formats of reports.
SLIDES = "slides"


@allow(Permission.VIEW_RESULTS)
def place(request: SignedInRequest, level: str, code: str) -> HttpResponseBase:
    if level not in deck.LEVELS:
        raise Http404
    found = opened(request, level, code, "")
    is_provider = found.group.key.level is Level.PROVIDER
    wanted = request.GET.get("format", "")
    if wanted == SLIDES:
        made = deck.slides(found.reading, found.group, request.user)
        return _sent(request, found, "slides", "pptx", powerpoint.slides_pptx(made))
    if is_provider and wanted in Format.values:
        return _report(request, found, Format(wanted))
    if wanted:
        raise Http404
    return render(
        request,
        "insight/reports/pages/place.jinja",
        {
            "found": found,
            "group": found.group,
            "reading": found.reading,
            "formats": [(one, words.FORMAT_HINTS[one]) for one in Format] if is_provider else [],
            "is_known": found.reading.round.has(found.group.key),
            "links": links,
        },
    )


def _report(request: SignedInRequest, found: Opened, format: Format) -> HttpResponse | FileResponse:
    organisation = found.group.organisation
    if organisation is None:
        raise Http404
    source = provider.Source(found.reading, request.user, timezone.localdate())
    known = source.records([organisation.pk])[organisation.pk]
    made = provider.report(source, organisation, known)
    return _sent(request, found, "report", format.value, files.drawn(made.document, format))


def _sent(
    request: SignedInRequest, found: Opened, what: str, ending: str, content: bytes
) -> FileResponse:
    """The file, with a line on the trail."""
    dataset, group = found.reading.dataset, found.group
    actions.note_taken(
        dataset=dataset, name=group.name, code=group.key.code, what=what, by=request.user,
        at=timezone.now(),
    )  # fmt: skip
    name = rules.file_name(
        f"{what} {group.name} {dataset.label}", group.key.code, ending,
        made_up=found.reading.made_up,
    )  # fmt: skip
    kind = files.KINDS[Format(ending)]
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)
