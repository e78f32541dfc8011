"""A patch: the part of the country that somebody may see or change, for one permission."""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Patch:
    """Database ids of the organisations in which a permission counts; or the whole nation."""

    nation: bool = False
    regions: frozenset[int] = frozenset()
    icbs: frozenset[int] = frozenset()
    providers: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        return not (self.nation or self.regions or self.icbs or self.providers)

    def q(self, organisation: str = "") -> Q:
        """A filter for a queryset.

        ``organisation`` is the path from the record to its Organisation, such as
        ``"organisation"`` or ``"concern__organisation"``; empty for Organisation itself.
        """
        if self.nation:
            # Not Q(): an empty Q is lost when another is joined to it by "or".
            return ~Q(pk__in=())
        prefix = f"{organisation}__" if organisation else ""
        found = Q(pk__in=())
        if self.regions:
            found |= Q(**{f"{prefix}region_id__in": sorted(self.regions)})
        if self.icbs:
            found |= Q(**{f"{prefix}icb_id__in": sorted(self.icbs)})
        if self.providers:
            found |= Q(**{f"{prefix}provider_id__in": sorted(self.providers)})
        return found

    def covers(self, *, region_id: int | None, icb_id: int | None, provider_id: int | None) -> bool:
        """Does an organisation at that place lie in this patch? Same rule as ``q``."""
        return (
            self.nation
            or (region_id is not None and region_id in self.regions)
            or (icb_id is not None and icb_id in self.icbs)
            or (provider_id is not None and provider_id in self.providers)
        )
