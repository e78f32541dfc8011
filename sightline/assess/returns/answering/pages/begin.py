"""Before the questions: how many learners, and of which professions. It decides what is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import actions, prefill
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.organisations.models import Profession
from sightline.people.request import SignedInRequest


class BeginForm(Form):
    learners = forms.IntegerField(
        label="How many learners are with you in a year?",
        help_text="All professions together, as a rough number. Small places are asked less.",
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    professions = forms.ModelMultipleChoiceField(
        label="Which professions learn with you?",
        queryset=Profession.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Some questions can then be answered differently for one of them.",
    )


@allow(Permission.ANSWER_RETURN)
def begin(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    known = prefill.learners_known(found.organisation)
    recorded = prefill.learners_on_record(found.organisation, request.user, timezone.localdate())
    initial: dict[str, Any] = {"learners": found.learners}
    if found.started_at is not None:
        initial["professions"] = found.professions.all()
    elif last := prefill.last_signature(found):
        initial["learners"] = last.content["learners"]
        initial["professions"] = Profession.objects.filter(code__in=last.content["professions"])
    elif recorded:
        initial["learners"] = recorded.number
        initial["professions"] = Profession.objects.filter(pk__in=recorded.professions)
    elif known:
        initial["learners"] = known.number
    form = BeginForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("learners", str(refusal))
        else:
            return redirect("assess:returns:show", reference=reference)
    return render(
        request,
        "assess/returns/answering/pages/begin.jinja",
        {"found": found, "form": form, "known": known, "recorded": recorded},
    )
