"""Add a round to a survey."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import DateField
from sightline.listen.surveys import actions
from sightline.listen.surveys.models import Survey
from sightline.listen.surveys.smallest_fields import SmallestForm
from sightline.people.request import SignedInRequest


class RoundForm(SmallestForm):
    year = forms.IntegerField(
        label="Year",
        min_value=2000,
        max_value=2100,
        help_text="A survey has one round a year.",
        error_messages={
            "min_value": "Year must be 2000 or later",
            "max_value": "Year must be 2100 or earlier",
        },
    )
    label = forms.CharField(
        label="Name of the round", max_length=80, help_text="Such as “Autumn 2026”."
    )
    collected_from = DateField(label="First day of collecting answers")
    collected_to = DateField(
        label="Last day of collecting answers",
        help_text="Codes of organisations are looked up as they were on these days.",
    )


@allow(Permission.IMPORT_SURVEY)
def add_round(request: SignedInRequest, code: str) -> HttpResponse:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), code=code)
    form = RoundForm(request.POST or None, initial=_as_before(survey))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_round(
                survey=survey,
                year=given["year"],
                label=given["label"],
                collected_from=given["collected_from"],
                collected_to=given["collected_to"],
                shows=form.smallest,
                by=request.user,
                at=timezone.now(),
            )
        except actions.CannotAdd as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:surveys:show", code=survey.code)
    return render(request, "listen/surveys/pages/round.jinja", {"form": form, "survey": survey})


def _as_before(survey: Survey) -> dict[str, int]:
    """A survey shows the same from round to round unless somebody says otherwise."""
    before = survey.rounds.order_by("-year").first()
    if before is None:
        return {}
    return {
        "threshold_inside": before.threshold_inside,
        "threshold_public": before.threshold_public,
    }
