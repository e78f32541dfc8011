"""Add what a signal saw to a concern that is on the register already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.insight.signals import actions
from sightline.insight.signals.models import Signal
from sightline.insight.signals.pages.found import signal_for
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern, ConcernQuerySet
from sightline.respond.register.pages.attach import open_where


class JoinForm(Form):
    concern = forms.ModelChoiceField(
        Concern.objects.none(),
        label="Which concern?",
        to_field_name="reference",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the concern that it is about"},
    )
    text = prose("Why does it belong there?", rows=3, required=False)

    def __init__(self, *args: Any, offered: ConcernQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        concern: Any = self.fields["concern"]
        concern.queryset = offered
        concern.label_from_instance = lambda one: (
            f"{one.reference}: {one.title} ({one.organisation.name})"
        )


def where(signal: Signal) -> Q:
    """Concerns of the signal's place and of all that lies in it; or of a programme, anywhere."""
    place = signal.organisation
    if place is None:
        return Q(programme=signal.programme) if signal.programme else Q()
    kinds = Organisation.Kind
    column = {kinds.REGION: "region", kinds.ICB: "icb"}.get(kinds(place.kind), "provider")
    return Q(organisation=place) | Q(**{f"organisation__{column}": place})


@allow(Permission.JUDGE_STANDARDS)
def join(request: SignedInRequest, reference: str) -> HttpResponse:
    signal = signal_for(request, reference)
    offered = open_where(where(signal), request.user)
    form = JoinForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            concern = actions.join(
                signal=signal, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} is part of {concern.reference}.")
            return redirect("insight:signals:show", reference=reference)
    return render(
        request,
        "insight/signals/pages/join.jinja",
        {"form": form, "signal": signal, "offered": list(offered)},
    )
