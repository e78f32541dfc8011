"""A privacy notice as people read it before they answer. Open to anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import PUBLIC, allow
from sightline.listen.rounds.notices.models import PrivacyNotice


@allow(PUBLIC)
def read(request: HttpRequest, code: str, version: int) -> HttpResponse:
    notice = get_object_or_404(PrivacyNotice, code=code, version=version)
    return render(request, "listen/rounds/notices/pages/read.jinja", {"notice": notice})
