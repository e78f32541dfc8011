"""Which groups somebody may open: those of the patch in which they may see results.

A programme or profession is open to everybody who may see results, because it is a page of
providers in their own patch; its national figure stands there as the benchmark only.
"""

from __future__ import annotations

from dataclasses import dataclass

from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.results.levels import CROSSINGS, ENGLAND, GroupKey, Level

#: The kinds of organisation that each level of place stands for.
KINDS = {
    Level.REGION: (Organisation.Kind.REGION,),
    Level.ICB: (Organisation.Kind.ICB,),
    Level.PROVIDER: Organisation.PROVIDER_KINDS,
    Level.SITE: (Organisation.Kind.SITE,),
}


@dataclass(frozen=True)
class Group:
    """A group that a viewer may open, with the records that name it."""

    key: GroupKey
    organisation: Organisation | None = None
    programme: Programme | None = None
    profession: Profession | None = None

    @property
    def name(self) -> str:
        taught = self.programme or self.profession
        parts = [one.name for one in (taught, self.organisation) if one is not None]
        return ", ".join(parts) or "England"

    @property
    def shows_own_results(self) -> bool:
        """False where the group's own figure is the whole nation's and stands as benchmark only."""
        return self.key.level not in (Level.PROGRAMME, Level.PROFESSION)


def patch_of(viewer: Viewer) -> Patch:
    return viewer.patch(Permission.VIEW_RESULTS)


def find(viewer: Viewer, level: str, code: str, other_code: str = "") -> Group | None:
    """The group of an address, or None: it does not exist, or is outside the viewer's patch."""
    if level not in set(Level) or ("-" in level) != bool(other_code):
        return None
    found = Level(level)
    patch = patch_of(viewer)
    if patch.empty:
        return None
    if found is Level.NATION:
        return Group(GroupKey(found)) if patch.nation and code == ENGLAND else None
    if found is Level.PROGRAMME:
        return _of_programme(GroupKey(found, code))
    if found is Level.PROFESSION:
        return _of_profession(GroupKey(found, code))
    kinds = KINDS[Level.PROVIDER if found in CROSSINGS else found]
    organisation = (
        Organisation.objects.filter(patch.q(), code=code, kind__in=kinds)
        .select_related("parent", "region", "icb", "provider")
        .first()
    )
    if organisation is None:
        return None
    if found not in CROSSINGS:
        return Group(GroupKey(found, code), organisation)
    key = GroupKey(found, code, other_code)
    other = (
        _of_programme(key, other_code, organisation)
        if found is Level.PROVIDER_PROGRAMME
        else _of_profession(key, other_code, organisation)
    )
    return other


def _of_programme(
    key: GroupKey, code: str = "", organisation: Organisation | None = None
) -> Group | None:
    programme = Programme.objects.select_related("profession").filter(code=code or key.code).first()
    if programme is None:
        return None
    return Group(key, organisation, programme, programme.profession if organisation else None)


def _of_profession(
    key: GroupKey, code: str = "", organisation: Organisation | None = None
) -> Group | None:
    profession = Profession.objects.filter(code=code or key.code).first()
    return None if profession is None else Group(key, organisation, None, profession)


def start(viewer: Viewer) -> GroupKey | None:
    """Where somebody begins: the widest group of their patch; None for nobody's patch."""
    patch = patch_of(viewer)
    if patch.nation:
        return GroupKey(Level.NATION)
    for level, keys in (
        (Level.REGION, patch.regions),
        (Level.ICB, patch.icbs),
        (Level.PROVIDER, patch.providers),
    ):
        if keys:
            code = Organisation.objects.filter(pk__in=keys).order_by("code").values_list("code")
            return GroupKey(level, code[0][0])
    return None
