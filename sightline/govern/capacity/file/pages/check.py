"""What an uploaded list would change, and the button that changes it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.show import pluralise
from sightline.govern.capacity.file import actions
from sightline.govern.capacity.models import CapacityFile
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_CAPACITY)
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(CapacityFile, pk=pk, uploaded_by=request.user)
    now = timezone.now()
    plan, refused = None, ""
    if request.method == "POST":
        try:
            done = actions.apply(file=file, by=request.user, at=now)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("govern:capacity:check", pk)
        messages.success(
            request,
            f"{pluralise(done.new + done.corrected, 'number is', 'numbers are')} recorded.",
        )
        return redirect("govern:capacity:list")
    if not file.in_error and file.applied_at is None:
        try:
            plan = actions.plan(file=file, by=request.user, at=now)
        except Refusal as refusal:
            refused = str(refusal)
    return render(
        request,
        "govern/capacity/file/pages/check.jinja",
        {"file": file, "plan": plan, "refused": refused},
    )
