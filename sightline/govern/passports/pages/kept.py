"""A copy of a quality passport, exactly as it was when it was kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design.show import format_moment
from sightline.govern.passports import printed
from sightline.govern.passports.models import FrozenPassport
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
        request, "govern/passports/pages/kept.jinja", {"found": found, "place": found.place}
    )


@allow(Permission.VIEW_EVIDENCE)
def kept_file(request: SignedInRequest, reference: str) -> HttpResponse:
    found = _found(request, reference)
    said = (
        f"Copy {found.reference}, kept on {format_moment(found.at)} by {found.by.name}. "
        f"For: {found.for_what}. Fingerprint {found.digest}"
    )
    made = printed.passport_pdf(found.content, kept=said, made_up=holds_made_up_data())
    return printed.response(made, f"quality-passport-{found.reference.lower()}")
