"""The programmes and professions that people learn for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.organisations.models import Profession, Programme
from sightline.organisations.words import Branch, Level


@allow(Permission.VIEW_ORGANISATIONS)
def programmes(request: HttpRequest) -> HttpResponse:
    taught = list(Programme.objects.select_related("profession"))
    professions = list(Profession.objects.all())
    levels = dict(Level.choices)
    branches = [
        {
            "code": branch.value,
            "name": branch.label,
            "professions": [one for one in professions if one.branch == branch],
            "programmes": [
                {"programme": one, "level": levels.get(one.level, one.level)}
                for one in taught
                if one.profession.branch == branch
            ],
        }
        for branch in Branch
    ]
    checked = [*(one.is_checked for one in taught), *(one.is_checked for one in professions)]
    return render(
        request,
        "organisations/pages/programmes.jinja",
        {
            "branches": [one for one in branches if one["professions"]],
            "unchecked": checked.count(False),
            "total": len(checked),
        },
    )
