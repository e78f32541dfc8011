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
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for


class AskForm(Form):
    text = fields.prose("Your question", help_text="Say by when you need the answer.")


@allow(Permission.MANAGE_CONCERN)
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_provider(
                concern=concern, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "The question is sent. The register now says that you wait for the answer."
            )
            return redirect("respond:register:show", reference=reference)
    return render(request, "respond/register/pages/ask.jinja", {"concern": concern, "form": form})
