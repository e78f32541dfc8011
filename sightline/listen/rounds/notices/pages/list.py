"""Privacy notices, each in its newest version."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def list_notices(request: SignedInRequest) -> HttpResponse:
    notices = (
        PrivacyNotice.objects.visible_to(request.user)
        .newest()
        .annotate(rounds=Count("collections"))
    )
    return render(request, "listen/rounds/notices/pages/list.jinja", {"notices": notices})
