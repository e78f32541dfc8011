"""For whom a copy is frozen: somebody who may see what a role at that place may see, no more."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.access import roles
from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.govern.passports.words import Audience
from sightline.organisations.models import Organisation

_AS: dict[str, Role] = {
    Audience.PLACE: Role.DIRECTOR_OF_EDUCATION,
    Audience.QUALITY: Role.REGIONAL_QUALITY_MANAGER,
}


@dataclass(frozen=True)
class Reader:
    """A viewer who is nobody in particular: a role, in one provider and nowhere else."""

    audience: str
    organisation: Organisation
    pk: None = None
    is_authenticated: bool = True

    def can(self, permission: Permission) -> bool:
        return roles.may(_AS[self.audience], permission)

    def patch(self, permission: Permission) -> Patch:
        provider = self.organisation.provider_id
        if provider is None or not self.can(permission):
            return Patch()
        return Patch(providers=frozenset({provider}))
