"""Send messages now, or plan them for a day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.design.show import format_moment
from sightline.listen.invitations import queries
from sightline.listen.invitations.messages import actions, wording
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.invitations.pages.found import run_by
from sightline.listen.invitations.policy import policy_on
from sightline.people.request import SignedInRequest

_HOURS = [(str(hour), f"{hour}:00") for hour in range(9, 18)]


class PlanForm(Form):
    kind = forms.ChoiceField(
        label="Who is written to?",
        widget=forms.RadioSelect,
        choices=[
            (Wave.Kind.INVITATION, "Everybody on the list who was not written to yet"),
            (Wave.Kind.REMINDER, "Everybody who was written to and has not answered: a reminder"),
        ],
    )
    when = forms.ChoiceField(
        label="When?",
        widget=forms.RadioSelect,
        choices=[("now", "Now"), ("later", "On a day that I choose")],
    )
    day = DateField(
        label="Day", required=False, help_text="If they go out on a day that you choose."
    )
    hour = forms.ChoiceField(label="Not before", choices=_HOURS, required=False, initial="10")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == "later" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter the day on which the messages go out")
        return cleaned

    def moment(self, now: datetime) -> datetime:
        if self.cleaned_data["when"] == "now":
            return now
        hour = time(int(self.cleaned_data["hour"] or "10"))
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], hour))  # noqa: DTZ


@allow(Permission.RUN_ROUND)
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = run_by(request, pk)
    form = PlanForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            wave = actions.plan(
                collection=collection,
                kind=form.cleaned_data["kind"],
                planned_at=form.moment(now),
                by=request.user,
                at=now,
            )
        except Refusal as refusal:
            form.add_error("day" if form.cleaned_data["when"] == "later" else None, str(refusal))
        else:
            if wave.planned_at <= now:
                actions.begin_due(by=None, at=now)
            else:
                messages.info(request, f"They go out from {format_moment(wave.planned_at)}.")
            return redirect("listen:invitations:messages:show", pk=wave.pk)
    return render(
        request,
        "listen/invitations/messages/pages/plan.jinja",
        {
            "form": form,
            "collection": collection,
            "listed": queries.listed(collection),
            "policy": policy_on(timezone.localdate()),
            "sample": wording.sample(collection, Wave.Kind.INVITATION),
            "reminder": wording.sample(collection, Wave.Kind.REMINDER),
        },
    )
