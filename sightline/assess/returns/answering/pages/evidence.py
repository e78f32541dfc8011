"""Evidence of a return: named once, chosen beside as many answers as it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence.models import Evidence
from sightline.assess.returns.answering import actions, naming
from sightline.assess.returns.answering.models import ReturnEvidence
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class EvidenceForm(Form):
    title = forms.CharField(
        label="What it is", max_length=160, help_text="Such as “Induction handbook, August”."
    )
    where = forms.CharField(
        label="Where it is kept",
        max_length=400,
        help_text="A web address, or the folder and who to ask.",
    )


class OfEvidence(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference}: {obj.title} ({obj.kind_name})"


class ChooseForm(Form):
    """Evidence of the provider that was added to Sightline and is not named yet."""

    evidence = OfEvidence(
        label="Which piece of evidence?",
        queryset=Evidence.objects.none(),
        empty_label="Choose one",
    )

    def __init__(self, *args: Any, rows: QuerySet[Evidence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = rows  # type: ignore[attr-defined]


@allow(Permission.ANSWER_RETURN)
def evidence(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    rows = list(found.evidence.annotate(used=Count("answers")))
    here = Evidence.objects.visible_to(request.user).filter(
        organisation__provider=found.organisation_id, withdrawal=None
    )
    free = here.exclude(reference__in=[one.where for one in rows]).order_by("-period_to", "-pk")
    choosing = "evidence" in request.POST
    form = EvidenceForm(None if choosing else request.POST or None)
    choice = ChooseForm(request.POST if choosing else None, rows=free)
    if request.method == "POST" and choosing and choice.is_valid():
        try:
            added = naming.choose(
                self_assessment=found,
                evidence=choice.cleaned_data["evidence"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            choice.add_error("evidence", str(refusal))
        else:
            return _added(request, added, reference)
    if not choosing and request.method == "POST" and form.is_valid():
        try:
            added = actions.add_evidence(
                self_assessment=found, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            return _added(request, added, reference)
    return render(
        request,
        "assess/returns/answering/pages/evidence.jinja",
        {
            "found": found,
            "form": form,
            "choice": choice if free.exists() else None,
            "forms": [choice],  # the summary of errors is drawn from both
            "rows": rows,
            "here": set(
                here.filter(reference__in=[one.where for one in rows]).values_list(
                    "reference", flat=True
                )
            ),
        },
    )


def _added(request: SignedInRequest, added: ReturnEvidence, reference: str) -> HttpResponse:
    messages.success(request, f"“{added.title}” can now be chosen beside your answers.")
    return redirect("assess:returns:evidence", reference=reference)
