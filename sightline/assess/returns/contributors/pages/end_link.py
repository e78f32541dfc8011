"""End the link of a contributor."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.contributors import actions
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.people.request import SignedInRequest


@allow(Permission.ANSWER_RETURN)
def end_link(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Return.objects.answered_by(request.user), reference=reference)
    contributor = get_object_or_404(found.contributors, pk=pk)
    if request.method == "POST":
        try:
            actions.end(contributor=contributor, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"The link of {contributor.name} has ended.")
        return redirect("assess:returns:contributors", reference=reference)
    return render(
        request,
        "assess/returns/contributors/pages/end_link.jinja",
        {"found": found, "contributor": contributor},
    )
