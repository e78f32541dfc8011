from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, queries
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.queries import dossier


class ReopenForm(Form):
    reason = fields.prose("Why is it reopened?")
    owner = fields.owner()
    next_review_date = fields.next_review()

    def __init__(self, *args: Any, organisation: Organisation, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.possible_owners(  # type: ignore[attr-defined]
            organisation, day
        )


@allow(Permission.MANAGE_CONCERN)
def reopen(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    part = dossier.shared_part(concern)
    form = ReopenForm(
        request.POST or None,
        organisation=concern.organisation,
        day=timezone.localdate(),
        initial={"owner": part.standing.owner_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen(concern=concern, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} is open again.")
            return redirect("respond:register:show", reference=reference)
    return render(
        request,
        "respond/register/pages/reopen.jinja",
        {"concern": concern, "about": part, "form": form},
    )
