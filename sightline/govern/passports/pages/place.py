"""The quality passport of a place, as whoever opens it may see it today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.places import Level, Place
from sightline.base.service_state import holds_made_up_data
from sightline.govern.pages.found import provider_or_part
from sightline.govern.passports import contents, printed
from sightline.govern.passports.models import FrozenPassport
from sightline.people.models import User
from sightline.people.request import SignedInRequest

_MOST = 20


@allow(Permission.VIEW_EVIDENCE)
def place(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    user = request.user
    found = provider_or_part(request, Permission.VIEW_EVIDENCE, level, code, part)
    kept = (
        FrozenPassport.objects.visible_to(user)
        .filter(found.q())
        .select_related("organisation", "environment", "programme", "by")
        .defer("content")[:_MOST]
    )
    at = found.organisation
    return render(
        request,
        "govern/passports/pages/place.jinja",
        {
            "place": found,
            "content": contents.of(found, user, timezone.localdate()),
            "links": _links(found, user),
            "kept": kept,
            "parts": _parts(found),
            "inside": viewer.may(user, Permission.VIEW_INTERNAL, at=at),
            "may_ask": viewer.may(user, Permission.ASK_TO_EXPAND, at=at),
        },
    )


def _parts(found: Place) -> list[Place]:
    """Learning environments with a passport of their own."""
    if found.part or not found.organisation.is_provider:
        return []
    return [
        Place(Level.ENVIRONMENT, found.organisation, environment=one)
        for one in found.organisation.environments.filter(closed_date=None).order_by("name")
    ]


def _links(found: Place, user: User) -> dict[str, str]:
    """Where each section comes from, for whoever may go there."""
    about = f"?organisation={found.organisation.code}"
    wanted = (
        ("risk", Permission.VIEW_CONCERNS, reverse("respond:register:list") + about),
        ("capacity", Permission.VIEW_CAPACITY,
         reverse("govern:capacity:place", args=found.arguments)),
        ("requirements", Permission.VIEW_COMMITMENTS,
         reverse("commitments:list") + about),
        (
            "approval",
            Permission.VIEW_APPROVALS,
            f"{reverse('govern:approvals:list')}?q={found.organisation.code}",
        ),
        ("self_assessment", Permission.VIEW_RETURNS, reverse("assess:returns:list")),
        ("standards", Permission.VIEW_EVIDENCE,
         reverse("insight:room:place", args=found.arguments)),
    )  # fmt: skip
    return {
        key: href
        for key, permission, href in wanted
        if viewer.may(user, permission, at=found.organisation)
    }


@allow(Permission.VIEW_EVIDENCE)
def place_file(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponse:
    found = provider_or_part(request, Permission.VIEW_EVIDENCE, level, code, part)
    content = contents.of(found, request.user, timezone.localdate())
    made = printed.passport_pdf(content, kept="", made_up=holds_made_up_data())
    name = "-".join(["quality-passport", code, *([part] if part else [])]).lower()
    return printed.response(made, name)
