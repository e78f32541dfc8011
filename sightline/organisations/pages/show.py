"""One organisation: what it is, where it belongs and belonged, its names, what is in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.environment import url_if_any
from sightline.design.show import pluralise
from sightline.organisations import queries
from sightline.organisations.models import Organisation
from sightline.organisations.networks import queries as networks
from sightline.organisations.words import COUNTED, openness
from sightline.trail import record

Kind = Organisation.Kind
#: The longest list of what is in an organisation; the rest is behind a link to the search.
MOST_SHOWN = 20


@allow(Permission.VIEW_ORGANISATIONS)
def show(request: HttpRequest, code: str) -> HttpResponse:
    user: Any = request.user
    organisation = get_object_or_404(
        Organisation.objects.visible_to(user).select_related("parent", "region", "icb", "provider"),
        code=code,
    )

    def href(other: Organisation | None) -> str:
        """The page of another organisation, "" where this person may not see it."""
        if other is None or not viewer.may(user, Permission.VIEW_ORGANISATIONS, at=other):
            return ""
        return url_if_any("organisations:show", other.code)

    inside = Organisation.objects.visible_to(user).filter(parent=organisation)
    belongings = queries.belongings_of(organisation)
    return render(
        request,
        "organisations/pages/show.jinja",
        {
            "organisation": organisation,
            "open": openness(organisation.opened_date, organisation.closed_date),
            "href": href,
            "lineage": queries.lineage(organisation),
            "names": queries.names_of(organisation),
            "belongings": belongings,
            "networks": networks.spells_of(organisation.pk)
            if organisation.kind == Kind.PRACTICE
            else (),
            "inside": _inside(organisation, inside),
            "counts": _counts(inside),
            "most_shown": MOST_SHOWN,
            "environments": organisation.environments.select_related("site")
            if organisation.is_provider
            else (),
            "may_change": viewer.may(user, Permission.LOAD_ORGANISATIONS, at=organisation),
            "links": _links(organisation, user),
            "trail": record.lines_about(organisation, internal=False),
        },
    )


def _inside(organisation: Organisation, inside: Any) -> list[Organisation]:
    """What is directly in it, open ones first; of an ICB without its hundreds of practices."""
    if organisation.kind == Kind.SITE:
        return []
    shown = inside.exclude(kind=Kind.PRACTICE) if organisation.kind == Kind.ICB else inside
    return list(shown.order_by(F("closed_date").asc(nulls_first=True), "name")[:MOST_SHOWN])


def _counts(inside: Any) -> list[dict[str, str]]:
    """How many of each kind are in it, in words."""
    rows = (
        inside.order_by()
        .values("kind")
        .annotate(total=Count("pk"), still_open=Count("pk", filter=Q(closed_date=None)))
    )
    found = {row["kind"]: row for row in rows}
    said = []
    for kind in (kind for kind in Kind.values if kind in found):
        total, closed = found[kind]["total"], found[kind]["total"] - found[kind]["still_open"]
        text = pluralise(total, *COUNTED[kind])
        said.append({"kind": kind, "text": f"{text}, {closed} closed" if closed else text})
    return said


def _links(organisation: Organisation, user: Any) -> list[dict[str, str]]:
    """Where the rest of the service speaks of it, as far as there are such pages."""
    kind, code = organisation.kind, organisation.code
    level = "provider" if organisation.is_provider else str(kind)
    room = "system" if kind in ("icb", "region") else "organisation"
    wanted = [
        ("Survey results", Permission.VIEW_RESULTS, url_if_any("insight:group", level, code), ""),
        (
            "Standards Room",
            Permission.VIEW_EVIDENCE,
            url_if_any("insight:room:place", room, code),
            "",
        ),
    ]
    if room == "organisation" and organisation.provider_id:
        wanted += [
            (
                "Quality passport",
                Permission.VIEW_EVIDENCE,
                url_if_any("govern:passports:place", room, code),
                "",
            ),
            (
                "Capacity",
                Permission.VIEW_CAPACITY,
                url_if_any("govern:capacity:place", room, code),
                "",
            ),
        ]
    if organisation.is_provider:
        about = f"?organisation={code}"
        wanted += [
            ("Concerns", Permission.VIEW_CONCERNS, url_if_any("respond:register:list"), about),
            ("Commitments", Permission.VIEW_COMMITMENTS, url_if_any("commitments:list"), about),
            (
                "Replies to learners",
                Permission.VIEW_REPLIES,
                url_if_any("listen:replies:list"),
                about,
            ),
        ]
    return [
        {"text": text, "href": path + query}
        for text, permission, path, query in wanted
        if path and viewer.may(user, permission, at=organisation)
    ]
