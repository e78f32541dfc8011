"""The Standards Room of a place: every standard with its two marks and its judgement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.found import place_for
from sightline.assess.places import Level, Place
from sightline.design import downloads
from sightline.insight.room import periods, queries, table, words
from sightline.organisations.models import Programme
from sightline.people.request import SignedInRequest
from sightline.results import gate, mart
from sightline.results.levels import GroupKey
from sightline.results.levels import Level as Group
from sightline.results.queries import latest_dataset


@dataclass(frozen=True)
class Parts:
    """What lies inside an organisation and has a Room of its own."""

    environments: list[Place]
    programmes: list[Place]
    whole: Place | None


@allow(Permission.VIEW_EVIDENCE)
def show(request: SignedInRequest, level: str, code: str, part: str = "") -> HttpResponseBase:
    place = place_for(request, Permission.VIEW_EVIDENCE, level, code, part)
    period = periods.chosen(request.GET.get("year", ""), timezone.localdate())
    room = queries.room(place, request.user, period.day)
    if room is not None and (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table.of_room(room), wanted, filters=[f"Period: {period.name}"])
    return render(
        request,
        "insight/room/pages/room.jinja",
        {
            "place": place,
            "room": room,
            "period": period,
            "periods": periods.periods(timezone.localdate()),
            "suffix": f"?year={period.code}" if period.day != timezone.localdate() else "",
            "files": lambda **more: f"?{urlencode({'year': period.code, **more})}",
            "counts": _counts(room),
            "waiting": sum(tile.waits is not None for tile in room.tiles) if room else 0,
            "may_decide": request.user.can(Permission.MANAGE_STANDARDS),
            "parts": parts_of(place),
            "may_add": viewer.may(request.user, Permission.ADD_EVIDENCE, at=place.organisation),
            "may_judge": viewer.may(
                request.user, Permission.JUDGE_STANDARDS, at=place.organisation
            ),
            "words": words,
        },
    )


def _counts(room: queries.Room | None) -> list[tuple[str, int]]:
    """How many standards are heard how well. Counts of standards, never added to a score."""
    if room is None:
        return []
    found = Counter(tile.heard for tile in room.tiles)
    waiting = [(words.WAITING, found[words.WAITING])] if found[words.WAITING] else []
    return [*((text, found[text]) for text in words.SUFFICIENCY.values()), *waiting]


def parts_of(place: Place) -> Parts:
    """The environments of a provider and the programmes that answered there; the way back up."""
    organisation = place.organisation
    if place.part:
        return Parts([], [], Place(_whole_level(place), organisation))
    if not organisation.is_provider:
        return Parts([], [], None)
    environments = organisation.environments.filter(closed_date=None).order_by("name")
    return Parts(
        [Place(Level.ENVIRONMENT, organisation, environment=one) for one in environments],
        [Place(Level.PROGRAMME, organisation, programme=one) for one in _programmes(place)],
        None,
    )


def _whole_level(place: Place) -> Level:
    return Level.ORGANISATION if place.organisation.is_provider else Level.SYSTEM


def _programmes(place: Place) -> list[Programme]:
    """Programmes with results at the provider in the newest round, as the gate lists them."""
    dataset = latest_dataset()
    if dataset is None:
        return []
    try:
        round_ = gate.open_round(dataset)
    except mart.NotPrepared:
        return []
    key = GroupKey(Group.PROVIDER, place.organisation.code)
    if not round_.has(key):
        return []
    codes = [one.other_code for one in round_.children(key, Group.PROVIDER_PROGRAMME)]
    return list(Programme.objects.filter(code__in=codes).order_by("name"))
