"""Find the quality passport of a place, and read copies that were kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.places import Level
from sightline.design.forms import Form
from sightline.govern.passports.models import FrozenPassport
from sightline.listen.forums.pages.fields import PlaceField
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest

_MOST = 20


class FindForm(Form):
    place = PlaceField(
        label="Which provider or site?",
        help_text="A code or a name. Its learning environments are listed there.",
        max_length=120,
    )

    def clean_place(self) -> Organisation:
        found: Organisation = self.cleaned_data["place"]
        if found.provider_id is None:
            self.add_error("place", f"{found.name} is no provider or site. Enter one of its own")
        return found


@allow(Permission.VIEW_EVIDENCE)
def find(request: SignedInRequest) -> HttpResponse:
    patch = request.user.patch(Permission.VIEW_EVIDENCE)
    form = FindForm(request.GET if "place" in request.GET else None)
    asked: Any = form.fields["place"]
    asked.patch = patch
    if form.is_bound and form.is_valid():
        return redirect(
            "govern:passports:place", Level.ORGANISATION, form.cleaned_data["place"].code
        )
    own = Organisation.objects.filter(patch.q(), closed_date=None).providers()
    kept = (
        FrozenPassport.objects.visible_to(request.user)
        .select_related("organisation", "environment", "programme", "by")
        .defer("content")[:_MOST]
    )
    return render(
        request,
        "govern/passports/pages/find.jinja",
        {
            "form": form,
            # Where there are few places, nobody has to type.
            "own": list(own.order_by("name")[:2]) if patch.providers else [],
            "kept": kept,
            "most": _MOST,
        },
    )
