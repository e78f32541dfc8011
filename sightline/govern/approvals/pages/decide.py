"""Write down what the panel decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence.models import Evidence
from sightline.assess.pages.fields import line, prose
from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.govern.approvals import rules
from sightline.govern.approvals.documents.models import ApprovalDocument
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.govern.approvals.panels import actions, queries
from sightline.govern.approvals.panels.actions import NewCondition
from sightline.govern.approvals.words import Outcome, State
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.words import Kind
from sightline.listen.forums.pages.fields import Chosen
from sightline.listen.outside.models import EducationProvider
from sightline.people.request import SignedInRequest

CONDITIONS = range(1, actions.MOST_CONDITIONS + 1)


class _Several(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class _OfEvidence(_Several):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.reference}: {obj.title} ({obj.kind_name})"


class DecideForm(Form):
    outcome = RadioChoiceField(label="What does the panel decide?")
    reasons = prose("Why?", help_text="Those who see the approval can read the reasons.")
    deciders = _Several(label="Who decides?", queryset=None)
    decided_date = DateField(label="Day of the decision", latest=timezone.localdate)
    review_date = DateField(label="Review by", required=False)
    lead = Chosen(
        label="Which education provider takes the lead?",
        queryset=EducationProvider.objects.none(),
        empty_label="None is named",
        required=False,
        help_text="It looks after the place for all who use it.",
    )
    without_readiness = prose("Why without a signed assessment?", rows=2, required=False)
    why_early = prose("Why is the next review put off so soon?", rows=2, required=False)
    documents = _Several(
        label="Which documents does it rest on?",
        queryset=ApprovalDocument.objects.none(),
        required=False,
    )
    evidence = _OfEvidence(
        label="Which evidence does it rest on?", queryset=Evidence.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        found: Approval,
        seats: list[queries.Seat],
        evidence: Any,
        before: rules.Before | None,
        stands: dict[int, str],
        numbers: dict[int, int],
        is_signed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        asked["outcome"].choices = [
            (one.value, one.label)
            for one in Outcome
            if State(one) in rules.MOVES[State(found.state)]
        ]
        sitting = [seat.member.pk for seat in seats if not seat.belongs_to_place]
        asked["deciders"].queryset = seats[0].member.panel.members.filter(pk__in=sitting) if (
            seats
        ) else ApprovalDocument.objects.none()  # fmt: skip
        today = timezone.localdate()
        latest = rules.latest_review_date(today, before=before)
        asked["review_date"].help_text = (
            f"The last day on which it counts, at the latest {latest:%-d %B %Y}. Leave empty if it "
            "is not approved."
        )
        if before is None:
            del asked["why_early"]
        else:
            # The limits for today are not those for the day of the decision, which may be earlier.
            with_reason = rules.latest_review_date(today, before=before, why_early="Said")
            asked["why_early"].help_text = (
                f"If it is decided today, only for a review date after {latest:%-d %B %Y}: "
                f"then it can be up to {with_reason:%-d %B %Y}."
                if latest < with_reason
                else "If it is decided today, no reason is asked for."
            ) + " The reason is kept, with your name, only where one is needed."
        asked["lead"].queryset = _leads(found)
        asked["documents"].queryset = found.documents.standing()
        asked["evidence"].queryset = evidence
        for name in ("documents", "evidence"):
            if not asked[name].queryset.exists():
                del asked[name]
        if is_signed:
            del asked["without_readiness"]
        self.lines = list(found.lines.select_related("profession", "programme"))
        for one in self.lines:
            asked[f"line_{one.pk}"] = forms.IntegerField(
                label=f"{one}: how many at a time?",
                min_value=0,
                max_value=rules.MOST_LEARNERS,
                initial=numbers.get(one.pk, one.learners),
                help_text=stands.get(one.pk, ""),
            )
        for number in CONDITIONS:
            asked[f"condition_{number}"] = prose(f"Condition {number}", rows=2, required=False)
            asked[f"owner_{number}"] = line(f"Owner of condition {number}", 120, required=False)
            asked[f"due_{number}"] = DateField(
                label=f"Condition {number}: by when?", required=False
            )

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "outcome": said["outcome"],
            "reasons": said["reasons"],
            "decided_date": said["decided_date"],
            "review_date": said["review_date"],
            "lead": said["lead"],
            "why_early": said.get("why_early", ""),
            "without_readiness": said.get("without_readiness", ""),
            "deciders": list(said["deciders"]),
            "documents": list(said.get("documents", ())),
            "evidence": list(said.get("evidence", ())),
            "numbers": {one.pk: said[f"line_{one.pk}"] for one in self.lines},
            "conditions": [
                NewCondition(
                    said[f"condition_{number}"], said[f"owner_{number}"], said[f"due_{number}"]
                )
                for number in CONDITIONS
                if said[f"condition_{number}"] or said[f"owner_{number}"] or said[f"due_{number}"]
            ],
        }


def _leads(found: Approval) -> Any:
    """Who applied, who relies on it, and who sends learners there."""
    return (
        EducationProvider.objects.filter(pk=found.education_provider_id or 0)
        | EducationProvider.objects.filter(reliances__approval=found, reliances__ended_at=None)
        | EducationProvider.objects.filter(
            placings__organisation=found.organisation, placings__ended_at=None
        )
    ).distinct()


def _stands(found: Approval, day: date) -> dict[int, str]:
    """By the key of a line: what is approved in the whole place, however it came about."""
    said = {}
    for one in found.lines.select_related("profession"):
        figure = capacities.standing(found.place, one.profession, one.level, Kind.APPROVED, day)
        if figure is not None:
            said[one.pk] = (
                f"Approved in the whole place for {one.profession.name.lower()}, "
                f"{one.get_level_display().lower()}: {figure.count:,} ({figure.source}). What you "
                "change here is added to it, or taken off."
            )
    return said


@allow(Permission.DECIDE_APPROVAL)
def decide(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    here = reverse("govern:approvals:show", args=[reference])
    if not found.may(request.user, Permission.DECIDE_APPROVAL):
        raise Http404
    panel = queries.open_panel(found)
    if panel is None:
        messages.error(request, "Name a panel first: a decision is made by named people.")
        return redirect(here)
    today = timezone.localdate()
    seats = queries.seats(panel, found.organisation, today)
    if not seats:
        messages.error(request, "Name who sits on the panel first.")
        return redirect("govern:approvals:panel", reference=reference)
    signed = joining.signed_assessment(found, today)
    citable = queries.citable(found, request.user)
    latest = citable.values("pk")[: queries.MOST_EVIDENCE]
    form = DecideForm(
        request.POST or None,
        found=found,
        seats=seats,
        evidence=Evidence.objects.filter(pk__in=[one["pk"] for one in latest]),
        before=queries.before(found),
        stands=_stands(found, today),
        numbers=queries.numbers_before(found),
        is_signed=signed is not None,
        initial={"decided_date": today, "lead": found.lead_id or found.education_provider_id},
    )
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.decide(panel=panel, **form.given(), by=request.user, at=timezone.now()),
        )
        if made is not None:
            messages.success(request, f"Decided: {made.get_outcome_display().lower()}.")
            return redirect(here)
    return render(
        request,
        "govern/approvals/pages/decide.jinja",
        {
            "form": form,
            "found": found,
            "panel": panel,
            "signed": signed,
            "has_interest": [one for one in seats if one.has_interest],
            "of_place": [one for one in seats if one.belongs_to_place],
            "numbers": [f"line_{one.pk}" for one in form.lines],
            "conditions": CONDITIONS,
            "back_href": here,
        },
    )
