from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, heard
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.pages.raise_ import cause_for


class EvidenceForm(Form):
    lane = RadioChoiceField(
        label="Who can see it?",
        choices=[
            ("shared", "Shared part: the provider sees it when the concern is shared"),
            ("internal", "Internal part: quality teams only"),
        ],
    )
    text = fields.prose(
        "What is the evidence?",
        help_text="Say what it is, where it comes from and its date. Do not name learners.",
    )


@allow(Permission.MANAGE_CONCERN)
def evidence(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add a statement, or the survey result or point of a forum that the address names."""
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    found = cause_for(request)
    form = EvidenceForm(request.POST or None)
    if found:
        form.fields["text"].required = False
        form.fields["text"].label = "What should people know about it?"
        form.fields["text"].help_text = ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        is_internal = form.cleaned_data["lane"] == "internal"
        new = (
            found.as_evidence(text, is_internal=is_internal)
            if found
            else actions.NewEvidence(text=text, is_internal=is_internal)
        )
        try:
            actions.add_evidence(concern=concern, evidence=new, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The evidence is on the concern.")
            return redirect("respond:register:show", reference=reference)
    return render(
        request,
        "respond/register/pages/evidence.jinja",
        {
            "concern": concern,
            "form": form,
            "found": found,
            "is_heard": isinstance(found, heard.FoundPoint),
        },
    )
