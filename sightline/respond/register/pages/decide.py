from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import CheckboxChoiceField, DateField, Form, RadioChoiceField
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions
from sightline.respond.register.models import CategoryDecision, Concern, Evidence, IsfCategory
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for


class DecideForm(Form):
    category = RadioChoiceField(label="Which category?")
    rationale = fields.prose(
        "Why this category?",
        help_text="The provider sees this when the concern is shared.",
    )
    evidence = CheckboxChoiceField(
        label="Which evidence does the decision rest on?", help_text="Choose at least one."
    )
    decided_by = forms.CharField(
        label="Who decided?",
        help_text="A person with their role, or a committee.",
        max_length=200,
    )
    decided_date = DateField(label="Date of the decision", latest=timezone.localdate)
    next_review_date = fields.next_review()
    supersedes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, categories: list[IsfCategory], evidence: list[Evidence], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), str(one)) for one in categories
        ]
        self.fields["category"].choice_hints = {  # type: ignore[attr-defined]
            str(one.pk): _explained(one) for one in categories
        }
        self.fields["evidence"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), _named(one)) for one in evidence
        ]


def _explained(one: IsfCategory) -> str:
    return f"{one.definition} Usually reviewed within {one.review_within_days} days."


def _named(one: Evidence) -> str:
    if one.kind == Evidence.Kind.FLAG:
        said = ", ".join(one.frozen[name] for name in ("measure", "group", "round"))
    elif one.kind == Evidence.Kind.FORUM:
        said = f"{one.frozen['forum']}: {one.frozen['text']}"[:160]
    else:
        said = one.text[:160]
    return f"{said} (internal)" if one.is_internal else said


@allow(Permission.DECIDE_CATEGORY)
def decide(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.DECIDE_CATEGORY)
    today = timezone.localdate()
    categories = list(IsfCategory.in_force_on(today))
    evidence = list(concern.evidence.select_related("measure"))
    stands = _stands(concern)
    form = DecideForm(
        request.POST or None,
        categories=categories,
        evidence=evidence,
        initial={"decided_date": today, "supersedes": stands.pk if stands else None},
    )
    if request.method == "POST" and form.is_valid() and _decided(request, concern, form):
        messages.success(request, "The decision is on the register.")
        return redirect("respond:register:show", reference=reference)
    return render(
        request,
        "respond/register/pages/decide.jinja",
        {
            "concern": concern,
            "form": form,
            "stands": stands,
            "has_evidence": bool(evidence),
            "is_checked": all(one.is_checked for one in categories),
            "categories": categories,
        },
    )


def _decided(request: SignedInRequest, concern: Concern, form: DecideForm) -> bool:
    given = form.cleaned_data
    seen = given["supersedes"]
    try:
        actions.decide_category(
            concern=concern,
            category=IsfCategory.objects.get(pk=given["category"]),
            rationale=given["rationale"],
            evidence=list(concern.evidence.filter(pk__in=given["evidence"])),
            decided_by=given["decided_by"],
            decided_date=given["decided_date"],
            next_review_date=given["next_review_date"],
            supersedes=CategoryDecision.objects.filter(concern=concern, pk=seen).first(),
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _stands(concern: Concern) -> CategoryDecision | None:
    found = concern.category_decisions.filter(superseded_by=None)
    return found.select_related("category", "by").first()
