"""Where the feed begins: its sets, and the metadata that describes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from sightline.api.odata import metadata
from sightline.api.odata.answering import answer, keyed
from sightline.api.odata.refusals import Refused
from sightline.api.odata.sets import SETS
from sightline.people.models import User


@keyed
def service(request: HttpRequest, person: User) -> HttpResponseBase:
    return answer(
        {
            "@odata.context": f"{root(request)}$metadata",
            "value": [
                {"name": one.name, "kind": "EntitySet", "url": one.name} for one in SETS.values()
            ],
        }
    )


@keyed
def describe(request: HttpRequest, person: User) -> HttpResponseBase:
    """As XML, or as JSON for whoever asks: by ``$format`` or by the header."""
    asked = request.GET.get("$format", "").lower()
    accepted = request.headers.get("Accept", "")
    if asked not in ("", "xml", "json", "application/xml", "application/json"):
        raise Refused("The metadata is given as xml or json.", "$format")
    if "json" in asked or (not asked and "application/json" in accepted and "xml" not in accepted):
        return answer(metadata.json(SETS.values()), content_type="application/json;charset=utf-8")
    return answer(metadata.xml(SETS.values()), content_type="application/xml;charset=utf-8")


def root(request: HttpRequest) -> str:
    """The feed's own address, with which every address in it begins."""
    return request.build_absolute_uri(reverse("api:odata:service"))
