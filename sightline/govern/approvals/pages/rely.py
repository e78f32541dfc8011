"""Rely on an approval for an education provider, and end that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.govern.approvals import queries
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.forms import ForASchool, education_provider
from sightline.govern.approvals.pages.found import done, schools_of
from sightline.govern.approvals.sharing import actions
from sightline.govern.approvals.words import STANDING_COLOURS
from sightline.listen.forums.pages.fields import Chosen
from sightline.organisations.models import Programme
from sightline.people.request import SignedInRequest


class RelyForm(ForASchool):
    needs_one = True
    education_provider = education_provider("Which education provider relies on it?")
    programme = Chosen(
        label="For which programme?",
        queryset=Programme.objects.none(),
        empty_label="All that it is for",
        required=False,
    )

    def __init__(self, *args: Any, approval: Approval, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        covered = approval.lines.values("profession_id")
        asked["programme"].queryset = Programme.objects.filter(profession_id__in=covered)


@allow(Permission.APPLY_FOR_APPROVAL)
def rely(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Approval.objects.known_to(request.user).select_related("organisation", "environment"),
        reference=reference,
    )
    schools = schools_of(request.user)
    form = RelyForm(
        request.POST if request.POST.get("do") != "end" and request.POST else None,
        approval=found,
        schools=schools,
    )
    if request.POST.get("do") == "end":
        return _end(request, found)
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.rely(
                approval=found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, f"{made.education_provider} relies on {reference}.")
            # Before the decision the application is seen by those who applied only.
            is_seen = Approval.objects.visible_to(request.user).filter(pk=found.pk).exists()
            return redirect(f"govern:approvals:{'show' if is_seen else 'rely'}", reference)
    standing = queries.standing_of(found, timezone.localdate())
    return render(
        request,
        "govern/approvals/pages/rely.jinja",
        {
            "form": form,
            "found": found,
            "standing": (standing.label, STANDING_COLOURS[standing]),
            "professions": sorted({one.profession.name for one in _lines(found)}),
            "theirs": found.reliances.filter(
                education_provider__in=schools, ended_at=None
            ).select_related("education_provider", "programme"),
            "back_href": reverse("govern:approvals:list"),
        },
    )


def _lines(found: Approval) -> Any:
    return found.lines.select_related("profession")


def _end(request: SignedInRequest, found: Approval) -> HttpResponse:
    given = request.POST.get("reliance", "")
    reliance = get_object_or_404(found.reliances, pk=given if given.isdecimal() else 0)
    try:
        actions.end_relying(reliance=reliance, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Written down.")
    return redirect("govern:approvals:rely", reference=found.reference)
