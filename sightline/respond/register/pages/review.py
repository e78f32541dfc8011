from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions, queries
from sightline.respond.register.models import Standing
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for
from sightline.respond.register.queries import dossier


class ReviewForm(Form):
    likelihood = fields.likelihood()
    impact = fields.impact()
    controls = fields.prose(
        "What controls are in place?",
        help_text="What is being done now to keep the risk down.",
        required=False,
    )
    learners_affected = fields.learners_affected()
    direction = RadioChoiceField(label="Which way is it going?", choices=Standing.Direction.choices)
    waiting_for = forms.CharField(
        label="What are you waiting for?",
        help_text="For example, the rota for January.",
        max_length=200,
        required=False,
    )
    waiting_for_whom = forms.CharField(
        label="Who must it come from?", max_length=120, required=False
    )
    owner = fields.owner()
    next_review_date = fields.next_review()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: object, organisation: Organisation, day: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.possible_owners(  # type: ignore[attr-defined]
            organisation, day
        )


@allow(Permission.MANAGE_CONCERN)
def review(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    part = dossier.shared_part(concern)
    now = part.standing
    form = ReviewForm(
        request.POST or None,
        organisation=concern.organisation,
        day=timezone.localdate(),
        initial={
            "likelihood": now.likelihood,
            "impact": now.impact,
            "controls": now.controls,
            "learners_affected": now.learners_affected,
            "direction": now.direction,
            "waiting_for": now.waiting_for,
            "waiting_for_whom": now.waiting_for_whom,
            "owner": now.owner_id,
            "seen": now.pk,
        },
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        seen = Standing.objects.filter(concern=concern, pk=given.pop("seen")).first()
        given |= {name: int(given[name]) for name in ("likelihood", "impact")}
        try:
            actions.review(concern=concern, **given, seen=seen, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The review is on the register.")
            return redirect("respond:register:show", reference=reference)
    return render(
        request,
        "respond/register/pages/review.jinja",
        {"concern": concern, "about": part, "form": form, "today": timezone.localdate()},
    )
