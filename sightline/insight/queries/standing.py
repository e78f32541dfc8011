"""A standing view of a place: surveys, people's own words, concerns and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Q
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.insight import reading, scope, views
from sightline.insight.queries.lines import Line, lines
from sightline.insight.reading import Reading
from sightline.insight.scope import Group
from sightline.insight.views import View
from sightline.listen.voices import words as voices
from sightline.listen.voices.models import Voice
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern
from sightline.respond.register.queries import about
from sightline.results.levels import GroupKey, Level
from sightline.standards.succession import queries as succession
from sightline.stats.outliers import Colour

#: Providers listed, and open concerns read.
MOST_PLACES, MOST_CONCERNS = 10, 500
#: What people raised is counted over so many days.
DAYS = 365


@dataclass(frozen=True)
class Asked:
    """One survey that asks questions of the view, with those shown or withheld here."""

    reading: Reading
    lines: list[Line]


@dataclass(frozen=True)
class LowPlace:
    """A provider inside, with how many of the view's questions are red, of how many shown."""

    key: GroupKey
    name: str
    low: int
    shown: int


def asked(view: View, key: GroupKey) -> list[Asked]:
    """The newest round of each survey that asks any of the view's questions. One query."""
    found = []
    for each in reading.newest():
        infos = [one for code in view.items if (one := each.round.measure(code)) is not None]
        if infos and each.round.has(key):
            found.append(Asked(each, lines(each, key, infos)))
    return found


def low_places(view: View, found: Reading, viewer: Viewer, key: GroupKey) -> list[LowPlace]:
    """Providers inside a place where questions of the view are red, most first. One query."""
    if key.level is Level.PROVIDER:
        return []
    codes = [code for code in view.items if found.round.measure(code) is not None]
    keys = found.round.children(key, Level.PROVIDER)
    seen = found.round.overview(keys, codes)
    red = seen.are(Colour.RED).sum(axis=1)
    shown = seen.shown.sum(axis=1)
    low = [int(at) for at in np.flatnonzero(red)]
    names = scope.names_of(viewer, {keys[at].code for at in low})
    places = [
        LowPlace(keys[at], names[keys[at].code], int(red[at]), int(shown[at]))
        for at in low
        if keys[at].code in names
    ]
    return sorted(places, key=lambda one: (-one.low / one.shown, one.name))


def open_concerns(view: View, viewer: Viewer, group: Group) -> list[about.ConcernLine]:
    """Open concerns on one of the view's standards or resting on one of its questions."""
    lineage = succession.lineage_on(timezone.localdate())
    asked = lineage.from_code(views.FRAMEWORK, view.standards)
    alike = {key for number in asked for key in lineage.standing_for(number)}
    on = Concern.objects.visible_to(viewer).filter(standards__in=alike)
    references = set(on.order_by().values_list("reference", flat=True))
    here = about.concerns_about(
        group.organisation, None, [], viewer, include_closed=False, limit=MOST_CONCERNS
    )
    resting = about.concerns_about(
        group.organisation, None, view.items, viewer, include_closed=False, limit=MOST_CONCERNS
    )
    references |= {one.reference for one in resting}
    return [one for one in here if one.reference in references]


def raised(view: View, viewer: Viewer, group: Group, today: date) -> tuple[int, int] | None:
    """How many cases of the last year belong to the view, and how many of them wait for us.

    None where the viewer may not read what people raise. One query.
    """
    which = {
        "all": ~Q(pk__in=()),
        "educators": Q(who=voices.Who.EDUCATOR),
        "patients": Q(patients_safety__in=[voices.Touched.YES, voices.Touched.UNSURE]),
        "people": Q(somebodys_safety__in=[voices.Touched.YES, voices.Touched.UNSURE]),
    }.get(view.voices)
    if which is None or viewer.patch(Permission.TRIAGE_VOICES).empty:
        return None
    found = (
        Voice.objects.visible_to(viewer)
        .filter(which, kind=voices.Kind.CONCERN, raised_on__gt=today - timedelta(days=DAYS))
        .filter(_within(group.organisation))
        .order_by()
        .values_list("state", flat=True)
    )
    states: Sequence[str] = list(found)
    return len(states), sum(state != voices.State.ANSWERED for state in states)


def _within(place: Organisation | None) -> Q:
    if place is None:
        return Q()
    kinds = Organisation.Kind
    column = {kinds.REGION: "region", kinds.ICB: "icb"}.get(kinds(place.kind), "provider")
    return Q(**{f"organisation__{column}": place})
