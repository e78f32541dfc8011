"""Ask the place how ready it is, and invite somebody there by a link without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as shown
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns import queries as returns
from sightline.base import to_colleagues
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.govern.approvals import queries as approvals
from sightline.govern.approvals import rules
from sightline.govern.approvals.joining import actions, messages, queries
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.pages.found import approval_for, done
from sightline.people.request import SignedInRequest


class InviteForm(Form):
    name = forms.CharField(label="Their name", max_length=120)
    email = forms.EmailField(label="Their email address", max_length=254)


@allow(Permission.APPLY_FOR_APPROVAL)
def invite(request: SignedInRequest, reference: str) -> HttpResponse:
    found = approval_for(request, reference)
    if found.state in rules.FINAL or not approvals.may_write(found, request.user):
        raise Http404
    ending = request.POST.get("do") == "end"
    form = InviteForm(request.POST if request.method == "POST" and not ending else None)
    context: dict[str, Any] = {}
    if ending:
        return _end(request, found)
    may_invite = queries.may_invite(found, request.user, timezone.localdate())
    if not may_invite and request.method == "POST":
        raise Http404
    if request.method == "POST" and form.is_valid():
        made = done(
            form,
            lambda: actions.invite(
                approval=found, **form.cleaned_data, by=request.user, at=timezone.now()
            ),
        )
        if made is not None:
            contact, token = made
            # Shown in this answer only: the link itself is kept nowhere.
            context = {
                "invited": contact,
                "link": messages.link_of(token),
                "is_sent": to_colleagues.email_works(),
            }
            form = InviteForm()
    asked = queries.assessment_of(found) if may_invite else None
    return render(
        request,
        "govern/approvals/pages/invite.jinja",
        context
        | {
            "form": form,
            "found": found,
            "may_invite": may_invite,
            "not_yours": actions.NOT_YOURS_TO_ASK,
            "asked": asked,
            "sections": returns.sections_of(asked) if asked else [],
            "contacts": found.contacts.all(),
            "back_href": reverse("govern:approvals:show", args=[reference]),
        },
    )


def _end(request: SignedInRequest, found: Approval) -> HttpResponse:
    given = request.POST.get("contact", "")
    contact = get_object_or_404(found.contacts, pk=given if given.isdecimal() else 0)
    try:
        actions.end_link(contact=contact, by=request.user, at=timezone.now())
    except Refusal as refusal:
        shown.error(request, str(refusal))
    else:
        shown.success(request, "The link has ended.")
    return redirect("govern:approvals:invite", reference=found.reference)
