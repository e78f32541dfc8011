"""Touchpoints that are set up."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.touchpoints.models import Series
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def list_(request: SignedInRequest) -> HttpResponse:
    found = (
        Series.objects.visible_to(request.user)
        .select_related("place")
        .annotate(moments=Count("touchpoints"))
    )
    return render(request, "listen/invitations/touchpoints/pages/list.jinja", {"found": found})
