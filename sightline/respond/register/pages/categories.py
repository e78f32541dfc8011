from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import IsfCategory


@allow(SIGNED_IN)
def categories(request: SignedInRequest) -> HttpResponse:
    """What the categories of the framework mean, in every version, newest first."""
    found = IsfCategory.objects.order_by("-from_date", "version", "number")
    return render(
        request,
        "respond/register/pages/categories.jinja",
        {
            "versions": [list(each) for _, each in groupby(found, lambda one: one.version)],
            "today": timezone.localdate(),
            "may_load": request.user.can(Permission.MANAGE_STANDARDS),
        },
    )
