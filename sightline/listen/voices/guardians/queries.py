"""How to reach somebody now."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.listen.voices.guardians.models import Guardian
from sightline.organisations.models import Organisation


@dataclass(frozen=True)
class Reach:
    """The guardian of a provider, where we know one, and the provider's name, where there is one.

    Without a guardian the page says in general how one is found.
    """

    provider: str
    guardian: Guardian | None


def for_place(organisation: Organisation | None) -> Reach:
    """The guardian of the provider to which a place belongs. Two queries at most."""
    provider = organisation.provider if organisation else None
    if provider is None:
        return Reach("", None)
    return Reach(provider.name, Guardian.objects.filter(organisation=provider).first())
