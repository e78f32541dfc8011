"""Look over an application and send it in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form
from sightline.govern.approvals import actions
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.govern.approvals.pages.learners import where
from sightline.people.request import SignedInRequest


@allow(Permission.APPLY_FOR_APPROVAL)
def send(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if not found.is_draft or not approvals.may_write(found, request.user):
        raise Http404
    form = Form(request.POST if request.method == "POST" else None)
    there = None
    if request.method == "POST" and form.is_valid():
        try:
            sent = done(
                form,
                lambda: actions.submit(approval=found, by=request.user, at=timezone.now()),
                (actions.AlreadyThere,),
            )
        except actions.AlreadyThere as refusal:
            form.add_error(None, str(refusal))
            there = where(request, refusal.approval)
        else:
            if sent is not None:
                messages.success(request, f"{reference} is sent in. The quality team has it now.")
                return redirect("govern:approvals:show", reference=reference)
    lines = list(found.lines.select_related("profession", "programme"))
    return render(
        request,
        "govern/approvals/pages/send.jinja",
        {
            "form": form,
            "found": found,
            "lines": lines,
            "documents": found.documents.standing().count(),
            "missing": approvals.missing(found, lines),
            "there": there,
            "back_href": reverse("govern:approvals:show", args=[reference]),
        },
    )
