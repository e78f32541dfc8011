"""Which groups somebody may open: those of the patch in which they may see results.

A programme or profession is open to everybody who may see results, because it is a page of
providers in their own patch. What the whole nation answered stands there as a benchmark only,
unless the whole nation is the viewer's patch.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.results.levels import CROSSINGS, ENGLAND, NATION, GroupKey, Level

#: The kinds of organisation that each level of place stands for.
KINDS = {
    Level.REGION: (Organisation.Kind.REGION,),
    Level.ICB: (Organisation.Kind.ICB,),
    Level.PROVIDER: Organisation.PROVIDER_KINDS,
    Level.SITE: (Organisation.Kind.SITE,),
}

#: Codes in one condition; a database takes some thousands. Beyond, all of the patch are read.
_MOST_CODES = 5_000


@dataclass(frozen=True)
class Group:
    """A group that a viewer may open, with the records that name it.

    ``shows_own_results`` is false where the group's own figure is the whole nation's and the
    nation is not the viewer's: then it stands as a benchmark beside their providers only.
    """

    key: GroupKey
    organisation: Organisation | None = None
    programme: Programme | None = None
    profession: Profession | None = None
    shows_own_results: bool = True

    @property
    def name(self) -> str:
        taught = self.programme or self.profession
        parts = [one.name for one in (taught, self.organisation) if one is not None]
        return ", ".join(parts) or "England"


def patch_of(viewer: Viewer) -> Patch:
    return viewer.patch(Permission.VIEW_RESULTS)


def find(viewer: Viewer, level: str, code: str, other_code: str = "") -> Group | None:
    """The group of an address, or None: it does not exist, or is outside the viewer's patch."""
    if level not in set(Level) or (Level(level) in CROSSINGS) != bool(other_code):
        return None
    found = Level(level)
    patch = patch_of(viewer)
    if patch.empty:
        return None
    if found is Level.NATION:
        return Group(NATION) if patch.nation and code == ENGLAND else None
    key = GroupKey(found, code, other_code)
    if found in (Level.PROGRAMME, Level.PROFESSION):
        return _taught(key, code, None, shows_own_results=patch.nation)
    kinds = KINDS[Level.PROVIDER if found in CROSSINGS else found]
    organisation = (
        Organisation.objects.filter(patch.q(), code=code, kind__in=kinds)
        .select_related("parent", "region", "icb", "provider")
        .first()
    )
    if organisation is None:
        return None
    return _taught(key, other_code, organisation) if other_code else Group(key, organisation)


def _taught(
    key: GroupKey, code: str, organisation: Organisation | None, *, shows_own_results: bool = True
) -> Group | None:
    """A group that a programme or profession names, alone or at an organisation."""
    programme = profession = None
    if key.level in (Level.PROGRAMME, Level.PROVIDER_PROGRAMME):
        programme = Programme.objects.filter(code=code).first()
    else:
        profession = Profession.objects.filter(code=code).first()
    if programme is None and profession is None:
        return None
    return Group(key, organisation, programme, profession, shows_own_results)


def names_of(viewer: Viewer, codes: Collection[str]) -> dict[str, str]:
    """Code → name of the places among ``codes`` that the viewer may open. One query."""
    found = Organisation.objects.filter(patch_of(viewer).q())
    if len(codes) <= _MOST_CODES:
        found = found.filter(code__in=codes)
    return {code: name for code, name in found.values_list("code", "name") if code in codes}


def starts(viewer: Viewer) -> list[GroupKey]:
    """Where somebody begins: the places that their roles name, widest first."""
    patch = patch_of(viewer)
    if patch.nation:
        return [NATION]
    found = Organisation.objects.filter(pk__in=patch.regions | patch.icbs | patch.providers)
    level_of = {kind: level for level, kinds in KINDS.items() for kind in kinds}
    keys = [
        GroupKey(level_of[Organisation.Kind(kind)], code)
        for kind, code in found.order_by("name").values_list("kind", "code")
    ]
    return sorted(keys, key=lambda key: list(KINDS).index(key.level))
