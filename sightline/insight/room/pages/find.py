"""Find the Standards Room of a place."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Level, Place
from sightline.design.forms import Form
from sightline.listen.forums.pages.fields import PlaceField, places_called
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest

_ABOVE = (Organisation.Kind.ICB, Organisation.Kind.REGION)
_MOST = 30


class FindForm(Form):
    place = PlaceField(
        label="Which provider, site, ICB or region?",
        help_text="A code or a name. Its wards and programmes are listed there.",
        max_length=120,
    )


@allow(Permission.VIEW_EVIDENCE)
def find(request: SignedInRequest) -> HttpResponse:
    patch = request.user.patch(Permission.VIEW_EVIDENCE)
    form = FindForm(request.GET if "place" in request.GET else None)
    asked: Any = form.fields["place"]
    asked.patch = patch
    to_add = request.GET.get("to") == "add"
    if form.is_bound and form.is_valid():
        place = place_of(form.cleaned_data["place"])
        name = "assess:evidence:add" if to_add else "insight:room:place"
        return redirect(name, *place.arguments)
    called = request.GET.get("place", "").strip()
    several = places_called(called, patch, _MOST) if called and not form.is_valid() else []
    if len(several) > 1:
        # They are listed as links, so there is no error to mend.
        form = FindForm(initial={"place": called})
    own = Organisation.objects.filter(patch.q(), closed_date=None).providers()
    due = (
        Judgement.objects.visible_to(request.user)
        .filter(superseded_by=None, next_review_date__lte=timezone.localdate())
        .select_related("organisation", "environment", "programme", "standard")
        .order_by("next_review_date", "pk")[:_MOST]
    )
    return render(
        request,
        "insight/room/pages/find.jinja",
        {
            "form": form,
            "to_add": to_add,
            "called": called,
            "several": [(place_of(one), one) for one in several[:_MOST]] if several[1:] else [],
            "are_more": len(several) > _MOST,
            # Where there are few places, nobody has to type.
            "own": [place_of(one) for one in own.order_by("name")[:2]] if patch.providers else [],
            "due": due,
        },
    )


def place_of(organisation: Organisation) -> Place:
    """The Room of an organisation as a whole."""
    level = Level.SYSTEM if organisation.kind in _ABOVE else Level.ORGANISATION
    return Place(level, organisation)
