"""What a file of one person can name. A fixed number of queries, however long the file is."""

from __future__ import annotations

from sightline.access.permissions import Permission
from sightline.govern.capacity.actions import NEEDS
from sightline.govern.capacity.file.reading import Known, folded
from sightline.govern.capacity.words import Kind
from sightline.organisations.models import LearningEnvironment, Organisation, Profession
from sightline.people.models import User


def known_to(user: User) -> Known:
    """Providers, sites and environments in the patch, and every profession. Three queries."""
    patch = user.patch(Permission.VIEW_CAPACITY)
    kinds = [*Organisation.PROVIDER_KINDS, Organisation.Kind.SITE]
    organisations: dict[str, int] = {}
    may: dict[Kind, set[int]] = {kind: set() for kind in NEEDS}
    patches = {kind: user.patch(needed) for kind, needed in NEEDS.items()}
    for pk, code, region, icb, provider in Organisation.objects.filter(
        patch.q(), kind__in=kinds
    ).values_list("pk", "code", "region", "icb", "provider"):
        organisations[code] = pk
        for kind, where in patches.items():
            if where.covers(region_id=region, icb_id=icb, provider_id=provider):
                may[kind].add(pk)
    environments: dict[tuple[int, str], int | None] = {}
    for pk, organisation, name in LearningEnvironment.objects.filter(
        patch.q("organisation")
    ).values_list("pk", "organisation", "name"):
        key = (organisation, folded(name))
        environments[key] = None if key in environments else pk
    professions: dict[str, int] = {}
    for pk, code, name in Profession.objects.values_list("pk", "code", "name"):
        professions[folded(code)] = professions[folded(name)] = pk
    return Known(
        organisations,
        environments,
        professions,
        {kind: frozenset(found) for kind, found in may.items()},
    )
