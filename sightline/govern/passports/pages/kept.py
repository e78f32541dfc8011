"""A copy of a quality passport, exactly as it was when it was kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.show import format_moment
from sightline.govern.approvals.models import Approval
from sightline.govern.expansions.models import ExpansionRequest
from sightline.govern.passports import printed
from sightline.govern.passports.models import FrozenPassport
from sightline.people.models import User
from sightline.people.request import SignedInRequest


def _found(request: SignedInRequest, reference: str) -> FrozenPassport:
    return get_object_or_404(
        FrozenPassport.objects.visible_to(request.user).select_related(
            "organisation", "environment", "programme", "by"
        ),
        reference=reference,
    )


@allow(Permission.VIEW_EVIDENCE)
def kept(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _found(request, reference)
    return render(
        request,
        "govern/passports/pages/kept.jinja",
        {"found": found, "place": found.place, "decided_at": _decided_at(found, request.user)},
    )


def _decided_at(found: FrozenPassport, user: User) -> str:
    """The page of the decision that the copy belongs to; "" where there is none to open."""
    at, name = found.organisation, found.for_reference
    rows: Any = None
    # Somebody can also have typed a reference of their own.
    if name.startswith("X-") and viewer.may(user, Permission.VIEW_CAPACITY, at=at):
        rows, page = ExpansionRequest.objects.visible_to(user), "govern:expansions:show"
    elif name.startswith("A-") and viewer.may(user, Permission.VIEW_APPROVALS, at=at):
        rows, page = Approval.objects.visible_to(user), "govern:approvals:show"
    if rows is not None and rows.filter(reference=name).exists():
        return reverse(page, args=[name])
    return ""


@allow(Permission.VIEW_EVIDENCE)
def kept_file(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _found(request, reference)
    said = (
        f"Copy {found.reference}, kept on {format_moment(found.at)} by {found.by.name}. "
        f"For: {found.for_what}. Fingerprint {found.digest}"
    )
    made = printed.passport_pdf(found.content, kept=said, made_up=holds_made_up_data())
    return printed.response(made, f"quality-passport-{found.reference.lower()}")
