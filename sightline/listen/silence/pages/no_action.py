from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.silence.models import NoAction, NoActionEnd
from sightline.people.request import SignedInRequest
from sightline.trail import record


def found_for(request: SignedInRequest, reference: str) -> NoAction:
    """The signed decision, or a 404 for whoever may not see it."""
    return get_object_or_404(
        NoAction.objects.visible_to(request.user)
        .select_related("organisation", "programme", "dataset", "signed_by")
        .prefetch_related("measures"),
        reference=reference,
    )


@allow(Permission.VIEW_RESULTS)
def no_action(request: SignedInRequest, reference: str) -> HttpResponse:
    """A signed "no action because"."""
    found = found_for(request, reference)
    end = NoActionEnd.objects.filter(no_action=found).select_related("by").first()
    may_sign = viewer.may(request.user, Permission.SIGN_NO_ACTION, at=found.organisation)
    return render(
        request,
        "listen/silence/pages/no_action.jinja",
        {
            "found": found,
            "end": end,
            "may_take_back": end is None and may_sign,
            "trail": record.lines_about(found, internal=False),
        },
    )
