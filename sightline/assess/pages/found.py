from __future__ import annotations

from django.http import Http404

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess import places
from sightline.assess.places import Place
from sightline.people.request import SignedInRequest


def place_for(
    request: SignedInRequest, permission: Permission, level: str, code: str, part: str
) -> Place:
    """The place of an address, for whoever has the permission there; else a 404."""
    place = places.find(level, code, part)
    if place is None or not viewer.may(request.user, permission, at=place.organisation):
        raise Http404
    return place
