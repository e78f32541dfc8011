"""The learners that an application is for: added and taken away one line at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.approvals import actions, rules
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.listen.forums.pages.fields import Chosen
from sightline.organisations.models import Profession, Programme
from sightline.organisations.words import Level
from sightline.people.request import SignedInRequest


class LineForm(Form):
    profession = Chosen(
        label="Profession", queryset=Profession.objects.all(), empty_label="Choose a profession"
    )
    programme = Chosen(
        label="Programme",
        queryset=Programme.objects.select_related("profession"),
        empty_label="Any programme of the profession",
        required=False,
    )
    level = forms.ChoiceField(label="Level", choices=[("", "Choose a level"), *Level.choices])
    learners = forms.IntegerField(
        label="How many at a time?", min_value=1, max_value=rules.MOST_LEARNERS
    )


@allow(Permission.APPLY_FOR_APPROVAL)
def learners(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if not found.is_draft or not approvals.may_write(found, request.user):
        raise Http404
    form = LineForm(request.POST if request.POST.get("do") != "remove" else None)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove(request, found)
    there = None
    if request.method == "POST" and form.is_valid():
        try:
            made = done(
                form,
                lambda: actions.add_line(
                    approval=found, **form.cleaned_data, by=request.user, at=timezone.now()
                ),
                (actions.AlreadyThere,),
            )
        except actions.AlreadyThere as refusal:
            form.add_error("profession", str(refusal))
            there = where(request, refusal.approval)
        else:
            if made is not None:
                messages.success(request, "Added.")
                return redirect("govern:approvals:learners", reference=reference)
    return render(
        request,
        "govern/approvals/pages/learners.jinja",
        {
            "form": form if request.method == "POST" else LineForm(),
            "found": found,
            "lines": found.lines.select_related("profession", "programme"),
            "there": there,
            "back_href": reverse("govern:approvals:show", args=[reference]),
        },
    )


def where(request: SignedInRequest, approval: Approval) -> dict[str, str]:
    """A link to the approval that is there already: to read it, or to be named on it."""
    seen = Approval.objects.visible_to(request.user).filter(pk=approval.pk).exists()
    if seen:
        return {
            "text": f"Open {approval.reference}",
            "href": reverse("govern:approvals:show", args=[approval.reference]),
        }
    return {
        "text": f"Rely on {approval.reference}",
        "href": reverse("govern:approvals:rely", args=[approval.reference]),
    }


def _remove(request: SignedInRequest, found: Approval) -> HttpResponse:
    given: Any = request.POST.get("line", "")
    line = get_object_or_404(found.lines, pk=given if given.isdecimal() else 0)
    try:
        actions.remove_line(line=line, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken away.")
    return redirect("govern:approvals:learners", reference=found.reference)
