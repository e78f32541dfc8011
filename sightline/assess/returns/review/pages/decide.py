"""Accept, query or disagree with one signed answer."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.attestation.rules import label_of, questions_of
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions
from sightline.assess.returns.review.models import ReviewDecision
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people.request import SignedInRequest


class DecideForm(Form):
    outcome = RadioChoiceField(
        label="What do you say of this answer?",
        choices=[
            ("accepted", "I accept it"),
            ("queried", "I have a question about it"),
            ("disagreed", "I disagree"),
        ],
    )
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="The provider reads this. Needed for a question or a disagreement.",
    )


@allow(Permission.REVIEW_RETURN)
def decide(request: SignedInRequest, reference: str, question: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.reviewed_by(request.user).select_related("organisation", "current"),
        reference=reference,
    )
    signature = found.current
    asked = questions_of(signature.content).get(question) if signature else None
    if signature is None or asked is None:
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(
                signature=signature,
                question=question,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            return redirect("assess:returns:review", reference=reference)
    return render(
        request,
        "assess/returns/review/pages/decide.jinja",
        {
            "found": found,
            "asked": asked,
            "form": form,
            "label_of": label_of,
            "before": ReviewDecision.objects.filter(
                signature=signature, question=question
            ).select_related("by", "reply"),
        },
    )
