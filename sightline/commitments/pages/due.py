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


class DueForm(Form):
    due_date = DateField(label="New due date", earliest=timezone.localdate)
    reason = forms.CharField(
        label="Why does the date move?", max_length=1000, widget=forms.Textarea
    )


@allow(Permission.AGREE_COMMITMENT)
def due(request: SignedInRequest, reference: str) -> HttpResponse:
    commitment = found_for(request, reference)
    if not viewer.may(request.user, Permission.AGREE_COMMITMENT, at=commitment.organisation):
        raise Http404
    form = DueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_due_date(
                commitment=commitment,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("due_date", str(refusal))
        else:
            messages.success(request, "The due date is moved.")
            return redirect("commitments:show", reference=reference)
    return render(request, "commitments/pages/due.jinja", {"commitment": commitment, "form": form})
