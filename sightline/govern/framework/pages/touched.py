"""What a new version of the framework touches, and what is proposed for open work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.design.tables import Linked
from sightline.govern.framework import actions, queries
from sightline.govern.framework.words import Kind
from sightline.people.request import SignedInRequest
from sightline.standards.models import FrameworkVersion


@allow(Permission.VIEW_OPEN_WORK)
def touched(request: SignedInRequest, code: str) -> HttpResponse:
    """Who decides sees the whole country's, others what is theirs to look after."""
    version = get_object_or_404(FrameworkVersion, code=code)
    may_decide = request.user.can(Permission.MANAGE_STANDARDS)
    report = queries.report(
        version, timezone.localdate(), viewer=None if may_decide else request.user
    )
    if report is None:
        raise Http404
    return render(
        request,
        "govern/framework/pages/touched.jinja",
        {"report": report, "counted": queries.COUNTED, "may_decide": may_decide, "linked": Linked},
    )


class LeaveForm(Form):
    reason = forms.CharField(
        label="Why is it left under the old wording?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_POST
@allow(Permission.MANAGE_STANDARDS)
def carry_over(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    version = get_object_or_404(FrameworkVersion, code=code)
    try:
        made = actions.carry_over(into=version, kind=kind, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{made.get_kind_display()}: {made.records} carried over.")
    return redirect("govern:framework:touched", code=code)


@allow(Permission.MANAGE_STANDARDS)
def leave(request: SignedInRequest, code: str, kind: str) -> HttpResponse:
    version = get_object_or_404(FrameworkVersion, code=code)
    if kind not in Kind:
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            actions.leave(into=version, kind=kind, **given, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{Kind(kind).label}: left under the old wording.")
            return redirect("govern:framework:touched", code=code)
    return render(
        request,
        "govern/framework/pages/leave.jinja",
        {"form": form, "version": version, "kind": Kind(kind)},
    )
