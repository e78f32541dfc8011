"""The main menu: one line for each place, shown to those who may go there."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from sightline.access.permissions import Permission


@dataclass(frozen=True)
class Place:
    text: str
    url_name: str
    permission: Permission | None
    #: Pages of higher stages that belong to this place: how their addresses begin.
    also: tuple[str, ...] = ()


PLACES = (
    Place("Home", "home:today", Permission.VIEW_HOME),
    Place("Results", "insight:results", Permission.VIEW_RESULTS),
    Place("Register", "respond:register:list", Permission.VIEW_CONCERNS),
    Place("Commitments", "commitments:list", Permission.VIEW_COMMITMENTS),
    Place(
        "Assess",
        "assess:hub",
        Permission.VIEW_EVIDENCE,
        also=("/insight/room/", "/insight/tensions/"),
    ),
    Place("Govern", "govern:hub", Permission.FIND_APPROVALS),
    Place("Listen", "listen:hub", None),
    Place("Organisations", "organisations:list", Permission.VIEW_ORGANISATIONS),
    Place("Standards", "standards:framework", None, also=("/govern/framework/", "/govern/files/")),
    Place("Administration", "people:administration", Permission.MANAGE_PEOPLE),
)


def items_for(request: HttpRequest) -> list[dict[str, object]]:
    """Menu items as {text, href, active} for the person signed in."""
    user = getattr(request, "user", None)
    items: list[dict[str, object]] = []
    if user is None or not user.is_authenticated:
        return items
    for place in PLACES:
        if place.permission is not None and not user.can(place.permission):
            continue
        try:
            href = reverse(place.url_name)
        except NoReverseMatch:
            continue
        active = request.path == href or _is_inside(request.path, href, place)
        items.append({"text": place.text, "href": href, "active": active})
    return items


def _is_inside(path: str, href: str, place: Place) -> bool:
    """Does the page belong to the place, and not to another that takes it for its own?"""
    taken = [one for other in PLACES if other is not place for one in other.also]
    if path.startswith(place.also):
        return True
    return href != "/" and path.startswith(href) and not path.startswith(tuple(taken))
