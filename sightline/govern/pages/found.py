from __future__ import annotations

from django.http import Http404

from sightline.access.permissions import Permission
from sightline.assess.pages.found import place_for
from sightline.assess.places import Place
from sightline.govern.capacity.models import LEVELS
from sightline.people.request import SignedInRequest


def provider_or_part(
    request: SignedInRequest, permission: Permission, level: str, code: str, part: str
) -> Place:
    """The provider, site or learning environment of an address, for whoever may; else a 404."""
    found = place_for(request, permission, level, code, part)
    if found.level not in LEVELS or found.organisation.provider_id is None:
        raise Http404
    return found
