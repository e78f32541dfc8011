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
from sightline.commitments.pages.show import found_for
from sightline.design.forms import DateField, Form
from sightline.people.request import SignedInRequest


class ProveForm(Form):
    text = forms.CharField(
        label="What was done, and how can it be seen?",
        help_text="Do not name learners. Say where papers or photographs can be found.",
        max_length=4000,
        widget=forms.Textarea,
    )
    done_date = DateField(label="Date it was done", latest=timezone.localdate)


@allow(Permission.PROVE_COMMITMENT)
def prove(request: SignedInRequest, reference: str) -> HttpResponse:
    commitment = found_for(request, reference)
    if not viewer.may(request.user, Permission.PROVE_COMMITMENT, at=commitment.organisation):
        raise Http404
    form = ProveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_proof(
                commitment=commitment,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The proof is sent. Somebody in the quality team checks it.")
            return redirect("commitments:show", reference=reference)
    return render(
        request, "commitments/pages/prove.jinja", {"commitment": commitment, "form": form}
    )
