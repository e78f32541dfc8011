from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.commitments import actions
from sightline.commitments.models import Check
from sightline.commitments.pages.show import found_for
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class CheckForm(Form):
    # Names the proof that was read, so that a newer one is not accepted unseen.
    proof = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Is the commitment kept?", choices=Check.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The provider sees this.",
        max_length=2000,
        widget=forms.Textarea,
    )


@allow(Permission.CHECK_COMMITMENT)
def check(request: SignedInRequest, reference: str) -> HttpResponse:
    commitment = found_for(request, reference)
    if not viewer.may(request.user, Permission.CHECK_COMMITMENT, at=commitment.organisation):
        raise Http404
    proof = commitment.proofs.select_related("by").last()
    if proof is None:
        raise Http404
    form = CheckForm(request.POST or None, initial={"proof": proof.pk})
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["proof"] != proof.pk:
                raise Refusal("Newer proof has been sent. Read it below, then decide.")
            actions.check_proof(
                proof=proof,
                outcome=form.cleaned_data["outcome"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your check is stored.")
            return redirect("commitments:show", reference=reference)
    return render(
        request,
        "commitments/pages/check.jinja",
        {"commitment": commitment, "form": form, "proof": proof},
    )
