from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.queries import dossier


class ShareForm(Form):
    """Nothing to fill in: what is shared is shown on the page."""


@allow(Permission.MANAGE_CONCERN)
def share(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(concern=concern, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Shared with {concern.organisation.name}.")
            return redirect("respond:register:show", reference=reference)
    return render(
        request,
        "respond/register/pages/share.jinja",
        {
            "concern": concern,
            "about": dossier.shared_part(concern),
            "form": form,
            "today": timezone.localdate(),
        },
    )
