"""Evidence of a return: named once, chosen beside as many answers as it shows."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import actions
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class EvidenceForm(Form):
    title = forms.CharField(
        label="What it is", max_length=160, help_text="Such as “Induction handbook, August”."
    )
    where = forms.CharField(
        label="Where it is kept",
        max_length=400,
        help_text="A web address, or the folder and who to ask.",
    )


@allow(Permission.ANSWER_RETURN)
def evidence(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_evidence(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, f"“{added.title}” can now be chosen beside your answers.")
            return redirect("assess:returns:evidence", reference=reference)
    return render(
        request,
        "assess/returns/answering/pages/evidence.jinja",
        {"found": found, "form": form, "rows": found.evidence.annotate(used=Count("answers"))},
    )
