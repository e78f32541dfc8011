"""What is held about whoever asks, as a file to be given to them."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.pages.found import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.CARE_FOR_DATA)
def file(request: SignedInRequest, reference: str) -> HttpResponse:
    one = found_for(request, reference)
    try:
        held = actions.take_file(request=one, by=request.user, at=timezone.now())
    except Refusal:
        return redirect("listen:care:requests:show", reference)  # which says why
    return HttpResponse(
        json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2),
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{one.reference}.json"',
            "Cache-Control": "no-store",
        },
    )
