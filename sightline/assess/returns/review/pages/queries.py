"""For the provider: what the region says of its answers, and replying to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions, queries
from sightline.assess.returns.review.models import ReviewDecision
from sightline.assess.returns.review.pages.review import DECISION_COLOURS
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class ReplyForm(Form):
    text = forms.CharField(label="Your reply", max_length=2000, widget=forms.Textarea)


def _theirs(request: SignedInRequest, reference: str) -> Return:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("organisation", "current"),
        reference=reference,
    )
    if found.current is None:
        raise Http404
    return found


@allow(Permission.ANSWER_RETURN)
def queries_of(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _theirs(request, reference)
    rows: list[Any] = queries.reviewed(found.current) if found.current else []
    return render(
        request,
        "assess/returns/review/pages/queries.jinja",
        {"found": found, "rows": rows, "decision_colours": DECISION_COLOURS},
    )


@allow(Permission.ANSWER_RETURN)
def reply(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = _theirs(request, reference)
    decision = get_object_or_404(
        ReviewDecision.objects.select_related("by"), pk=pk, signature=found.current
    )
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply(
                decision=decision, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Your reply is with the regional team.")
            return redirect("assess:returns:queries", reference=reference)
    return render(
        request,
        "assess/returns/review/pages/reply.jinja",
        {"found": found, "decision": decision, "form": form},
    )
