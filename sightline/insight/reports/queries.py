"""Who gets a report in a run, and whether its file may still be taken away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence

from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.insight import scope
from sightline.insight.reports.models import ReportRun
from sightline.organisations.models import Organisation
from sightline.results import gate
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset


def providers(
    viewer: Viewer, dataset: Dataset, place: Organisation | None, kinds: Collection[str]
) -> list[Organisation]:
    """The providers in a viewer's patch (and in ``place``) that a round knows, by name.

    One query.
    """
    found = Organisation.objects.filter(
        scope.patch_of(viewer).q(), kind__in=set(kinds) & set(Organisation.PROVIDER_KINDS)
    ).select_related("region", "icb")
    if place is not None:
        found = found.filter(Patch(regions=_one(place, "region"), icbs=_one(place, "icb")).q())
    round_ = gate.open_round(dataset)
    return [
        one
        for one in found.order_by("name", "code")
        if round_.has(GroupKey(Level.PROVIDER, one.code))
    ]


def _one(place: Organisation, kind: str) -> frozenset[int]:
    return frozenset({place.pk}) if place.kind == kind else frozenset()


def places(viewer: Viewer) -> list[Organisation]:
    """Regions and boards that a viewer may see, to choose from. One query."""
    kinds = (Organisation.Kind.REGION, Organisation.Kind.ICB)
    found = Organisation.objects.filter(scope.patch_of(viewer).q(), kind__in=kinds)
    rows = found.filter(closed_date=None).order_by("name")
    return sorted(rows, key=lambda one: one.kind != Organisation.Kind.REGION)


def rights_of(viewer: Viewer) -> str:
    """What stands for everything that somebody may see today: it changes when that does."""
    patches = {one.value: viewer.patch(one) for one in Permission}
    told = {
        name: [patch.nation, *map(sorted, (patch.regions, patch.icbs, patch.providers))]
        for name, patch in patches.items()
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def may_take(run: ReportRun, viewer: Viewer) -> bool:
    """May all that is in the file still be seen? Two queries at most."""
    if run.rights != rights_of(viewer):
        return False
    inside = scope.patch_of(viewer).q("organisation")
    return not run.items.exclude(inside).exists()


def runs(viewer: Viewer, most: int = 20) -> Sequence[ReportRun]:
    """The viewer's own, newest first. One query."""
    found = ReportRun.objects.visible_to(viewer).select_related("dataset", "place")
    return list(found[:most])
