"""Begin a new version of a self-assessment that is signed."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation import actions
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class AmendForm(Form):
    reason = forms.CharField(
        label="Why is a new version needed?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="It is shown beside the new version once that is signed.",
    )


@allow(Permission.ANSWER_RETURN)
def amend(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("organisation"),
        reference=reference,
    )
    form = AmendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect("assess:returns:show", reference=reference)
    return render(
        request, "assess/returns/attestation/pages/amend.jinja", {"found": found, "form": form}
    )
