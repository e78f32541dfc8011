from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.insight.signals import actions
from sightline.people.request import SignedInRequest


@allow(Permission.JUDGE_STANDARDS)
@require_POST
def look(request: SignedInRequest) -> HttpResponse:
    try:
        found = actions.look_now(by=request.user, at=timezone.now())
    except actions.TooSoon as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(
            request,
            f"Looked all over the country: {found.new} new, {found.gone} no longer there.",
        )
    return redirect("insight:signals:list")
