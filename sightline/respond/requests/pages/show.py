"""A request for a review, and what comes of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people.request import SignedInRequest
from sightline.respond.requests import actions
from sightline.respond.requests.models import RequestAnswer, ReviewRequest
from sightline.standards.queries import named


class AnswerForm(Form):
    outcome = RadioChoiceField(label="What comes of it?", choices=RequestAnswer.Outcome.choices)
    reason = prose("Why, or what is planned?", rows=3)


@allow(Permission.VIEW_INTERNAL)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        ReviewRequest.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "by", "answer__by"
        ),
        reference=reference,
    )
    answered = getattr(found, "answer", None)
    may = answered is None and viewer.may(
        request.user, Permission.MANAGE_CONCERN, at=found.organisation
    )
    form = AnswerForm(request.POST or None) if may else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                actions.answer(
                    request=found, **form.cleaned_data, by=request.user, at=timezone.now()
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"{reference} is answered.")
                return redirect("respond:requests:show", reference=reference)
    return render(
        request,
        "respond/requests/pages/show.jinja",
        {
            "found": found,
            "place": found.place,
            "standards": named(found.standards.select_related("version")),
            "answered": answered,
            "form": form,
        },
    )
