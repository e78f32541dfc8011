"""Who may run a round, and the row of it that an action changes."""

from __future__ import annotations

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation
from sightline.people.models import User


def require(by: User | None, place: Organisation | None) -> None:
    """Refuse unless they may run a round there; the whole country needs a national role."""
    if by is None:
        return
    if place is not None:
        viewer.require(by, Permission.RUN_ROUND, at=place)
    elif not by.patch(Permission.RUN_ROUND).nation:
        raise NotPermitted(
            "You cannot run a round for the whole country. Choose a place where you may run one, "
            "or ask a national lead."
        )


def locked(collection: Collection) -> Collection:
    """The round as it is now, kept from other changes until the transaction ends."""
    return (
        Collection.objects.select_for_update(of=("self",))
        .select_related("round__survey", "version__questionnaire", "place")
        .get(pk=collection.pk)
    )
