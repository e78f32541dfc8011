"""Write down what came of an answer: a requirement, a recommendation or good practice."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions
from sightline.assess.returns.review.models import ReturnFinding
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.people.request import SignedInRequest

_USUAL_DAYS = 90


class FindForm(Form):
    kind = RadioChoiceField(
        label="What is it?",
        choices=ReturnFinding.Kind.choices,
        hints={
            "requirement": "They must do it. It becomes a commitment.",
            "recommendation": "They should do it. It becomes a commitment.",
            "practice": "Others nearby may read it in their feedback letters.",
        },
    )
    text = forms.CharField(label="In words", max_length=2000, widget=forms.Textarea)
    owner_name = forms.CharField(
        label="Who does it",
        required=False,
        max_length=120,
        help_text="Not needed for good practice.",
    )
    due_date = DateField(label="By when", required=False)


@allow(Permission.REVIEW_RETURN)
def find(request: SignedInRequest, reference: str, question: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.reviewed_by(request.user).select_related("organisation", "current"),
        reference=reference,
    )
    signature = found.current
    asked = questions_of(signature.content).get(question) if signature else None
    if signature is None or asked is None:
        raise Http404
    first = {"due_date": timezone.localdate() + timedelta(days=_USUAL_DAYS)}
    form = FindForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.find(
                signature=signature,
                question=question,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, f"{made.get_kind_display()} written down.")
            return redirect("assess:returns:review", reference=reference)
    return render(
        request,
        "assess/returns/review/pages/find.jinja",
        {"found": found, "asked": asked, "form": form},
    )
