"""The guardian of a place, for anybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import Form
from sightline.listen.voices.guardians.models import Guardian
from sightline.listen.voices.guardians.queries import Reach
from sightline.organisations.models import Organisation

MOST = 10


class FindForm(Form):
    q = forms.CharField(label="Name, town or postcode of the place", max_length=100, required=False)


@allow(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET or None)
    text = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    found: list[Reach] = []
    if text:
        # A site has its provider's guardian.
        rows: Any = Organisation.objects.matching(text).filter(provider__isnull=False)
        ranked = list(
            rows.best_match_first(text)
            .select_related("provider")
            .order_by("rank", "name")[: MOST * 3]
        )
        providers = list(dict.fromkeys(one.provider for one in ranked))[:MOST]
        known = {
            one.organisation_id: one for one in Guardian.objects.filter(organisation__in=providers)
        }
        found = [Reach(one.name, known.get(one.pk)) for one in providers if one]
    return render(
        request,
        "listen/voices/guardians/pages/find.jinja",
        {"form": form, "text": text, "found": found, "general": Reach("", None), "is_bare": True},
    )
