"""What a viewer is: whoever asks for a page or acts. People are defined higher up."""

from dataclasses import dataclass
from typing import Protocol

from sightline.access.patch import Patch
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted


class Viewer(Protocol):
    @property
    def pk(self) -> int | None: ...

    @property
    def is_authenticated(self) -> bool: ...

    def can(self, permission: Permission) -> bool:
        """Is it permitted to this person anywhere at all?"""
        ...

    def patch(self, permission: Permission) -> Patch:
        """Where is it permitted to this person today?"""
        ...


class Place(Protocol):
    """An organisation, as far as access is concerned."""

    @property
    def region_id(self) -> int | None: ...

    @property
    def icb_id(self) -> int | None: ...

    @property
    def provider_id(self) -> int | None: ...


@dataclass(frozen=True)
class _WholeCountry:
    region_id: None = None
    icb_id: None = None
    provider_id: None = None


#: The place of what belongs to no organisation: only national roles reach it.
WHOLE_COUNTRY = _WholeCountry()


def may(viewer: Viewer, permission: Permission, *, at: Place) -> bool:
    return viewer.patch(permission).covers(
        region_id=at.region_id, icb_id=at.icb_id, provider_id=at.provider_id
    )


def require(viewer: Viewer, permission: Permission, *, at: Place | None = None) -> None:
    """Refuse unless ``viewer`` has the permission at that place (anywhere, when ``at`` is None).

    Every action calls this: a page that forgets to check does not open a door.
    """
    allowed = viewer.can(permission) if at is None else may(viewer, permission, at=at)
    if not allowed:
        raise NotPermitted(
            f"You cannot do this here. Your roles do not let you {permission.value} at this place. "
            "Ask an administrator if you think they should."
        )
