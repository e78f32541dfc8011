"""Set up touchpoints: what is asked at which moment of a placement."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.listen.invitations.touchpoints import actions, rules
from sightline.listen.invitations.touchpoints.models import Touchpoint
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.people.request import SignedInRequest

_NATION = "England"


def places_of(user: User) -> QuerySet[Organisation]:
    """Where somebody may run touchpoints: regions and providers, without the many practices."""
    return (
        Organisation.objects.filter(user.patch(Permission.RUN_ROUND).q())
        .filter(kind__in=["region", "trust", "independent", "other_provider"], closed_date=None)
        .order_by("kind", "name")
    )


class AddForm(Form):
    name = forms.CharField(label="Name", max_length=100, help_text="People see it in the message.")
    place = forms.ModelChoiceField(label="Run by", queryset=Organisation.objects.none())
    notice = forms.ModelChoiceField(
        label="Privacy notice", queryset=PrivacyNotice.objects.all(), empty_label="Choose one"
    )
    closes = DateField(label="Last day on which people are asked")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nation = user.patch(Permission.RUN_ROUND).nation
        place: Any = self.fields["place"]
        place.queryset = places_of(user)
        place.required, place.empty_label = not nation, _NATION if nation else "Choose a place"
        versions = QuestionnaireVersion.objects.exclude(published_at=None).select_related(
            "questionnaire"
        )
        for moment in Touchpoint.Moment:
            self.fields[f"{moment}_version"] = forms.ModelChoiceField(
                label="What is asked",
                queryset=versions,
                required=False,
                empty_label="Nothing at this moment",
            )
            self.fields[f"{moment}_days"] = forms.IntegerField(
                label="Days after it (with a minus: before it)",
                min_value=-60,
                max_value=60,
                required=False,
                initial=rules.USUAL_DAYS[moment],
            )

    def moments(self) -> list[tuple[str, str, str]]:
        """Label, and the names of its two fields, of every moment."""
        return [(one.label, f"{one}_version", f"{one}_days") for one in Touchpoint.Moment]

    def wanted(self) -> list[actions.Wanted]:
        cleaned = self.cleaned_data
        return [
            actions.Wanted(moment, version, cleaned[f"{moment}_days"] or 0)
            for moment in Touchpoint.Moment
            if (version := cleaned[f"{moment}_version"])
        ]


@allow(Permission.RUN_ROUND)
def add(request: SignedInRequest) -> HttpResponse:
    form = AddForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        last = datetime.combine(form.cleaned_data["closes"], time(23, 59))
        try:
            series = actions.set_up(
                name=form.cleaned_data["name"],
                place=form.cleaned_data["place"],
                wanted=form.wanted(),
                notice=form.cleaned_data["notice"],
                closes_at=timezone.make_aware(last),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The touchpoints are set up. Upload a roster next.")
            return redirect("listen:invitations:touchpoints:show", pk=series.pk)
    return render(request, "listen/invitations/touchpoints/pages/add.jinja", {"form": form})
